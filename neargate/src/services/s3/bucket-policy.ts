import type { OperationContext } from '../context.ts';
import { roleExists } from '../iam/roles.ts';
import { malformedPolicy } from './errors.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: unknown;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Conditions that keep a policy for everybody from being public, when they have fixed values. */
const restrictingKeys = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);

/**
 * Checks a bucket policy's form: its statements, principals, and that its actions and resources are S3's and the bucket's own.
 * Throws MalformedPolicy. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export function checkBucketPolicy(context: OperationContext, bucketName: string, text: string): void {
  const bucketArn = `arn:aws:s3:::${bucketName}`;
  for (const { Principal, NotPrincipal, actions, resources } of statementsOf(text)) {
    if (Principal === undefined && NotPrincipal === undefined) {
      throw malformedPolicy('Missing required field Principal');
    }
    if (Principal !== undefined) checkPrincipal(context, Principal);
    if (actions.some((action) => action !== '*' && !/^s3:/i.test(action))) {
      throw malformedPolicy('Policy has invalid action');
    }
    const isOwn = (resource: string) =>
      resource === bucketArn || resource.startsWith(`${bucketArn}/`) || resource === `${bucketArn}*`;
    if (!resources.every(isOwn)) throw malformedPolicy('Policy has invalid resource');
  }
}

/**
 * True when the policy gives something to everybody.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublicPolicy(text: string): boolean {
  return statementsOf(text).some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' && namesEverybody(Principal) && !isRestricted(Condition),
  );
}

function statementsOf(text: string): Statement[] {
  if (!text.startsWith('{')) throw notJson();
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw notJson();
  }
  const { Version: version, Statement: given } = document as { Version?: unknown; Statement?: unknown };
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw malformedPolicy('The policy must contain a valid version string');
  }
  const list: unknown[] = Array.isArray(given) ? given : [given];
  if (given === undefined || list.length === 0) throw malformedPolicy('Missing required field Statement');
  return list.map(parseStatement);
}

function parseStatement(given: unknown): Statement {
  if (typeof given !== 'object' || given === null) throw malformedPolicy('Policy has invalid statement');
  const statement = given as Record<string, unknown>;
  const { Effect, Action, NotAction, Resource, NotResource } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformedPolicy(`Invalid effect: ${String(Effect)}`);
  if (Action === undefined && NotAction === undefined) {
    throw malformedPolicy('Missing required field Action');
  }
  if (Resource === undefined && NotResource === undefined) {
    throw malformedPolicy('Missing required field Resource');
  }
  return {
    Effect,
    Principal: statement['Principal'],
    NotPrincipal: statement['NotPrincipal'],
    Condition: statement['Condition'],
    actions: texts(Action ?? NotAction, 'Policy has invalid action'),
    resources: texts(Resource ?? NotResource, 'Policy has invalid resource'),
  };
}

function texts(value: unknown, message: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (!list.every((element) => typeof element === 'string')) throw malformedPolicy(message);
  return list as string[];
}

function checkPrincipal(context: OperationContext, principal: unknown): void {
  if (principal === '*') return;
  if (typeof principal !== 'object' || principal === null) throw invalidPrincipal();
  for (const [kind, given] of Object.entries(principal as Record<string, unknown>)) {
    for (const value of texts(given, 'Invalid principal in policy')) {
      if (!isPrincipal(context, kind, value)) throw invalidPrincipal();
    }
  }
}

function isPrincipal(context: OperationContext, kind: string, value: string): boolean {
  switch (kind) {
    case 'Service':
      return /^[a-z0-9][a-z0-9.-]*\.amazonaws\.com(?:\.cn)?$/.test(value);
    case 'CanonicalUser':
      return /^[0-9a-f]{64,96}$/.test(value);
    case 'Federated':
      return value !== '';
    case 'AWS': {
      if (value === '*' || /^\d{12}$/.test(value) || /^A(?:ROA|IDA)[A-Z0-9]+$/.test(value)) return true;
      const ownRole = `arn:aws:iam::${context.caller.accountId}:role/`;
      if (value.startsWith(ownRole)) return roleExists(context, value);
      return /^arn:aws[a-z-]*:(?:iam|sts)::(?:\d{12}|cloudfront):.+$/.test(value);
    }
    default:
      return false;
  }
}

function namesEverybody(principal: unknown): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null || !('AWS' in principal)) return false;
  const { AWS } = principal;
  return AWS === '*' || (Array.isArray(AWS) && AWS.includes('*'));
}

function isRestricted(condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return false;
  return Object.entries(condition as Record<string, unknown>).some(([operator, keys]) => {
    if (/not/i.test(operator) || typeof keys !== 'object' || keys === null) return false;
    return Object.entries(keys as Record<string, unknown>).some(
      ([key, value]) =>
        restrictingKeys.has(key.toLowerCase()) &&
        !JSON.stringify(value).includes('*') &&
        !JSON.stringify(value).includes('0.0.0.0/0'),
    );
  });
}

const notJson = () => malformedPolicy("Policies must be valid JSON and the first byte must be '{'");

const invalidPrincipal = () => malformedPolicy('Invalid principal in policy');
