import type { AttachedPolicy } from '@aws-sdk/client-iam';
import type { OperationContext } from '../context.ts';
import {
  limitExceeded,
  limitExceededText,
  noSuchEntity,
  policyNotAttachable,
  policyNotFound,
} from './errors.ts';
import { findAttachablePolicy, lookUpPolicy } from './managed-policies.ts';
import { pageOf } from './paging.ts';
import { parseIdentityPolicy } from './policy-document.ts';
import { encodePolicy } from './policy-encoding.ts';
import { findChangeableRole, findRole } from './roles.ts';
import { iamTablesOf, nameKey, type PolicyHolder } from './store.ts';
import { findGroup, findUser } from './users.ts';

export type HolderKind = 'role' | 'user' | 'group';

type Holder = PolicyHolder & { readonly name: string };

interface HolderRules {
  readonly find: (context: OperationContext, name: string | undefined) => Holder;
  readonly findChangeable: (context: OperationContext, name: string | undefined) => Holder;
  readonly change: (context: OperationContext, name: string, change: PolicyHolder) => void;
  /** Characters of all inline policies together, spaces and line ends not counted. */
  readonly maxInlineSize: number;
  readonly attachmentQuota: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const kinds: Readonly<Record<HolderKind, HolderRules>> = {
  role: {
    find: findRole,
    findChangeable: findChangeableRole,
    change: (context, name, change) =>
      iamTablesOf(context).roles.update(nameKey(name), (row) => ({ ...row, ...change })),
    maxInlineSize: 10_240,
    attachmentQuota: 'PoliciesPerRole',
  },
  user: {
    find: findUser,
    findChangeable: findUser,
    change: (context, name, change) =>
      iamTablesOf(context).users.update(nameKey(name), (row) => ({ ...row, ...change })),
    maxInlineSize: 2048,
    attachmentQuota: 'PoliciesPerUser',
  },
  group: {
    find: findGroup,
    findChangeable: findGroup,
    change: (context, name, change) =>
      iamTablesOf(context).groups.update(nameKey(name), (row) => ({ ...row, ...change })),
    maxInlineSize: 5120,
    attachmentQuota: 'PoliciesPerGroup',
  },
};

const maxAttachedPolicies = 10;

interface Paging {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export function putInlinePolicy(
  context: OperationContext,
  kind: HolderKind,
  holderName: string | undefined,
  policy: { readonly name: string | undefined; readonly document: string | undefined },
): void {
  const { findChangeable, change, maxInlineSize } = kinds[kind];
  const { name, inlinePolicies, attachedPolicyArns } = findChangeable(context, holderName);
  const document = policy.document ?? '';
  parseIdentityPolicy(document);
  const all = { ...inlinePolicies, [policy.name ?? '']: document };
  const size = Object.values(all).reduce((sum, text) => sum + text.replace(/\s/g, '').length, 0);
  if (size > maxInlineSize) {
    throw limitExceededText(`Maximum policy size of ${maxInlineSize} bytes exceeded for ${kind} ${name}`);
  }
  change(context, name, { inlinePolicies: all, attachedPolicyArns });
}

/** The document, percent-encoded as IAM answers it. */
export function getInlinePolicy(
  context: OperationContext,
  kind: HolderKind,
  holderName: string | undefined,
  policyName = '',
): { readonly holderName: string; readonly document: string } {
  const { name, inlinePolicies } = kinds[kind].find(context, holderName);
  const document = inlinePolicies[policyName];
  if (document === undefined) throw inlinePolicyNotFound(kind, policyName);
  return { holderName: name, document: encodePolicy(document) };
}

export function deleteInlinePolicy(
  context: OperationContext,
  kind: HolderKind,
  holderName: string | undefined,
  policyName = '',
): void {
  const { findChangeable, change } = kinds[kind];
  const { name, inlinePolicies, attachedPolicyArns } = findChangeable(context, holderName);
  if (inlinePolicies[policyName] === undefined) throw inlinePolicyNotFound(kind, policyName);
  const left = Object.entries(inlinePolicies).filter(([other]) => other !== policyName);
  change(context, name, { inlinePolicies: Object.fromEntries(left), attachedPolicyArns });
}

export function listInlinePolicies(
  context: OperationContext,
  kind: HolderKind,
  holderName: string | undefined,
  request: Paging,
): { PolicyNames: string[]; IsTruncated: boolean; Marker: string | undefined } {
  const names = Object.keys(kinds[kind].find(context, holderName).inlinePolicies);
  const { items, paging } = pageOf(names, (name) => name, request);
  return { PolicyNames: items, ...paging };
}

export function attachPolicy(
  context: OperationContext,
  kind: HolderKind,
  holderName: string | undefined,
  policyArn: string | undefined,
): void {
  const { findChangeable, change, attachmentQuota } = kinds[kind];
  const { name, inlinePolicies, attachedPolicyArns } = findChangeable(context, holderName);
  const policy = findAttachablePolicy(context, policyArn);
  if (policy.path === '/aws-service-role/') throw policyNotAttachable();
  if (attachedPolicyArns.includes(policy.arn)) return;
  if (attachedPolicyArns.length >= maxAttachedPolicies) {
    throw limitExceeded(attachmentQuota, maxAttachedPolicies);
  }
  change(context, name, { inlinePolicies, attachedPolicyArns: [...attachedPolicyArns, policy.arn] });
}

export function detachPolicy(
  context: OperationContext,
  kind: HolderKind,
  holderName: string | undefined,
  policyArn = '',
): void {
  const { findChangeable, change } = kinds[kind];
  const { name, inlinePolicies, attachedPolicyArns } = findChangeable(context, holderName);
  if (!attachedPolicyArns.includes(policyArn)) throw policyNotFound(policyArn);
  const left = attachedPolicyArns.filter((arn) => arn !== policyArn);
  change(context, name, { inlinePolicies, attachedPolicyArns: left });
}

export function listAttachedPolicies(
  context: OperationContext,
  kind: HolderKind,
  holderName: string | undefined,
  request: Paging & { readonly PathPrefix?: string | undefined },
): { AttachedPolicies: AttachedPolicy[]; IsTruncated: boolean; Marker: string | undefined } {
  const { attachedPolicyArns } = kinds[kind].find(context, holderName);
  const policies = attachedPolicyArns
    .map((arn) => lookUpPolicy(context, arn))
    .filter((policy) => policy !== undefined)
    .filter(({ path }) => path.startsWith(request.PathPrefix ?? '/'));
  const { items, paging } = pageOf(policies, ({ arn }) => arn, request);
  const described = items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn }));
  return { AttachedPolicies: described, ...paging };
}

function inlinePolicyNotFound(kind: HolderKind, policyName: string) {
  return noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);
}
