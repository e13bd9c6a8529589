import type { EcsParameters } from '@aws-sdk/client-eventbridge';
import type { RunTaskRequest, RunTaskResponse, TaskOverride } from '@aws-sdk/client-ecs';
import { isObject, parseJson } from '../../../services/events/json.ts';
import { invokeNow } from '../../../services/invoke.ts';
import { DeliveryFailure } from '../delivery-failure.ts';
import { hasOwnInput } from '../delivery-input.ts';
import type { InvokeTarget } from './target.ts';

/** Runs tasks in the cluster. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html */
export const invokeRunTask: InvokeTarget = ({ context, delivery, target, input }) => {
  const overrides = hasOwnInput(target) ? overridesOf(input) : undefined;
  const request: RunTaskRequest = {
    ...runTaskRequest(target.EcsParameters ?? { TaskDefinitionArn: undefined }),
    cluster: target.Arn,
    startedBy: `events-rule/${delivery.ruleName}`,
    overrides,
  };
  const { tasks = [], failures = [] } = invokeNow('ecs', 'RunTask', request, context) as RunTaskResponse;
  const [failure] = failures;
  if (failure !== undefined) throw new Error(failure.reason ?? 'RunTask started no task.');
  return tasks.map(({ taskArn = '' }) => taskArn).join(' ');
};

/** The same in the words of ECS. */
export function runTaskRequest(parameters: EcsParameters): RunTaskRequest {
  const awsvpc = parameters.NetworkConfiguration?.awsvpcConfiguration;
  return {
    taskDefinition: parameters.TaskDefinitionArn,
    count: parameters.TaskCount ?? 1,
    launchType: parameters.LaunchType,
    platformVersion: parameters.PlatformVersion,
    group: parameters.Group,
    capacityProviderStrategy: parameters.CapacityProviderStrategy?.map((item) => ({
      capacityProvider: item.capacityProvider,
      weight: item.weight,
      base: item.base,
    })),
    enableECSManagedTags: parameters.EnableECSManagedTags,
    enableExecuteCommand: parameters.EnableExecuteCommand,
    propagateTags: parameters.PropagateTags,
    referenceId: parameters.ReferenceId,
    placementConstraints: parameters.PlacementConstraints,
    placementStrategy: parameters.PlacementStrategy,
    tags: parameters.Tags?.map(({ Key, Value }) => ({ key: Key, value: Value })),
    networkConfiguration:
      awsvpc === undefined
        ? undefined
        : {
            awsvpcConfiguration: {
              subnets: awsvpc.Subnets,
              securityGroups: awsvpc.SecurityGroups,
              assignPublicIp: awsvpc.AssignPublicIp,
            },
          },
  };
}

/** The input of an ECS target is a TaskOverride. */
function overridesOf(input: string): TaskOverride {
  const value = parseJson(input);
  if (!isObject(value)) return {};
  const { containerOverrides = [] } = value;
  const fits =
    Array.isArray(containerOverrides) &&
    containerOverrides.every((entry) => isObject(entry) && typeof entry['name'] === 'string');
  if (!fits)
    throw new DeliveryFailure(
      'INVALID_PARAMETER',
      "The target's input does not fit RunTask: containerOverrides must be a list of objects with a name.",
    );
  return value as TaskOverride;
}
