import { parseArn } from '../../core/arn.ts';
import { AwsError } from '../../core/aws-error.ts';
import { TaskStartError } from '../../controllers/ecs-task/environment.ts';
import type { TaskDefinitionRow } from '../../services/ecs/store.ts';
import { trustsService } from '../../services/iam/trusts-service.ts';
import type { ControlPlane } from '../control-plane.ts';

const tasksPrincipal = 'ecs-tasks.amazonaws.com';

/**
 * ECS assumes a task's roles before anything else of it: each must exist and trust ECS tasks. What their policies allow is
 * not evaluated. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
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
  const name = parseArn(roleArn)?.resource.split('/').at(-1) ?? roleArn;
  try {
    const { Role } = plane.invokeNow(scope, 'iam', 'GetRole', { RoleName: name }) as {
      Role?: { AssumeRolePolicyDocument?: string };
    };
    return trustsService(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''), tasksPrincipal);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchEntity') return false;
    throw error;
  }
}
