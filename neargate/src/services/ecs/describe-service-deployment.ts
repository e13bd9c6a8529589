import type {
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceRevision,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import { toDate } from '../timestamps.ts';
import type { ServiceDeploymentRow } from './service-deployment-row.ts';
import type { EcsTables, ServiceRevisionRow } from './store.ts';
import { countTasks } from './task-counts.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html */
export function describeServiceDeployment(tables: EcsTables, row: ServiceDeploymentRow): ServiceDeployment {
  const { observed } = row;
  const { rollback } = observed;
  return {
    serviceDeploymentArn: row.serviceDeploymentArn,
    serviceArn: row.serviceArn,
    clusterArn: row.clusterArn,
    createdAt: toDate(row.createdAtMs),
    startedAt: toDate(observed.startedAtMs),
    finishedAt: toDate(observed.finishedAtMs),
    stoppedAt: toDate(row.stopRequest?.atMs),
    updatedAt: toDate(observed.updatedAtMs),
    status: observed.status,
    statusReason: observed.statusReason,
    lifecycleStage: observed.lifecycleStage as ServiceDeployment['lifecycleStage'],
    lifecycleHookDetails: (observed.hooks ?? []).map((hook) => ({
      hookId: hook.hookId,
      targetType: hook.targetType,
      targetArn: hook.targetArn,
      status: hook.status,
      expiresAt: toDate(hook.expiresAtMs),
      timeoutAction: hook.timeoutAction,
    })),
    sourceServiceRevisions: row.sourceServiceRevisionArns.map((arn) => summarizeRevision(tables, row, arn)),
    targetServiceRevision: summarizeRevision(tables, row, row.targetServiceRevisionArn),
    deploymentConfiguration: row.deploymentConfiguration,
    deploymentCircuitBreaker: observed.circuitBreaker,
    alarms: observed.alarms && {
      status: observed.alarms.status,
      alarmNames: [...observed.alarms.alarmNames],
      triggeredAlarmNames: [...observed.alarms.triggeredAlarmNames],
    },
    rollback: rollback && {
      reason: rollback.reason,
      startedAt: toDate(rollback.startedAtMs),
      serviceRevisionArn: rollback.serviceRevisionArn,
    },
  };
}

export function briefServiceDeployment(row: ServiceDeploymentRow): ServiceDeploymentBrief {
  const { observed } = row;
  return {
    serviceDeploymentArn: row.serviceDeploymentArn,
    serviceArn: row.serviceArn,
    clusterArn: row.clusterArn,
    targetServiceRevisionArn: row.targetServiceRevisionArn,
    status: observed.status,
    statusReason: observed.statusReason,
    createdAt: toDate(row.createdAtMs),
    startedAt: toDate(observed.startedAtMs),
    finishedAt: toDate(observed.finishedAtMs),
  };
}

export function describeServiceRevision(tables: EcsTables, row: ServiceRevisionRow): ServiceRevision {
  const { observed, createdAtMs, resolvedLoadBalancers, ...rest } = row;
  const definition = tables.taskDefinitions.get(row.taskDefinition);
  const resolved = new Map(observed.containerImages.map((image) => [image.containerName, image]));
  return {
    ...rest,
    capacityProviderStrategy: row.capacityProviderStrategy && [...row.capacityProviderStrategy],
    loadBalancers: [...row.loadBalancers],
    serviceRegistries: [...row.serviceRegistries],
    volumeConfigurations: row.volumeConfigurations && [...row.volumeConfigurations],
    containerImages: definition?.containerDefinitions.map(({ name = '', image }) => ({
      containerName: name,
      image,
      imageDigest: resolved.get(name)?.imageDigest,
    })),
    resolvedConfiguration:
      resolvedLoadBalancers === undefined ? undefined : { loadBalancers: [...resolvedLoadBalancers] },
    createdAt: toDate(createdAtMs),
  };
}

/** How much of the service the revision is: its tasks, and the share of the traffic that the listener rules give it. */
function summarizeRevision(
  tables: EcsTables,
  { serviceArn, targetServiceRevisionArn, observed: { traffic } }: ServiceDeploymentRow,
  arn: string,
): ServiceRevisionSummary {
  const service = tables.services.get(serviceArn);
  const deployment = service?.deployments.find(({ serviceRevisionArn }) => serviceRevisionArn === arn);
  const isTarget = arn === targetServiceRevisionArn;
  const weights =
    traffic === undefined
      ? {}
      : {
          requestedTestTrafficWeight: isTarget ? traffic.test : 100 - traffic.test,
          requestedProductionTrafficWeight: isTarget ? traffic.production : 100 - traffic.production,
        };
  if (service === undefined || deployment === undefined) {
    return { arn, requestedTaskCount: 0, runningTaskCount: 0, pendingTaskCount: 0, ...weights };
  }
  const { running, pending } = countTasks(tables, service).of(deployment.id);
  return {
    arn,
    requestedTaskCount: deployment.desiredCount,
    runningTaskCount: running,
    pendingTaskCount: pending,
    ...weights,
  };
}
