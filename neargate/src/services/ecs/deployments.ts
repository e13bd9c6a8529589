import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { IdSource } from '../../core/ids.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import type { ServiceDeploymentRow } from './service-deployment-row.ts';
import { tellDeploymentState } from './service-state-events.ts';
import {
  type DeploymentRow,
  type DeploymentTemplate,
  ecsTablesOf,
  type ServiceRevisionRow,
  type ServiceRow,
} from './store.ts';

/** A deployment that has begun: the changed service and the records that AWS keeps beside it. */
export interface StartedDeployment {
  readonly service: ServiceRow;
  readonly serviceDeployment: ServiceDeploymentRow;
  readonly serviceRevision: ServiceRevisionRow;
}

/**
 * Begins a deployment of what the service now asks for: it becomes PRIMARY and IN_PROGRESS, and the one that was PRIMARY
 * becomes ACTIVE until its tasks are gone. Pure; `saveStartedDeployment` writes it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
 */
export function startDeployment(service: ServiceRow, nowMs: number, ids: IdSource): StartedDeployment {
  const digits = ids.digits(19);
  const id = `ecs-svc/${digits}`;
  const prefix = service.clusterArn.slice(0, service.clusterArn.lastIndexOf(':cluster/'));
  const place = `${service.clusterName}/${service.serviceName}`;
  // The provider finds a deployment's service deployment by these digits in its revision's ARN.
  const serviceRevisionArn = `${prefix}:service-revision/${place}/${digits}`;
  const serviceDeploymentArn = `${prefix}:service-deployment/${place}/${ids.alphanumeric(21)}`;
  const template = templateOf(service);
  const loadBalancers = resolveTargetGroups(service);
  const deployment: DeploymentRow = {
    ...template,
    loadBalancers,
    id,
    status: 'PRIMARY',
    desiredCount: service.desiredCount,
    createdAtMs: nowMs,
    serviceRevisionArn,
    serviceDeploymentArn,
    observed: {
      updatedAtMs: nowMs,
      rolloutState: 'IN_PROGRESS',
      rolloutStateReason: `ECS deployment ${id} in progress.`,
      failedTasks: 0,
    },
  };
  const older = service.deployments.map((previous): DeploymentRow =>
    previous.status === 'PRIMARY' ? { ...previous, status: 'ACTIVE', desiredCount: 0 } : previous,
  );
  const { serviceArn, clusterArn, deploymentConfiguration } = service;
  return {
    service: {
      ...service,
      deployments: [deployment, ...older],
      currentServiceDeployment: serviceDeploymentArn,
    },
    serviceDeployment: {
      serviceDeploymentArn,
      serviceArn,
      clusterArn,
      deploymentId: id,
      targetServiceRevisionArn: serviceRevisionArn,
      sourceServiceRevisionArns: service.deployments
        .filter(({ status }) => status !== 'INACTIVE')
        .map((previous) => previous.serviceRevisionArn),
      deploymentConfiguration,
      createdAtMs: nowMs,
      observed: { status: 'PENDING', updatedAtMs: nowMs },
    },
    serviceRevision: {
      ...template,
      serviceRevisionArn,
      serviceArn,
      clusterArn,
      createdAtMs: nowMs,
      observed: { containerImages: [] },
      resolvedLoadBalancers: loadBalancers.flatMap(({ targetGroupArn, advancedConfiguration }) =>
        targetGroupArn === undefined
          ? []
          : { targetGroupArn, productionListenerRule: advancedConfiguration?.productionListenerRule },
      ),
    },
  };
}

/** The deployment to go back to: the last one that was COMPLETED, among those given. */
export function lastCompleted(deployments: readonly DeploymentRow[]): DeploymentRow | undefined {
  return deployments
    .filter(({ observed }) => observed.completedAtMs !== undefined || observed.rolloutState === 'COMPLETED')
    .toSorted((left, right) => completedAtMs(right) - completedAtMs(left))[0];
}

function completedAtMs({ observed, createdAtMs }: DeploymentRow): number {
  return observed.completedAtMs ?? createdAtMs;
}

/**
 * The service's load balancers with the target group that a new deployment's tasks go to. With an alternate target group, the
 * two take turns: a rolling update goes where the last completed deployment is, the other strategies where it is not. Until one
 * has completed, the first deployment's target group is the one that serves.
 */
function resolveTargetGroups(service: ServiceRow): readonly LoadBalancer[] {
  const serving = lastCompleted(service.deployments) ?? service.deployments.at(-1);
  const isRolling = (service.deploymentConfiguration.strategy ?? 'ROLLING') === 'ROLLING';
  const inUse = new Set(serving?.loadBalancers.map(({ targetGroupArn }) => targetGroupArn));
  return service.loadBalancers.map((loadBalancer) => {
    const alternate = loadBalancer.advancedConfiguration?.alternateTargetGroupArn;
    if (alternate === undefined) return loadBalancer;
    const first = loadBalancer.targetGroupArn;
    const takesAlternate = isRolling ? inUse.has(alternate) : inUse.has(first);
    return { ...loadBalancer, targetGroupArn: takesAlternate ? alternate : first };
  });
}

/** Writes a deployment that has begun, and tells of it. In the transaction under way. */
export function saveStartedDeployment(context: OperationContext, started: StartedDeployment): ServiceRow {
  const { service, serviceDeployment, serviceRevision } = started;
  const tables = ecsTablesOf(context);
  tables.serviceRevisions.put(serviceRevision.serviceRevisionArn, serviceRevision);
  tables.serviceDeployments.put(serviceDeployment.serviceDeploymentArn, serviceDeployment);
  tables.services.put(service.serviceArn, service);
  const [deployment] = service.deployments;
  if (deployment !== undefined)
    tellDeploymentState(context, regionalScope(context.caller), service.serviceArn, deployment);
  return service;
}

/** A new desired count goes to the deployment that is PRIMARY, whose id and rollout state stay. */
export function withDesiredCount(service: ServiceRow, desiredCount: number): ServiceRow {
  const deployments = service.deployments.map((deployment) =>
    deployment.status === 'PRIMARY' ? { ...deployment, desiredCount } : deployment,
  );
  return { ...service, desiredCount, deployments };
}

/** What tasks are started from, without the rest of the service. */
export function templateOf(source: DeploymentTemplate): DeploymentTemplate {
  return {
    taskDefinition: source.taskDefinition,
    launchType: source.launchType,
    capacityProviderStrategy: source.capacityProviderStrategy,
    platformVersion: source.platformVersion,
    platformFamily: source.platformFamily,
    networkConfiguration: source.networkConfiguration,
    loadBalancers: source.loadBalancers,
    serviceRegistries: source.serviceRegistries,
    serviceConnectConfiguration: source.serviceConnectConfiguration,
    volumeConfigurations: source.volumeConfigurations,
  };
}
