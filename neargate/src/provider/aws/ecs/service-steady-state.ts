import type { Service, ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import { UserError } from '../../../core/user-error.ts';
import type { OperationEnvironment, PlainObject } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { waitUntil } from '../deadline.ts';
import { boolOf, requiredText } from '../../arguments.ts';

/** Minutes, the provider's own defaults. */
const deploymentLimitMinutes = 60;
const stableLimitMinutes = 20;

const unfinished: ReadonlySet<ServiceDeploymentStatus | undefined> = new Set<
  ServiceDeploymentStatus | undefined
>(['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS']);

/**
 * Waits as `wait_for_steady_state` does: for the service deployment that the call started to be SUCCESSFUL, or, when it started
 * none, for one deployment whose running count is the desired one. Rejects with a UserError when the deployment ends otherwise.
 */
export async function waitForSteadyState(
  config: PlainObject,
  started: Service,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  const deploymentArn = started.currentServiceDeployment;
  if (deploymentArn === undefined) {
    await waitForStableCounts(started, environment);
    return;
  }
  try {
    await waitForDeployment(deploymentArn, started, environment);
  } catch (error) {
    if (environment.signal.aborted && boolOf(config, 'sigint_rollback') === true) {
      await environment.client.call('ecs', 'StopServiceDeployment', {
        serviceDeploymentArn: deploymentArn,
        stopType: 'ROLLBACK',
      });
    }
    throw error;
  }
}

async function waitForDeployment(
  arn: string,
  service: Service,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  const ended = await waitUntil(environment, {
    what: `ECS Service (${service.serviceName}) deployment to complete`,
    limitMinutes: deploymentLimitMinutes,
    probe: async () => {
      const { serviceDeployments = [] } = await environment.client.call('ecs', 'DescribeServiceDeployments', {
        serviceDeploymentArns: [arn],
      });
      const [deployment] = serviceDeployments;
      if (deployment !== undefined && !unfinished.has(deployment.status)) return deployment;
      await sayProgress(service, environment);
      return undefined;
    },
  });
  if (ended.status === 'SUCCESSFUL') return;
  const because = ended.statusReason === undefined ? '' : `: ${ended.statusReason}`;
  throw new UserError(
    `waiting for ECS Service (${service.serviceName}) deployment to complete: the deployment ended ${ended.status}${because}`,
    { remedy: `See the events of the service: neargate status, or neargate logs ${service.serviceName}.` },
  );
}

async function waitForStableCounts(
  service: Service,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  await waitUntil(environment, {
    what: `ECS Service (${service.serviceName}) to be stable`,
    limitMinutes: stableLimitMinutes,
    probe: async () => {
      const now = await sayProgress(service, environment);
      const isStable = now.deployments?.length === 1 && now.runningCount === now.desiredCount;
      return isStable ? true : undefined;
    },
  });
}

async function sayProgress(service: Service, environment: OperationEnvironment<AwsClient>): Promise<Service> {
  const { services = [] } = await environment.client.call('ecs', 'DescribeServices', {
    cluster: service.clusterArn,
    services: [requiredText({ arn: service.serviceArn ?? null }, 'arn')],
  });
  const now = services[0] ?? {};
  environment.progress(
    `${now.runningCount ?? 0} of ${now.desiredCount ?? 0} tasks running${latestEvent(now)}`,
  );
  return now;
}

function latestEvent({ events = [] }: Service): string {
  const message = events[0]?.message;
  return message === undefined ? '' : `: ${message}`;
}
