import type { GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import type { GetParameterResult } from '@aws-sdk/client-ssm';
import { AwsError } from '../../core/aws-error.ts';
import { parseArn } from '../../core/arn.ts';
import type { Buildspec } from '../../services/codebuild/buildspec/buildspec.ts';
import { parseSecretsManagerReference } from '../../services/codebuild/buildspec/secret-reference.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import type { OperationContext } from '../../services/context.ts';
import { invokeNow } from '../../services/invoke.ts';
import { PhaseFailure } from './environment.ts';

/** What a build's variables come to. */
export interface ResolvedVariables {
  readonly values: Readonly<Record<string, string>>;
  /** Values of parameters and secrets, which no log may show. */
  readonly secrets: readonly string[];
  /** Names that the project gives from parameters and secrets: they cannot be exported. */
  readonly notExportable: readonly string[];
}

/**
 * The buildspec's variables and over them the build's own, parameters and secrets looked up as the service role would.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 * @throws PhaseFailure when one is not there
 */
export function resolveVariables(
  context: OperationContext,
  { settings }: BuildRow,
  spec: Buildspec,
): ResolvedVariables {
  const values: Record<string, string> = { ...spec.variables };
  const secrets: string[] = [];
  const notExportable: string[] = [];
  const give = (name: string, secret: string) => {
    values[name] = secret;
    secrets.push(secret);
  };
  const given = settings.environment.environmentVariables ?? [];
  const plain = {
    ...spec.variables,
    ...Object.fromEntries(
      given
        .filter(({ type = 'PLAINTEXT' }) => type === 'PLAINTEXT')
        .map(({ name = '', value = '' }) => [name, value]),
    ),
  };
  for (const [name, parameter] of Object.entries(spec.parameterStore))
    give(name, parameterValue(context, withVariables(parameter, plain)));
  for (const [name, reference] of Object.entries(spec.secretsManager))
    give(name, secretValue(context, withVariables(reference, plain)));
  for (const { name = '', value = '', type } of given) {
    if (type === 'PARAMETER_STORE') give(name, parameterValue(context, value));
    else if (type === 'SECRETS_MANAGER') give(name, secretValue(context, value));
    else values[name] = value;
    if (type === 'PARAMETER_STORE' || type === 'SECRETS_MANAGER') notExportable.push(name);
  }
  return { values, secrets, notExportable };
}

/**
 * A name in the buildspec with the variables that it is made of, such as `/${STAGE}/database/password`. AWS does not document
 * it; public buildspecs rely on it. What is no variable of the build stays as it is written.
 */
function withVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (written, braced: string | undefined, bare: string | undefined) =>
      variables[braced ?? bare ?? ''] ?? written,
  );
}

function parameterValue(context: OperationContext, name: string): string {
  try {
    const { Parameter } = invokeNow(
      'ssm',
      'GetParameter',
      { Name: name, WithDecryption: true },
      context,
    ) as GetParameterResult;
    return Parameter?.Value ?? '';
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isMissing = error.code === 'ParameterNotFound';
    throw new PhaseFailure(
      'Decrypted Variables Error',
      isMissing ? `parameter does not exist: ${name}` : `${error.code}: ${error.message}`,
    );
  }
}

function secretValue(context: OperationContext, text: string): string {
  const { secretId, jsonKey, versionStage, versionId } = parseSecretsManagerReference(text);
  const region = parseArn(secretId)?.region;
  const there = region === undefined ? context : { ...context, caller: { ...context.caller, region } };
  let secret: string;
  try {
    const answer = invokeNow(
      'secretsmanager',
      'GetSecretValue',
      {
        SecretId: secretId,
        ...(versionStage === undefined ? {} : { VersionStage: versionStage }),
        ...(versionId === undefined ? {} : { VersionId: versionId }),
      },
      there,
    ) as GetSecretValueResponse;
    secret = answer.SecretString ?? Buffer.from(answer.SecretBinary ?? []).toString('utf8');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw secretFailure(`${error.code}: ${error.message} (${secretId})`);
  }
  return jsonKey === undefined ? secret : memberOf(secret, jsonKey, secretId);
}

function memberOf(secret: string, jsonKey: string, secretId: string): string {
  let document: unknown;
  try {
    document = JSON.parse(secret);
  } catch {
    throw secretFailure(`the secret ${secretId} is not JSON, so it has no key ${jsonKey}`);
  }
  const value = (document as Record<string, unknown> | null)?.[jsonKey];
  if (value === undefined || value === null)
    throw secretFailure(`JSON key ${jsonKey} is not in the secret ${secretId}`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function secretFailure(message: string): PhaseFailure {
  return new PhaseFailure('Secrets Manager Error', message);
}
