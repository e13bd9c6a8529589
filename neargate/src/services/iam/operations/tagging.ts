import type {
  ListInstanceProfileTagsRequest,
  ListInstanceProfileTagsResponse,
  ListOpenIDConnectProviderTagsRequest,
  ListOpenIDConnectProviderTagsResponse,
  ListPolicyTagsRequest,
  ListPolicyTagsResponse,
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  ListUserTagsRequest,
  ListUserTagsResponse,
  Tag,
  TagInstanceProfileRequest,
  TagOpenIDConnectProviderRequest,
  TagPolicyRequest,
  TagRoleRequest,
  TagUserRequest,
  UntagInstanceProfileRequest,
  UntagOpenIDConnectProviderRequest,
  UntagPolicyRequest,
  UntagRoleRequest,
  UntagUserRequest,
} from '@aws-sdk/client-iam';
import { operation } from '../../operation.ts';
import { findInstanceProfile } from '../instance-profiles.ts';
import { findCustomerPolicy, findPolicy } from '../managed-policies.ts';
import { userName } from '../names.ts';
import { findOidcProvider, oidcProviderArn } from '../oidc-providers.ts';
import { pageOf, pagingInput } from '../paging.ts';
import { findRole } from '../roles.ts';
import { iamTablesOf, nameKey } from '../store.ts';
import { mergeTags, withoutTags } from '../tags.ts';
import { findUser } from '../users.ts';

const tags = { required: true, max: 50 } as const;
const tagKeys = { required: true, max: 50 } as const;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export const tagRole = operation<TagRoleRequest, Record<string, never>>({
  handle(context, { RoleName: name, Tags: added }) {
    const row = findRole(context, name);
    iamTablesOf(context).roles.put(nameKey(row.name), { ...row, tags: mergeTags(row.tags, added) });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html */
export const untagRole = operation<UntagRoleRequest, Record<string, never>>({
  handle(context, { RoleName: name, TagKeys: keys }) {
    const row = findRole(context, name);
    iamTablesOf(context).roles.put(nameKey(row.name), { ...row, tags: withoutTags(row.tags, keys) });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html */
export const listRoleTags = operation<ListRoleTagsRequest, ListRoleTagsResponse>({
  handle(context, { RoleName: name, ...request }) {
    return listTags(findRole(context, name).tags, request);
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html */
export const tagUser = operation<TagUserRequest, Record<string, never>>({
  input: { UserName: userName, Tags: tags },
  handle(context, { UserName: name, Tags: added }) {
    const row = findUser(context, name);
    iamTablesOf(context).users.put(nameKey(row.name), { ...row, tags: mergeTags(row.tags, added) });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html */
export const untagUser = operation<UntagUserRequest, Record<string, never>>({
  input: { UserName: userName, TagKeys: tagKeys },
  handle(context, { UserName: name, TagKeys: keys }) {
    const row = findUser(context, name);
    iamTablesOf(context).users.put(nameKey(row.name), { ...row, tags: withoutTags(row.tags, keys) });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html */
export const listUserTags = operation<ListUserTagsRequest, ListUserTagsResponse>({
  input: { UserName: userName, ...pagingInput },
  handle(context, { UserName: name, ...request }) {
    return listTags(findUser(context, name).tags, request);
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html */
export const tagInstanceProfile = operation<TagInstanceProfileRequest, Record<string, never>>({
  handle(context, { InstanceProfileName: name, Tags: added }) {
    const row = findInstanceProfile(context, name);
    iamTablesOf(context).instanceProfiles.put(nameKey(row.name), {
      ...row,
      tags: mergeTags(row.tags, added),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html */
export const untagInstanceProfile = operation<UntagInstanceProfileRequest, Record<string, never>>({
  handle(context, { InstanceProfileName: name, TagKeys: keys }) {
    const row = findInstanceProfile(context, name);
    iamTablesOf(context).instanceProfiles.put(nameKey(row.name), {
      ...row,
      tags: withoutTags(row.tags, keys),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html */
export const listInstanceProfileTags = operation<
  ListInstanceProfileTagsRequest,
  ListInstanceProfileTagsResponse
>({
  handle(context, { InstanceProfileName: name, ...request }) {
    return listTags(findInstanceProfile(context, name).tags, request);
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html */
export const tagPolicy = operation<TagPolicyRequest, Record<string, never>>({
  handle(context, { PolicyArn: name, Tags: added }) {
    const row = findCustomerPolicy(context, name);
    iamTablesOf(context).policies.put(row.arn, { ...row, tags: mergeTags(row.tags, added) });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html */
export const untagPolicy = operation<UntagPolicyRequest, Record<string, never>>({
  handle(context, { PolicyArn: name, TagKeys: keys }) {
    const row = findCustomerPolicy(context, name);
    iamTablesOf(context).policies.put(row.arn, { ...row, tags: withoutTags(row.tags, keys) });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html */
export const listPolicyTags = operation<ListPolicyTagsRequest, ListPolicyTagsResponse>({
  handle(context, { PolicyArn: name, ...request }) {
    return listTags(findPolicy(context, name).tags, request);
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html */
export const tagOpenIDConnectProvider = operation<TagOpenIDConnectProviderRequest, Record<string, never>>({
  handle(context, { OpenIDConnectProviderArn: name, Tags: added }) {
    const row = findOidcProvider(context, name);
    iamTablesOf(context).oidcProviders.put(row.arn, { ...row, tags: mergeTags(row.tags, added) });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagOpenIDConnectProvider.html */
export const untagOpenIDConnectProvider = operation<UntagOpenIDConnectProviderRequest, Record<string, never>>(
  {
    input: { OpenIDConnectProviderArn: oidcProviderArn, TagKeys: tagKeys },
    handle(context, { OpenIDConnectProviderArn: name, TagKeys: keys }) {
      const row = findOidcProvider(context, name);
      iamTablesOf(context).oidcProviders.put(row.arn, { ...row, tags: withoutTags(row.tags, keys) });
      return {};
    },
  },
);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviderTags.html */
export const listOpenIDConnectProviderTags = operation<
  ListOpenIDConnectProviderTagsRequest,
  ListOpenIDConnectProviderTagsResponse
>({
  handle(context, { OpenIDConnectProviderArn: name, ...request }) {
    return listTags(findOidcProvider(context, name).tags, request);
  },
});

function listTags(
  all: readonly Tag[],
  request: { Marker?: string | undefined; MaxItems?: number | undefined },
): { Tags: Tag[]; IsTruncated: boolean; Marker: string | undefined } {
  const { items, paging } = pageOf(all, ({ Key }) => Key ?? '', request);
  return { Tags: items, ...paging };
}
