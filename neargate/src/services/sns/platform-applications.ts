import { AwsError } from '../../core/aws-error.ts';
import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { invalidParameter } from './errors.ts';
import { type PlatformApplicationRow, type PlatformEndpointRow, snsTablesOf } from './store.ts';

/** What is taken and never shown again. */
const secrets = new Set(['PlatformCredential', 'PlatformPrincipal']);

/** @throws AwsError InvalidParameter for what is no ARN of an application, NotFound */
export function findPlatformApplication(
  context: OperationContext,
  arn: string | undefined,
): PlatformApplicationRow {
  requireArn(arn, 'app/', 'PlatformApplicationArn');
  const row = snsTablesOf(context).platformApplications.get(arn ?? '');
  if (row === undefined)
    throw new AwsError('NotFound', 'PlatformApplication does not exist', { status: 404 });
  return row;
}

/** @throws AwsError InvalidParameter for what is no ARN of an endpoint, NotFound */
export function findPlatformEndpoint(
  context: OperationContext,
  arn: string | undefined,
): PlatformEndpointRow {
  requireArn(arn, 'endpoint/', 'EndpointArn');
  const row = snsTablesOf(context).platformEndpoints.get(arn ?? '');
  if (row === undefined) throw new AwsError('NotFound', 'Endpoint does not exist', { status: 404 });
  return row;
}

export function shownAttributes({ attributes }: PlatformApplicationRow): Record<string, string> {
  return {
    Enabled: 'true',
    ...Object.fromEntries(Object.entries(attributes).filter(([name]) => !secrets.has(name))),
  };
}

function requireArn(text: string | undefined, kind: string, member: string): void {
  const arn = parseArn(text ?? '');
  if (arn?.service !== 'sns' || !arn.resource.startsWith(kind)) throw invalidParameter(member);
}
