import type { CreateTaskSetRequest, CreateTaskSetResponse } from '@aws-sdk/client-ecs';
import type { DeploymentScene } from '../../services/codedeploy/store.ts';
import { type EcsTables, ecsTables, type ServiceRow, type TaskSetRow } from '../../services/ecs/store.ts';
import { taskSetsOf } from '../../services/ecs/task-sets.ts';
import { invokeNow } from '../../services/invoke.ts';
import type { DeploymentPass } from './deployment-pass.ts';

// What CodeDeploy does with task sets, by the calls that it makes on AWS.

export function ecsOf({ environment, scope }: DeploymentPass): EcsTables {
  return ecsTables(environment.store, scope);
}

/** The deployment's service, unless it has been deleted meanwhile. */
export function serviceOf(pass: DeploymentPass, { serviceArn }: DeploymentScene): ServiceRow | undefined {
  const row = ecsOf(pass).services.get(serviceArn);
  return row?.status === 'ACTIVE' ? row : undefined;
}

export function taskSetOf(
  pass: DeploymentPass,
  { serviceArn }: DeploymentScene,
  id: string | undefined,
): TaskSetRow | undefined {
  return taskSetsOf(ecsOf(pass), { serviceArn }).find((taskSet) => taskSet.id === id);
}

/** Task sets that earlier deployments left behind. */
export function leftoversOf(
  pass: DeploymentPass,
  { serviceArn, originalTaskSetId }: DeploymentScene,
): readonly TaskSetRow[] {
  return taskSetsOf(ecsOf(pass), { serviceArn }).filter(({ id }) => id !== originalTaskSetId);
}

/**
 * Creates the replacement at the size of the service, in the target group that does not serve. What the AppSpec file does not
 * say is as in the original task set. Returns its id; throws AwsError where ECS refuses it.
 */
export function createReplacement(
  { context, row }: DeploymentPass,
  service: ServiceRow,
  original: TaskSetRow,
  { appSpec, replacementTargetGroupArn }: DeploymentScene,
): string {
  const strategy = appSpec.capacityProviderStrategy ?? original.capacityProviderStrategy;
  const { taskSet } = invokeNow(
    'ecs',
    'CreateTaskSet',
    {
      cluster: service.clusterArn,
      service: service.serviceName,
      externalId: row.deploymentId,
      taskDefinition: appSpec.taskDefinition,
      networkConfiguration: appSpec.networkConfiguration ?? original.networkConfiguration,
      platformVersion: appSpec.platformVersion ?? original.platformVersion,
      ...(strategy === undefined
        ? { launchType: original.launchType }
        : { capacityProviderStrategy: [...strategy] }),
      serviceRegistries: [...original.serviceRegistries],
      loadBalancers: [
        {
          targetGroupArn: replacementTargetGroupArn,
          containerName: appSpec.containerName,
          containerPort: appSpec.containerPort,
        },
      ],
      scale: { value: 100, unit: 'PERCENT' },
    } satisfies CreateTaskSetRequest,
    context,
  ) as CreateTaskSetResponse;
  return taskSet?.id ?? '';
}

export function makePrimary({ context }: DeploymentPass, service: ServiceRow, taskSet: TaskSetRow): void {
  if (taskSet.status === 'PRIMARY') return;
  const place = { cluster: service.clusterArn, service: service.serviceName };
  invokeNow('ecs', 'UpdateServicePrimaryTaskSet', { ...place, primaryTaskSet: taskSet.id }, context);
}

/** Its tasks stop, and then it is gone. */
export function deleteTaskSet(
  { context }: DeploymentPass,
  service: ServiceRow,
  taskSet: TaskSetRow | undefined,
): void {
  if (taskSet === undefined || taskSet.status === 'DRAINING') return;
  const place = { cluster: service.clusterArn, service: service.serviceName };
  invokeNow('ecs', 'DeleteTaskSet', { ...place, taskSet: taskSet.id, force: true }, context);
}
