import type { Statement } from '../iam/policy-document.ts';
import { elbAccounts } from './log-accounts.ts';

const deliveryServices = ['logdelivery.elasticloadbalancing.amazonaws.com', 'delivery.logs.amazonaws.com'];

/** What is asked: may ELB put this object for this load balancer? */
export interface LogDeliveryRequest {
  readonly region: string;
  readonly accountId: string;
  readonly loadBalancerArn: string;
  readonly objectArn: string;
}

/**
 * Whether a bucket policy lets Elastic Load Balancing put a log file: for the log delivery service, or for the account that ELB
 * has in the region. Conditions on keys that a delivery does not have are not met.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html#attach-bucket-policy
 */
export function mayDeliverLogs(statements: readonly Statement[], request: LogDeliveryRequest): boolean {
  const concerned = statements.filter(
    (statement) =>
      namesDelivery(statement.Principal, request.region) &&
      (statement.Action ?? []).some((action) => matches(action.toLowerCase(), 's3:putobject')) &&
      (statement.Resource ?? []).some((resource) => matches(resource, request.objectArn)) &&
      areMet(statement.Condition, request),
  );
  return (
    concerned.some(({ Effect }) => Effect === 'Allow') && concerned.every(({ Effect }) => Effect === 'Allow')
  );
}

function namesDelivery(principal: unknown, region: string): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  const { Service: services, AWS: accounts } = principal as { Service?: unknown; AWS?: unknown };
  const account = elbAccounts[region];
  const names = [accounts].flat();
  return (
    [services].flat().some((service) => deliveryServices.includes(String(service))) ||
    names.includes('*') ||
    (account !== undefined && (names.includes(account) || names.includes(`arn:aws:iam::${account}:root`)))
  );
}

/** What a delivery says of itself, by condition key in lower case. */
function valuesOf(request: LogDeliveryRequest): Readonly<Record<string, string>> {
  return {
    'aws:sourceaccount': request.accountId,
    'aws:sourcearn': request.loadBalancerArn,
    's3:x-amz-acl': 'bucket-owner-full-control',
    'aws:securetransport': 'true',
  };
}

const equalOperators = new Set(['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike', 'Bool']);
const unequalOperators = new Set(['StringNotEquals', 'StringNotLike', 'ArnNotEquals', 'ArnNotLike']);

function areMet(condition: unknown, request: LogDeliveryRequest): boolean {
  if (condition === undefined) return true;
  if (typeof condition !== 'object' || condition === null) return false;
  const known = valuesOf(request);
  return Object.entries(condition).every(([operator, tests]) =>
    Object.entries(tests as Record<string, unknown>).every(([key, wanted]) => {
      const value = known[key.toLowerCase()];
      if (value === undefined) return false;
      const isMatch = [wanted].flat().some((pattern) => matches(String(pattern), value));
      if (equalOperators.has(operator)) return isMatch;
      return unequalOperators.has(operator) && !isMatch;
    }),
  );
}

/** `*` and `?` as in IAM's policies. */
function matches(pattern: string, value: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(value);
}
