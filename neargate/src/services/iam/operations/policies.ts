import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  DeletePolicyRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { awsManagedPolicies } from '../aws-managed-policies.ts';
import { deleteConflictText, entityAlreadyExists } from '../errors.ts';
import {
  attachmentCount,
  boundaryCount,
  describePolicy,
  findCustomerPolicy,
  findPolicy,
} from '../managed-policies.ts';
import { iamArn, uniqueId } from '../names.ts';
import { byName, pageOf } from '../paging.ts';
import { checkedPolicyDocument } from '../policy-size.ts';
import { iamTablesOf, type ManagedPolicyRow } from '../store.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const createPolicy = operation<CreatePolicyRequest, CreatePolicyResponse>({
  handle(context, input) {
    const name = input.PolicyName ?? '';
    const path = input.Path ?? '/';
    const { policies } = iamTablesOf(context);
    const isTaken = [...policies.values()].some((other) => other.name.toLowerCase() === name.toLowerCase());
    if (isTaken) {
      throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    }
    const document = checkedPolicyDocument(input.PolicyDocument);
    const nowMs = context.clock.now();
    const row: ManagedPolicyRow = {
      name,
      id: uniqueId(context, 'ANPA'),
      arn: iamArn(context, 'policy', path, name),
      path,
      description: input.Description,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      versions: [{ versionId: 'v1', document, createdAtMs: nowMs }],
      defaultVersionId: 'v1',
      lastVersion: 1,
      tags: mergeTags([], input.Tags),
    };
    policies.put(row.arn, row);
    return { Policy: describePolicy(context, row) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy = operation<GetPolicyRequest, GetPolicyResponse>({
  handle: (context, input) => ({ Policy: describePolicy(context, findPolicy(context, input.PolicyArn)) }),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const listPolicies = operation<ListPoliciesRequest, ListPoliciesResponse>({
  handle(context, input) {
    const rows = inScope(context, input.Scope ?? 'All')
      .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
      .filter(({ arn }) => input.OnlyAttached !== true || attachmentCount(context, arn) > 0)
      .filter(
        ({ arn }) => input.PolicyUsageFilter !== 'PermissionsBoundary' || boundaryCount(context, arn) > 0,
      );
    const { items, paging } = pageOf(rows, ({ arn }) => arn, input);
    // IAM leaves descriptions and tags out of its lists.
    const described = items.map((row) =>
      describePolicy(context, { ...row, tags: [], description: undefined }),
    );
    return { Policies: described, ...paging };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy = operation<DeletePolicyRequest, Record<string, never>>({
  handle(context, input) {
    const { arn, versions } = findCustomerPolicy(context, input.PolicyArn);
    if (attachmentCount(context, arn) + boundaryCount(context, arn) > 0) {
      throw deleteConflictText('Cannot delete a policy attached to entities.');
    }
    if (versions.length > 1) {
      throw deleteConflictText(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    iamTablesOf(context).policies.delete(arn);
    return {};
  },
});

function inScope(context: OperationContext, scope: string): ManagedPolicyRow[] {
  const local = scope === 'AWS' ? [] : byName(iamTablesOf(context).policies.values());
  return scope === 'Local' ? local : [...local, ...awsManagedPolicies().values()];
}
