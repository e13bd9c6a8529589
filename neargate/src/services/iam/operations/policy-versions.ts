import type {
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyVersionRequest,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
  PolicyVersion,
  SetDefaultPolicyVersionRequest,
} from '@aws-sdk/client-iam';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { deleteConflictText, invalidInput, limitExceededText } from '../errors.ts';
import { findCustomerPolicy, findPolicy, findPolicyVersion } from '../managed-policies.ts';
import { policyArn } from '../names.ts';
import { pageOf } from '../paging.ts';
import { encodePolicy } from '../policy-encoding.ts';
import { checkedPolicyDocument } from '../policy-size.ts';
import { iamTablesOf, type ManagedPolicyRow, type PolicyVersionRow } from '../store.ts';

const maxVersions = 5;

const versionId = { required: true, pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?' } as const;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export const createPolicyVersion = operation<CreatePolicyVersionRequest, CreatePolicyVersionResponse>({
  handle(context, input) {
    const policy = findCustomerPolicy(context, input.PolicyArn);
    const document = checkedPolicyDocument(input.PolicyDocument);
    if (policy.versions.length >= maxVersions) {
      throw limitExceededText(
        `A managed policy can have up to ${maxVersions} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const createdAtMs = context.clock.now();
    const lastVersion = policy.lastVersion + 1;
    const version = { versionId: `v${lastVersion}`, document, createdAtMs };
    const row: ManagedPolicyRow = {
      ...policy,
      versions: [...policy.versions, version],
      defaultVersionId: input.SetAsDefault === true ? version.versionId : policy.defaultVersionId,
      lastVersion,
      updatedAtMs: createdAtMs,
    };
    iamTablesOf(context).policies.put(row.arn, row);
    return { PolicyVersion: describeVersion(row, version) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const getPolicyVersion = operation<GetPolicyVersionRequest, GetPolicyVersionResponse>({
  input: { PolicyArn: policyArn, VersionId: versionId },
  handle(context, input) {
    const policy = findPolicy(context, input.PolicyArn);
    const version = findPolicyVersion(policy, input.VersionId);
    if (version.document === undefined) {
      throw invalidInput(
        `Neargate knows that AWS manages the policy ${policy.arn}, but does not have its document.`,
      );
    }
    return {
      PolicyVersion: { ...describeVersion(policy, version), Document: encodePolicy(version.document) },
    };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html */
export const listPolicyVersions = operation<ListPolicyVersionsRequest, ListPolicyVersionsResponse>({
  handle(context, input) {
    const policy = findPolicy(context, input.PolicyArn);
    const newestFirst = policy.versions.toReversed();
    const { items, paging } = pageOf(newestFirst, (version) => version.versionId, input);
    return { Versions: items.map((version) => describeVersion(policy, version)), ...paging };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const setDefaultPolicyVersion = operation<SetDefaultPolicyVersionRequest, Record<string, never>>({
  input: { PolicyArn: policyArn, VersionId: versionId },
  handle(context, input) {
    const policy = findCustomerPolicy(context, input.PolicyArn);
    const { versionId: defaultVersionId } = findPolicyVersion(policy, input.VersionId);
    const updatedAtMs = context.clock.now();
    iamTablesOf(context).policies.put(policy.arn, { ...policy, defaultVersionId, updatedAtMs });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const deletePolicyVersion = operation<DeletePolicyVersionRequest, Record<string, never>>({
  input: { PolicyArn: policyArn, VersionId: versionId },
  handle(context, input) {
    const policy = findCustomerPolicy(context, input.PolicyArn);
    const version = findPolicyVersion(policy, input.VersionId);
    if (version.versionId === policy.defaultVersionId) {
      throw deleteConflictText('Cannot delete the default version of a policy.');
    }
    const versions = policy.versions.filter((other) => other !== version);
    iamTablesOf(context).policies.put(policy.arn, { ...policy, versions });
    return {};
  },
});

function describeVersion(policy: ManagedPolicyRow, version: PolicyVersionRow): PolicyVersion {
  return {
    VersionId: version.versionId,
    IsDefaultVersion: version.versionId === policy.defaultVersionId,
    CreateDate: toDate(version.createdAtMs),
  };
}
