import { parseArn } from '../core/arn.ts';

/** The scope of the regional tables in which the resource with this ARN lives. */
export function regionalScopeOfArn(arn: string): string {
  const parsed = parseArn(arn);
  if (parsed === undefined) throw new Error(`not an ARN: ${arn}`);
  return `${parsed.accountId}/${parsed.region}`;
}
