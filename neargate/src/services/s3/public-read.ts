import type { OperationContext } from '../context.ts';
import { requestKeys } from '../iam/authorization/request-keys.ts';
import { policedResource } from '../iam/authorization/resource-policies.ts';
import { denialMessage, explainDenial } from '../iam/evaluation/denial-message.ts';
import { evaluate } from '../iam/evaluation/evaluate.ts';
import type { BucketRow } from './store.ts';

/**
 * Whether an object may be read by whoever signs nothing: the bucket's policy must say so, and public access not be restricted.
 * Where policies are not enforced it may, and that it may not on AWS is noted.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html
 */
export function mayAnybodyRead(
  { store, clock, caller, authorization }: OperationContext,
  bucket: BucketRow,
  key: string,
): boolean {
  const access = { action: 's3:GetObject', resource: `arn:${caller.partition}:s3:::${bucket.name}/${key}` };
  const principal = { kind: 'anonymous' } as const;
  const isRestricted = bucket.publicAccessBlock?.RestrictPublicBuckets === true;
  const { policies } = policedResource(store, access.resource, bucket.ownerAccountId);
  const asked = {
    ...access,
    principal,
    resourceAccountId: bucket.ownerAccountId,
    keys: requestKeys(access, {
      principal,
      region: bucket.region,
      resourceAccountId: bucket.ownerAccountId,
      nowMs: clock.now(),
    }),
  };
  const decision = evaluate(asked, {
    identity: [],
    resource: isRestricted ? [] : policies,
    resourceMustAllow: true,
  });
  if (decision.allowed) return true;
  const isEnforced = authorization?.isEnforced === true;
  const explained = explainDenial(asked, decision);
  authorization?.note({
    atMs: clock.now(),
    principalArn: 'anonymous',
    action: access.action,
    resource: access.resource,
    message: denialMessage(asked, decision),
    reason: isRestricted
      ? `RestrictPublicBuckets in the public access block of ${bucket.name} keeps everybody outside of the account from it.`
      : explained.reason,
    remedy: isRestricted ? 'Set restrict_public_buckets to false.' : explained.remedy,
    isEnforced,
  });
  return !isEnforced;
}
