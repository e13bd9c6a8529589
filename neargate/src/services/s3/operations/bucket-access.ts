import type {
  DeleteBucketOwnershipControlsRequest,
  DeleteBucketPolicyRequest,
  DeletePublicAccessBlockRequest,
  GetBucketAclOutput,
  GetBucketAclRequest,
  GetBucketOwnershipControlsOutput,
  GetBucketOwnershipControlsRequest,
  GetBucketPolicyOutput,
  GetBucketPolicyRequest,
  GetBucketPolicyStatusOutput,
  GetBucketPolicyStatusRequest,
  GetPublicAccessBlockOutput,
  GetPublicAccessBlockRequest,
  PutBucketAclRequest,
  PutBucketOwnershipControlsRequest,
  PutBucketPolicyRequest,
  PutPublicAccessBlockRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { checkBucketPolicy, isPublicPolicy } from '../bucket-policy.ts';
import { changeBucket, findBucket } from '../buckets.ts';
import { accessDenied, aclsNotSupported, malformedXml, missing } from '../errors.ts';
import { isOwnerFullControl, isPublicAcl, ownerOf, requestedGrants } from '../grants.ts';

/** Checked for form and against public access being blocked. */
export const putBucketPolicy = operation<PutBucketPolicyRequest, Record<string, never>>({
  handle(context, input) {
    const { name, publicAccessBlock } = findBucket(context, input);
    const policy = input.Policy ?? '';
    checkBucketPolicy(context, name, policy);
    if (publicAccessBlock?.BlockPublicPolicy === true && isPublicPolicy(policy)) {
      throw accessDenied(
        `User: ${context.caller.principalArn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      );
    }
    changeBucket(context, input, { policy });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy = operation<GetBucketPolicyRequest, GetBucketPolicyOutput>({
  handle(context, input) {
    const { policy } = findBucket(context, input);
    if (policy === undefined) throw missing.policy();
    return { Policy: policy };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export const getBucketPolicyStatus = operation<GetBucketPolicyStatusRequest, GetBucketPolicyStatusOutput>({
  handle(context, input) {
    const { policy } = findBucket(context, input);
    if (policy === undefined) throw missing.policy();
    return { PolicyStatus: { IsPublic: isPublicPolicy(policy) } };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html */
export const deleteBucketPolicy = operation<DeleteBucketPolicyRequest, Record<string, never>>({
  handle(context, input) {
    changeBucket(context, input, { policy: undefined });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export const putPublicAccessBlock = operation<PutPublicAccessBlockRequest, Record<string, never>>({
  handle(context, input) {
    const given = input.PublicAccessBlockConfiguration;
    if (given === undefined) throw malformedXml();
    changeBucket(context, input, {
      publicAccessBlock: {
        BlockPublicAcls: given.BlockPublicAcls ?? false,
        IgnorePublicAcls: given.IgnorePublicAcls ?? false,
        BlockPublicPolicy: given.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
      },
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export const getPublicAccessBlock = operation<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput>({
  handle(context, input) {
    const { publicAccessBlock } = findBucket(context, input);
    if (publicAccessBlock === undefined) throw missing.publicAccessBlock();
    return { PublicAccessBlockConfiguration: publicAccessBlock };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html */
export const deletePublicAccessBlock = operation<DeletePublicAccessBlockRequest, Record<string, never>>({
  handle(context, input) {
    changeBucket(context, input, { publicAccessBlock: undefined });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html */
export const putBucketOwnershipControls = operation<PutBucketOwnershipControlsRequest, Record<string, never>>(
  {
    handle(context, input) {
      const [rule] = input.OwnershipControls?.Rules ?? [];
      if (rule?.ObjectOwnership === undefined) throw malformedXml();
      changeBucket(context, input, { ownership: rule.ObjectOwnership });
      return {};
    },
  },
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html */
export const getBucketOwnershipControls = operation<
  GetBucketOwnershipControlsRequest,
  GetBucketOwnershipControlsOutput
>({
  handle(context, input) {
    const { ownership } = findBucket(context, input);
    if (ownership === undefined) throw missing.ownership();
    return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html */
export const deleteBucketOwnershipControls = operation<
  DeleteBucketOwnershipControlsRequest,
  Record<string, never>
>({
  handle(context, input) {
    changeBucket(context, input, { ownership: undefined });
    return {};
  },
});

/** Refused where the bucket has no ACLs, which is the default since 2023; otherwise stored, not evaluated. */
export const putBucketAcl = operation<PutBucketAclRequest, Record<string, never>>({
  handle(context, input) {
    const { ownership, ownerAccountId, publicAccessBlock } = findBucket(context, input);
    if (ownership === 'BucketOwnerEnforced' && !isOwnerFullControl(input)) throw aclsNotSupported();
    const grants = requestedGrants(input, ownerAccountId);
    if (grants === undefined) throw malformedXml();
    if (publicAccessBlock?.BlockPublicAcls === true && isPublicAcl(grants)) throw accessDenied();
    changeBucket(context, input, { grants });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export const getBucketAcl = operation<GetBucketAclRequest, GetBucketAclOutput>({
  handle(context, input) {
    const { ownerAccountId, grants } = findBucket(context, input);
    return { Owner: ownerOf(ownerAccountId), Grants: [...grants] };
  },
});
