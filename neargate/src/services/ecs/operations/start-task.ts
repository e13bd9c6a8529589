import type { StartTaskRequest, StartTaskResponse } from '@aws-sdk/client-ecs';
import { operation } from '../../operation.ts';
import { invalidParameter, taskDefinitionNotFoundForUse } from '../errors.ts';
import { ecsArn, findActiveCluster, findTaskDefinition, lastSegment } from '../references.ts';
import { requireOverrides } from '../run-task-validation.ts';
import { requireActive } from '../service-validation.ts';

/**
 * Places a task on container instances, of which a Fargate cluster has none: each one named is MISSING.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StartTask.html
 */
export const startTask = operation<StartTaskRequest, StartTaskResponse>({
  handle(context, input) {
    const { containerInstances = [] } = input;
    if (containerInstances.length === 0) throw invalidParameter('Container instances cannot be empty.');
    if (containerInstances.length > 10)
      throw invalidParameter('The number of container instances must be between 1 and 10.');
    const cluster = findActiveCluster(context, input.cluster);
    const definition = findTaskDefinition(context, input.taskDefinition ?? '', taskDefinitionNotFoundForUse);
    requireActive(definition);
    requireOverrides(definition, input.overrides);
    const arnOf = (instance: string) =>
      ecsArn(context.caller, `container-instance/${cluster.clusterName}/${lastSegment(instance)}`);
    return {
      tasks: [],
      failures: containerInstances.map((instance) => ({ arn: arnOf(instance), reason: 'MISSING' })),
    };
  },
});
