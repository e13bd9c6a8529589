import type { GetTaskProtectionResponse, UpdateTaskProtectionResponse } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../core/aws-error.ts';
import type { TaskRow } from '../../../services/ecs/store.ts';
import type { ControlPlane } from '../../control-plane.ts';

export interface ProtectionAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The task scale-in protection endpoint of a task.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
 * @param change what was PUT; absent for GET
 */
export function taskProtection(
  plane: ControlPlane,
  scope: string,
  task: TaskRow,
  change: { readonly ProtectionEnabled?: unknown; readonly ExpiresInMinutes?: unknown } | undefined,
): ProtectionAnswer {
  const target = { cluster: task.clusterArn, tasks: [task.taskArn] };
  const failed = (status: number, Code: string, Message: string) => ({
    status,
    body: { requestID: plane.ids.uuid(), error: { Arn: task.taskArn, Code, Message } },
  });
  if (change !== undefined && typeof change.ProtectionEnabled !== 'boolean') {
    return failed(
      400,
      'InvalidParameterException',
      "Invalid request: does not contain 'ProtectionEnabled' field",
    );
  }
  try {
    const output = (
      change === undefined
        ? plane.invokeNow(scope, 'ecs', 'GetTaskProtection', target)
        : plane.invokeNow(scope, 'ecs', 'UpdateTaskProtection', {
            ...target,
            protectionEnabled: change.ProtectionEnabled,
            ...(change.ExpiresInMinutes === undefined ? {} : { expiresInMinutes: change.ExpiresInMinutes }),
          })
    ) as GetTaskProtectionResponse & UpdateTaskProtectionResponse;
    const [failure] = output.failures ?? [];
    if (failure !== undefined) {
      const { arn: Arn, reason: Reason, detail: Detail } = failure;
      return { status: 200, body: { requestID: plane.ids.uuid(), failure: { Arn, Reason, Detail } } };
    }
    const [shown] = output.protectedTasks ?? [];
    return {
      status: 200,
      body: {
        protection: {
          ...(shown?.expirationDate === undefined
            ? {}
            : { ExpirationDate: shown.expirationDate.toISOString() }),
          ProtectionEnabled: shown?.protectionEnabled ?? false,
          TaskArn: task.taskArn,
        },
      },
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return failed(error.status, error.code, error.message);
  }
}
