/** What a value under `secrets-manager` names. */
export interface SecretsManagerReference {
  /** The secret's name or ARN. */
  readonly secretId: string;
  /** The whole secret when absent. */
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

/**
 * Reads `secret-id:json-key:version-stage:version-id`, where the secret id may be an ARN, which has colons of its own.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager
 */
export function parseSecretsManagerReference(text: string): SecretsManagerReference {
  const parts = text.split(':');
  const own = parts[0] === 'arn' ? 7 : 1;
  const [jsonKey = '', versionStage = '', versionId = ''] = parts.slice(own);
  return {
    secretId: parts.slice(0, own).join(':'),
    ...(jsonKey === '' ? {} : { jsonKey }),
    ...(versionStage === '' ? {} : { versionStage }),
    ...(versionId === '' ? {} : { versionId }),
  };
}
