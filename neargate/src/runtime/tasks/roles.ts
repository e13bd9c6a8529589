import { AwsError } from '../../core/aws-error.ts';
import { TaskStartError } from '../../controllers/ecs-task/environment.ts';
import type { TaskDefinitionRow } from '../../services/ecs/store.ts';
import { assumeAsService } from '../../services/sts/assume-as-service.ts';
import type { ControlPlane } from '../control-plane.ts';

const tasksPrincipal = 'ecs-tasks.amazonaws.com';

/**
 * ECS assumes a task's roles before anything else of it: each must exist and trust ECS tasks.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 * @throws TaskStartError in ECS's words
 */
export function assumeRoles(plane: ControlPlane, scope: string, definition: TaskDefinitionRow): void {
  for (const roleArn of [definition.executionRoleArn, definition.taskRoleArn]) {
    if (roleArn === undefined || trusts(plane, scope, roleArn)) continue;
    throw new TaskStartError(
      `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
    );
  }
}

function trusts(plane: ControlPlane, scope: string, roleArn: string): boolean {
  const context = plane.contextOf(scope);
  try {
    // A task definition may give a role's name alone.
    const arn = roleArn.startsWith('arn:')
      ? roleArn
      : `arn:aws:iam::${context.caller.accountId}:role/${roleArn}`;
    const request = { roleArn: arn, service: tasksPrincipal, sessionName: 'task' };
    // AWS gives the cluster's or a task's ARN; policies compare with a pattern of the account and region.
    const sourceArn = `arn:aws:ecs:${context.caller.region}:${context.caller.accountId}:*`;
    return assumeAsService(context, { ...request, sourceArn }).kind === 'assumed';
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
