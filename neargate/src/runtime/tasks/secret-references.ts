import { parseArn } from '../../core/arn.ts';

/** Where the value of a container's secret comes from. */
export type SecretReference =
  | {
      readonly kind: 'secret';
      /** The region that the secret lives in. */
      readonly region: string;
      /** The secret's ARN, without what follows it in the reference. */
      readonly secretArn: string;
      readonly jsonKey?: string;
      readonly versionStage?: string;
      readonly versionId?: string;
    }
  | { readonly kind: 'parameter'; readonly region: string; readonly name: string };

/**
 * Reads `valueFrom` of a container definition's secret: the ARN of a Secrets Manager secret, which
 * `:json-key:version-stage:version-id` may follow, or the ARN or name of a Systems Manager parameter.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function parseSecretReference(valueFrom: string, ownRegion: string): SecretReference {
  const arn = parseArn(valueFrom);
  if (arn?.service === 'secretsmanager') {
    const [type = '', name = '', jsonKey = '', versionStage = '', versionId = ''] = arn.resource.split(':');
    return {
      kind: 'secret',
      region: arn.region,
      secretArn: `arn:${arn.partition}:secretsmanager:${arn.region}:${arn.accountId}:${type}:${name}`,
      ...(jsonKey === '' ? {} : { jsonKey }),
      ...(versionStage === '' ? {} : { versionStage }),
      ...(versionId === '' ? {} : { versionId }),
    };
  }
  if (arn?.service === 'ssm') {
    // `parameter/name` is the parameter `name`, and `parameter/path/name` the parameter `/path/name`.
    const path = arn.resource.replace(/^parameter/, '');
    const isHierarchical = path.indexOf('/', 1) !== -1;
    return { kind: 'parameter', region: arn.region, name: isHierarchical ? path : path.slice(1) };
  }
  return { kind: 'parameter', region: ownRegion, name: valueFrom };
}
