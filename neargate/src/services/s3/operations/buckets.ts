import type {
  CreateBucketOutput,
  CreateBucketRequest,
  DeleteBucketRequest,
  GetBucketLocationOutput,
  GetBucketLocationRequest,
  HeadBucketOutput,
  HeadBucketRequest,
  ListBucketsOutput,
  ListBucketsRequest,
} from '@aws-sdk/client-s3';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { isBucketName } from '../bucket-name.ts';
import { findBucket, openBucket } from '../buckets.ts';
import { defaultEncryption } from '../default-settings.ts';
import {
  aclWithOwnerEnforced,
  bucketAlreadyExists,
  bucketAlreadyOwnedByYou,
  bucketNotEmpty,
  headNotFound,
  illegalLocationConstraint,
  invalidArgument,
  invalidBucketName,
  invalidLocationConstraint,
} from '../errors.ts';
import { ownerGrant, ownerOf, requestedGrants } from '../grants.ts';
import { type BucketRow, bucketsOf } from '../store.ts';
import { checkedTags, maxBucketTags } from '../tags.ts';

const globalRegion = 'us-east-1';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const createBucket = operation<CreateBucketRequest, CreateBucketOutput>({
  handle(context, input) {
    const name = input.Bucket ?? '';
    if (!isBucketName(name)) throw invalidBucketName();
    const region = regionOfNewBucket(context, input);
    const { accountId } = context.caller;
    const existing = bucketsOf(context).get(name);
    if (existing !== undefined) {
      if (existing.ownerAccountId !== accountId) throw bucketAlreadyExists();
      // The first region answers a repeated request with success; every other with a conflict.
      if (context.caller.region !== globalRegion) throw bucketAlreadyOwnedByYou();
      return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
    }
    const ownership = input.ObjectOwnership ?? 'BucketOwnerEnforced';
    if (ownership === 'BucketOwnerEnforced' && (input.ACL ?? 'private') !== 'private')
      throw aclWithOwnerEnforced();
    const row: BucketRow = {
      name,
      ownerAccountId: accountId,
      region,
      createdAtMs: context.clock.now(),
      encryption: defaultEncryption,
      publicAccessBlock: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
      ownership,
      grants: requestedGrants(input, accountId) ?? [ownerGrant(accountId)],
      tags: checkedTags(input.CreateBucketConfiguration?.Tags, maxBucketTags),
      metrics: {},
      analytics: {},
      inventories: {},
      intelligentTiering: {},
      ...(input.ObjectLockEnabledForBucket === true
        ? {
            versioning: { status: 'Enabled' as const },
            objectLock: { ObjectLockEnabled: 'Enabled' as const },
          }
        : {}),
    };
    bucketsOf(context).put(name, row);
    return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket = operation<HeadBucketRequest, HeadBucketOutput>({
  handle(context, input) {
    if (!bucketsOf(context).has(input.Bucket ?? '')) throw headNotFound();
    const { name, region } = findBucket(context, input);
    return { BucketArn: `arn:aws:s3:::${name}`, BucketRegion: region, AccessPointAlias: false };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets = operation<ListBucketsRequest, ListBucketsOutput>({
  handle(context, input) {
    const { accountId } = context.caller;
    const rows = [...bucketsOf(context).values()]
      .filter((row) => row.ownerAccountId === accountId)
      .filter(({ name }) => name.startsWith(input.Prefix ?? ''))
      .filter(({ region }) => input.BucketRegion === undefined || region === input.BucketRegion)
      .toSorted((left, right) => (left.name < right.name ? -1 : 1));
    const request = { token: input.ContinuationToken, limit: input.MaxBuckets ?? 10_000 };
    const page = paginate(
      rows,
      ({ name }) => name,
      request,
      () => invalidArgument('The continuation token provided is incorrect'),
    );
    return {
      Buckets: page.items.map(({ name, createdAtMs, region }) => ({
        Name: name,
        CreationDate: toDate(createdAtMs),
        BucketRegion: region,
        BucketArn: `arn:aws:s3:::${name}`,
      })),
      Owner: ownerOf(accountId),
      ContinuationToken: page.nextToken,
      Prefix: input.Prefix,
    };
  },
});

/** The first region has no location. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation = operation<GetBucketLocationRequest, GetBucketLocationOutput>({
  handle(context, input) {
    const { region } = findBucket(context, input);
    if (region === globalRegion) return {};
    return { LocationConstraint: region as GetBucketLocationOutput['LocationConstraint'] };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const deleteBucket = operation<DeleteBucketRequest, Record<string, never>>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    if (tables.current.size + tables.noncurrent.size > 0) {
      throw bucketNotEmpty(bucket.versioning !== undefined);
    }
    for (const { uploadId } of tables.uploads.values()) tables.uploads.delete(uploadId);
    for (const key of tables.parts.keys()) tables.parts.delete(key);
    bucketsOf(context).delete(bucket.name);
    return {};
  },
});

function regionOfNewBucket({ caller }: OperationContext, input: CreateBucketRequest): string {
  const constraint: string | undefined = input.CreateBucketConfiguration?.LocationConstraint;
  if (constraint === undefined) {
    if (caller.region !== globalRegion) throw illegalLocationConstraint();
    return globalRegion;
  }
  const region = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region) || region === globalRegion) {
    throw invalidLocationConstraint();
  }
  if (caller.region !== globalRegion && region !== caller.region) throw illegalLocationConstraint(region);
  return region;
}
