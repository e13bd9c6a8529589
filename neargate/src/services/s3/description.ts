import type { GetObjectOutput, PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { checksumMember } from './checksums.ts';
import { accessDenied, aclsNotSupported, keyTooLong, notImplemented } from './errors.ts';
import { isOwnerFullControl, isPublicAcl, ownerGrant, requestedGrants } from './grants.ts';
import { lockOfNewVersion } from './object-lock.ts';
import type { BucketRow, ObjectContent, ObjectDescription } from './store.ts';
import { checkedTags, maxObjectTags, parseTagging } from './tags.ts';

const maxKeyBytes = 1024;

export type DescriptionRequest = Pick<
  PutObjectRequest,
  | 'ACL'
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'ContentType'
  | 'Expires'
  | 'GrantFullControl'
  | 'GrantRead'
  | 'GrantReadACP'
  | 'GrantWriteACP'
  | 'Metadata'
  | 'ServerSideEncryption'
  | 'StorageClass'
  | 'WebsiteRedirectLocation'
  | 'SSECustomerAlgorithm'
  | 'SSEKMSKeyId'
  | 'BucketKeyEnabled'
  | 'Tagging'
  | 'ObjectLockMode'
  | 'ObjectLockRetainUntilDate'
  | 'ObjectLockLegalHoldStatus'
>;

/** What a request says of a new object beside its bytes, with the bucket's defaults. */
export function descriptionOf(
  context: OperationContext,
  bucket: BucketRow,
  request: DescriptionRequest,
): ObjectDescription {
  refuseCustomerKeys(request);
  return {
    contentType: request.ContentType ?? 'binary/octet-stream',
    cacheControl: request.CacheControl,
    contentDisposition: request.ContentDisposition,
    contentEncoding: request.ContentEncoding,
    contentLanguage: request.ContentLanguage,
    expiresMs: request.Expires?.getTime(),
    metadata: Object.fromEntries(
      Object.entries(request.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    storageClass: request.StorageClass ?? 'STANDARD',
    websiteRedirectLocation: request.WebsiteRedirectLocation,
    ...encryptionOf(bucket, request),
    tags: checkedTags(parseTagging(request.Tagging), maxObjectTags),
    grants: grantsOfNewObject(bucket, request),
    lock: lockOfNewVersion(context, bucket, request),
  };
}

/** Bytes encrypted with a key of the client's would have to be unreadable without it, which they would not be here. */
export function refuseCustomerKeys(request: { readonly SSECustomerAlgorithm?: string | undefined }): void {
  if (request.SSECustomerAlgorithm !== undefined) {
    throw notImplemented('x-amz-server-side-encryption-customer-algorithm');
  }
}

export function checkedKey(key: string | undefined): string {
  if (key === undefined || Buffer.byteLength(key) > maxKeyBytes) throw keyTooLong();
  return key;
}

/** What GET and HEAD answer about an object alike. */
export function describeContent(
  content: ObjectContent,
  modifiedAtMs: number,
  request: { readonly ChecksumMode?: string | undefined },
): Omit<GetObjectOutput, 'Body'> {
  const { checksum, lock, tags } = content;
  return {
    AcceptRanges: 'bytes',
    LastModified: toDate(modifiedAtMs),
    ContentLength: content.sizeBytes,
    ETag: content.etag,
    CacheControl: content.cacheControl,
    ContentDisposition: content.contentDisposition,
    ContentEncoding: content.contentEncoding,
    ContentLanguage: content.contentLanguage,
    ContentType: content.contentType,
    Expires: toDate(content.expiresMs),
    WebsiteRedirectLocation: content.websiteRedirectLocation,
    Metadata: { ...content.metadata },
    // S3 says nothing of the standard class.
    StorageClass: content.storageClass === 'STANDARD' ? undefined : content.storageClass,
    TagCount: tags.length === 0 ? undefined : tags.length,
    ObjectLockMode: lock?.mode,
    ObjectLockRetainUntilDate: toDate(lock?.retainUntilMs),
    ObjectLockLegalHoldStatus: lock?.legalHold === true ? 'ON' : undefined,
    ...describeEncryption(content),
    ...(checksum !== undefined && request.ChecksumMode === 'ENABLED'
      ? { ...checksumMember(checksum.name, checksum.value), ChecksumType: checksum.type }
      : {}),
  };
}

export function describeEncryption(
  description: ObjectDescription,
): Pick<PutObjectOutput, 'ServerSideEncryption' | 'SSEKMSKeyId' | 'BucketKeyEnabled'> {
  return {
    ServerSideEncryption: description.serverSideEncryption,
    SSEKMSKeyId: description.kmsKeyId,
    BucketKeyEnabled: description.bucketKeyEnabled,
  };
}

function encryptionOf(
  { encryption }: BucketRow,
  request: DescriptionRequest,
): Pick<ObjectDescription, 'serverSideEncryption' | 'kmsKeyId' | 'bucketKeyEnabled'> {
  const [rule] = encryption.Rules ?? [];
  const { SSEAlgorithm: algorithm = 'AES256', KMSMasterKeyID: keyId } =
    rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (request.ServerSideEncryption !== undefined) {
    return {
      serverSideEncryption: request.ServerSideEncryption,
      kmsKeyId: request.SSEKMSKeyId,
      bucketKeyEnabled: request.BucketKeyEnabled,
    };
  }
  return {
    serverSideEncryption: algorithm,
    kmsKeyId: keyId,
    bucketKeyEnabled: algorithm === 'AES256' ? undefined : rule?.BucketKeyEnabled,
  };
}

function grantsOfNewObject(bucket: BucketRow, request: DescriptionRequest) {
  const grants = requestedGrants(request, bucket.ownerAccountId);
  if (grants === undefined) return [ownerGrant(bucket.ownerAccountId)];
  if (bucket.ownership === 'BucketOwnerEnforced' && !isOwnerFullControl(request)) throw aclsNotSupported();
  if (bucket.publicAccessBlock?.BlockPublicAcls === true && isPublicAcl(grants)) throw accessDenied();
  return grants;
}
