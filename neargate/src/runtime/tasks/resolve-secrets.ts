import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { GetSecretValueRequest, GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import type { GetParametersRequest, GetParametersResult } from '@aws-sdk/client-ssm';
import { TaskStartError } from '../../controllers/ecs-task/environment.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../../services/context.ts';
import { invokeNow } from '../../services/invoke.ts';
import { parseSecretReference, type SecretReference } from './secret-references.ts';
import type { WayToService } from './way-to-service.ts';

/** As users report it: the agent gives up after some attempts. */
const timedOut = 'RequestCanceled: request context canceled caused by: context deadline exceeded';
const initializationError =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed';

/**
 * The values of a container's secrets, by variable name, fetched as the Fargate agent fetches them: `context` is the execution role's.
 * @throws TaskStartError in ECS's words
 */
export function resolveSecrets(
  context: OperationContext,
  definition: ContainerDefinition,
  way: WayToService,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { name = '', valueFrom = '' } of definition.secrets ?? []) {
    const reference = parseSecretReference(valueFrom, context.caller.region);
    const there = { ...context, caller: { ...context.caller, region: reference.region } };
    requireWay(way, reference);
    values[name] =
      reference.kind === 'secret' ? secretValue(there, reference) : parameterValue(there, reference.name);
  }
  return values;
}

function requireWay(way: WayToService, reference: SecretReference): void {
  const { region } = reference;
  if (reference.kind === 'secret') {
    const { secretArn } = reference;
    way({
      service: 'secretsmanager',
      region,
      stoppedReason: `${initializationError}: unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret ${secretArn} from secrets manager: ${timedOut}`,
      purpose: `read the secret ${secretArn}`,
    });
  } else {
    way({
      service: 'ssm',
      region,
      stoppedReason: `${initializationError}: unable to retrieve secrets from ssm: service call has been retried 5 time(s): ${timedOut}`,
      purpose: `read the parameter ${reference.name}`,
    });
  }
}

function secretValue(
  context: OperationContext,
  reference: Extract<SecretReference, { kind: 'secret' }>,
): string {
  const { secretArn, jsonKey, versionStage, versionId } = reference;
  let text: string;
  try {
    const input: GetSecretValueRequest = {
      SecretId: secretArn,
      ...(versionStage === undefined ? {} : { VersionStage: versionStage }),
      ...(versionId === undefined ? {} : { VersionId: versionId }),
    };
    const output = invokeNow('secretsmanager', 'GetSecretValue', input, context) as GetSecretValueResponse;
    text = output.SecretString ?? Buffer.from(output.SecretBinary ?? []).toString('utf8');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw secretFailure(
      `failed to fetch secret ${secretArn} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: ${error.status}, RequestID: ${context.ids.uuid()}, ${error.code}: ${error.message}`,
    );
  }
  return jsonKey === undefined ? text : memberOf(text, jsonKey);
}

function memberOf(text: string, jsonKey: string): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw secretFailure('invalid character in secret value: the secret is not JSON');
  }
  const value = (document as Record<string, unknown> | null)?.[jsonKey];
  if (value === undefined || value === null) {
    throw secretFailure(`retrieved secret from Secrets Manager did not contain json key ${jsonKey}`);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function secretFailure(cause: string): TaskStartError {
  return new TaskStartError(
    `${initializationError}: unable to retrieve secret from asm: service call has been retried 1 time(s): ${cause}`,
  );
}

function parameterValue(context: OperationContext, name: string): string {
  const input: GetParametersRequest = { Names: [name], WithDecryption: true };
  let value: string | undefined;
  try {
    const output = invokeNow('ssm', 'GetParameters', input, context) as GetParametersResult;
    value = output.Parameters?.[0]?.Value;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw parameterFailure(`${error.code}: ${error.message}`);
  }
  if (value === undefined) throw parameterFailure(`invalid ssm parameters: ${name}`);
  return value;
}

function parameterFailure(cause: string): TaskStartError {
  return new TaskStartError(
    `${initializationError}: unable to retrieve secrets from ssm: service call has been retried 1 time(s): ${cause}`,
  );
}
