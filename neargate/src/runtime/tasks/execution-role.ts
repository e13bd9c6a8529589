import { parseArn } from '../../core/arn.ts';
import { ecsTables } from '../../services/ecs/store.ts';
import type { OperationContext } from '../../services/context.ts';
import type { ControlPlane } from '../control-plane.ts';

/**
 * For the calls that ECS makes for a task before and beside its containers: in a session of the execution role that is named
 * by the task, or as the account where the task has none, which only a task without private images, logs and secrets may.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function inExecutionRole(
  plane: Pick<ControlPlane, 'store' | 'contextOf'>,
  scope: string,
  taskArn: string,
): OperationContext {
  const context = plane.contextOf(scope);
  const { tasks, taskDefinitions } = ecsTables(plane.store, scope);
  const task = tasks.get(taskArn);
  const roleArn = taskDefinitions.get(task?.taskDefinitionArn ?? '')?.executionRoleArn;
  const { accountId = '', resource = '' } = parseArn(roleArn ?? '') ?? {};
  if (resource === '') return context;
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  const principalArn = `arn:aws:sts::${accountId}:assumed-role/${name}/${task?.taskId ?? ''}`;
  return { ...context, caller: { ...context.caller, principalArn } };
}
