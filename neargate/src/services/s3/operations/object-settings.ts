import type {
  GetObjectAclOutput,
  GetObjectAclRequest,
  GetObjectLegalHoldOutput,
  GetObjectLegalHoldRequest,
  GetObjectRetentionOutput,
  GetObjectRetentionRequest,
  PutObjectAclOutput,
  PutObjectAclRequest,
  PutObjectLegalHoldOutput,
  PutObjectLegalHoldRequest,
  PutObjectRetentionOutput,
  PutObjectRetentionRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { openBucket } from '../buckets.ts';
import { accessDenied, aclsNotSupported, invalidRequest, malformedXml, missing } from '../errors.ts';
import { isOwnerFullControl, isPublicAcl, ownerGrant, ownerOf, requestedGrants } from '../grants.ts';
import { lockMode, refuseLocked } from '../object-lock.ts';
import type { BucketRow } from '../store.ts';
import { findObject, updateContent } from '../versions.ts';

/** Stored, not evaluated. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html */
export const putObjectAcl = operation<PutObjectAclRequest, PutObjectAclOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const row = findObject(tables, input);
    const isEnforced = bucket.ownership === 'BucketOwnerEnforced';
    if (isEnforced && !isOwnerFullControl(input)) throw aclsNotSupported();
    const grants = requestedGrants(input, bucket.ownerAccountId) ?? [ownerGrant(bucket.ownerAccountId)];
    if (bucket.publicAccessBlock?.BlockPublicAcls === true && isPublicAcl(grants)) throw accessDenied();
    updateContent(tables, row, { grants });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html */
export const getObjectAcl = operation<GetObjectAclRequest, GetObjectAclOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const { content } = findObject(tables, input);
    return { Owner: ownerOf(bucket.ownerAccountId), Grants: [...content.grants] };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html */
export const putObjectRetention = operation<PutObjectRetentionRequest, PutObjectRetentionOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    requireObjectLock(bucket);
    const row = findObject(tables, input);
    const { Mode: mode, RetainUntilDate: until } = input.Retention ?? {};
    if ((mode === undefined) !== (until === undefined)) throw malformedXml();
    const before = row.content.lock;
    const isShortened = (until?.getTime() ?? 0) < (before?.retainUntilMs ?? 0);
    if (isShortened) {
      const withoutHold = { ...row.content, lock: { ...before, legalHold: undefined } };
      refuseLocked(context, { ...row, content: withoutHold }, input.BypassGovernanceRetention === true);
    }
    updateContent(tables, row, {
      lock: {
        ...before,
        mode: mode === undefined ? undefined : lockMode(mode),
        retainUntilMs: until?.getTime(),
      },
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html */
export const getObjectRetention = operation<GetObjectRetentionRequest, GetObjectRetentionOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    requireObjectLock(bucket);
    const { mode, retainUntilMs } = findObject(tables, input).content.lock ?? {};
    if (mode === undefined) throw missing.objectLockOfObject();
    return { Retention: { Mode: mode, RetainUntilDate: toDate(retainUntilMs) } };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html */
export const putObjectLegalHold = operation<PutObjectLegalHoldRequest, PutObjectLegalHoldOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    requireObjectLock(bucket);
    const row = findObject(tables, input);
    const { Status: status } = input.LegalHold ?? {};
    if (status !== 'ON' && status !== 'OFF') throw malformedXml();
    updateContent(tables, row, { lock: { ...row.content.lock, legalHold: status === 'ON' } });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html */
export const getObjectLegalHold = operation<GetObjectLegalHoldRequest, GetObjectLegalHoldOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    requireObjectLock(bucket);
    const { legalHold } = findObject(tables, input).content.lock ?? {};
    if (legalHold === undefined) throw missing.objectLockOfObject();
    return { LegalHold: { Status: legalHold ? 'ON' : 'OFF' } };
  },
});

function requireObjectLock({ objectLock }: BucketRow): void {
  if (objectLock === undefined) throw invalidRequest('Bucket is missing Object Lock Configuration');
}
