import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { TaskStartError } from '../../controllers/ecs-task/environment.ts';
import { parseArn } from '../../core/arn.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../../services/context.ts';
import { invokeNow } from '../../services/invoke.ts';
import { parseEnvironmentFile } from './environment-file.ts';
import type { WayToService } from './way-to-service.ts';

/**
 * The variables of a container's `environmentFiles`, read from S3 as the Fargate agent reads them: `context` is the
 * execution role's. Of files with the same variable the first one counts.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
 * @throws TaskStartError
 */
export function readEnvironmentFiles(
  context: OperationContext,
  definition: ContainerDefinition,
  way: WayToService,
): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const { value = '' } of definition.environmentFiles ?? []) {
    way({
      service: 's3',
      region: context.caller.region,
      stoppedReason:
        'ResourceInitializationError: failed to download env files: file download command: non empty error stream: RequestCanceled: request context canceled caused by: context deadline exceeded',
      purpose: `read the environment file ${value}`,
    });
    for (const [name, text] of Object.entries(parseEnvironmentFile(read(context, value)))) {
      variables[name] ??= text;
    }
  }
  return variables;
}

function read(context: OperationContext, arn: string): string {
  const resource = parseArn(arn)?.resource ?? '';
  const slash = resource.indexOf('/');
  const input = { Bucket: resource.slice(0, slash), Key: resource.slice(slash + 1) };
  try {
    const { Body } = invokeNow('s3', 'GetObject', input, context) as { Body: Uint8Array };
    return Buffer.from(Body).toString('utf8');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new TaskStartError(
      `ResourceInitializationError: failed to download env files: file download command: non empty error stream: service call has been retried 1 time(s): ${error.code}: ${error.message} status code: ${error.status}, ${arn}`,
    );
  }
}
