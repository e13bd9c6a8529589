import { parseArn } from '../../../core/arn.ts';
import type { Store } from '../../../store/store.ts';
import type { Policy } from '../evaluation/policy.ts';
import { readPolicy } from '../evaluation/policy.ts';
import { iamTables, nameKey } from '../store.ts';

/** A resource as policies see it. */
export interface PolicedResource {
  /** With the identifier that the resource really has, where the call gave a name or an alias. */
  readonly arn: string;
  readonly accountId: string;
  readonly policies: readonly Policy[];
  /** Whether nothing is allowed unless the resource's policy does: keys of KMS and roles. */
  readonly mustAllow: boolean;
}

/** What a resource's rows hold for evaluation; read by table name, as those services stand beside this one. */
interface Rows {
  readonly 's3.buckets': { readonly ownerAccountId: string; readonly policy?: string };
  readonly 'ecr.repositories': { readonly policyText?: string };
  readonly 'secretsmanager.secrets': { readonly arn: string; readonly resourcePolicy?: string };
  readonly 'kms.keys': { readonly arn: string; readonly policy: string };
  readonly 'sqs.queues': { readonly attributes: Readonly<Record<string, string>> };
  readonly 'sns.topics': { readonly attributes: Readonly<Record<string, string>> };
  readonly 'kms.aliases': { readonly targetKeyId: string };
}

/** The resource and the policy that hangs on it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html */
export function policedResource(store: Store, given: string, callerAccountId: string): PolicedResource {
  const arn = parseArn(given);
  const plain = { arn: given, accountId: arn?.accountId || callerAccountId, policies: [], mustAllow: false };
  if (arn === undefined) return plain;
  const scope = `${arn.accountId}/${arn.region}`;
  const row = <Name extends keyof Rows>(table: Name, tableScope: string, key: string) =>
    store.table<Rows[Name]>(table, tableScope).get(key);
  switch (arn.service) {
    case 's3': {
      const [name = ''] = arn.resource.split('/');
      const bucket = row('s3.buckets', arn.partition, name);
      return {
        ...plain,
        accountId: bucket?.ownerAccountId ?? callerAccountId,
        policies: policyOf(`the bucket policy of ${name}`, bucket?.policy),
      };
    }
    case 'ecr': {
      const name = arn.resource.replace(/^repository\//, '');
      return {
        ...plain,
        policies: policyOf(
          `the policy of repository ${name}`,
          row('ecr.repositories', scope, name)?.policyText,
        ),
      };
    }
    case 'secretsmanager': {
      const name = arn.resource.replace(/^secret:/, '').replace(/-(?:[A-Za-z0-9]{6}|\?{6})$/, '');
      const secret = row('secretsmanager.secrets', scope, name);
      return {
        ...plain,
        arn: secret?.arn ?? given,
        policies: policyOf(`the policy of secret ${name}`, secret?.resourcePolicy),
      };
    }
    case 'kms': {
      const alias = arn.resource.startsWith('alias/') ? row('kms.aliases', scope, arn.resource) : undefined;
      const key = row('kms.keys', scope, alias?.targetKeyId ?? arn.resource.replace(/^key\//, ''));
      return {
        ...plain,
        arn: key?.arn ?? given,
        policies: policyOf(`the policy of key ${key?.arn ?? given}`, key?.policy),
        mustAllow: key !== undefined,
      };
    }
    case 'sqs':
      return {
        ...plain,
        policies: policyOf(
          `the policy of queue ${arn.resource}`,
          row('sqs.queues', scope, arn.resource)?.attributes['Policy'],
        ),
      };
    case 'sns':
      return {
        ...plain,
        policies: policyOf(
          `the policy of topic ${arn.resource}`,
          row('sns.topics', scope, given)?.attributes['Policy'],
        ),
      };
    case 'iam':
      return { ...plain, arn: holderArn(store, arn.accountId, arn.resource) ?? given };
    default:
      return plain;
  }
}

/** The trust policy of a role, which is the resource's policy when the role is to be assumed. */
export function policedRole(store: Store, roleArn: string, callerAccountId: string): PolicedResource {
  const { accountId = callerAccountId, resource = '' } = parseArn(roleArn) ?? {};
  const role = iamTables(store, accountId).roles.get(nameKey(lastPart(resource)));
  return {
    arn: roleArn,
    accountId,
    policies: policyOf(
      `the trust policy of role ${role?.name ?? ''}`,
      role?.arn === roleArn ? role.trustPolicy : undefined,
    ),
    mustAllow: true,
  };
}

/** The ARN, with its path, of a role or user that was named without. */
function holderArn(store: Store, accountId: string, resource: string): string | undefined {
  const { roles, users } = iamTables(store, accountId);
  const key = nameKey(lastPart(resource));
  if (resource.startsWith('role/')) return roles.get(key)?.arn;
  return resource.startsWith('user/') ? users.get(key)?.arn : undefined;
}

function lastPart(resource: string): string {
  return resource.slice(resource.lastIndexOf('/') + 1);
}

function policyOf(name: string, document: string | undefined): readonly Policy[] {
  return document === undefined ? [] : [readPolicy(name, document)];
}
