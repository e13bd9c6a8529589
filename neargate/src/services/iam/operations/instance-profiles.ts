import type {
  AddRoleToInstanceProfileRequest,
  CreateInstanceProfileRequest,
  CreateInstanceProfileResponse,
  DeleteInstanceProfileRequest,
  GetInstanceProfileRequest,
  GetInstanceProfileResponse,
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse,
  ListInstanceProfilesRequest,
  ListInstanceProfilesResponse,
  RemoveRoleFromInstanceProfileRequest,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity } from '../errors.ts';
import { describeInstanceProfile, findInstanceProfile } from '../instance-profiles.ts';
import { iamArn, uniqueId } from '../names.ts';
import { byName, pageOf } from '../paging.ts';
import { findRole } from '../roles.ts';
import { iamTablesOf, type InstanceProfileRow, nameKey } from '../store.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html */
export const createInstanceProfile = operation<CreateInstanceProfileRequest, CreateInstanceProfileResponse>({
  handle(context, input) {
    const name = input.InstanceProfileName ?? '';
    const path = input.Path ?? '/';
    const { instanceProfiles } = iamTablesOf(context);
    if (instanceProfiles.has(nameKey(name))) {
      throw entityAlreadyExists(`Instance Profile ${name} already exists.`);
    }
    const row: InstanceProfileRow = {
      name,
      id: uniqueId(context, 'AIPA'),
      arn: iamArn(context, 'instance-profile', path, name),
      path,
      createdAtMs: context.clock.now(),
      roleNames: [],
      tags: mergeTags([], input.Tags),
    };
    instanceProfiles.put(nameKey(name), row);
    return { InstanceProfile: describeInstanceProfile(context, row) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html */
export const getInstanceProfile = operation<GetInstanceProfileRequest, GetInstanceProfileResponse>({
  handle(context, input) {
    const row = findInstanceProfile(context, input.InstanceProfileName);
    return { InstanceProfile: describeInstanceProfile(context, row) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export const listInstanceProfiles = operation<ListInstanceProfilesRequest, ListInstanceProfilesResponse>({
  handle(context, input) {
    const { instanceProfiles } = iamTablesOf(context);
    const rows = [...instanceProfiles.values()].filter(({ path }) =>
      path.startsWith(input.PathPrefix ?? '/'),
    );
    return listed(context, rows, input);
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export const listInstanceProfilesForRole = operation<
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse
>({
  handle(context, input) {
    const { name } = findRole(context, input.RoleName);
    const { instanceProfiles } = iamTablesOf(context);
    const rows = [...instanceProfiles.values()].filter(({ roleNames }) => roleNames.includes(name));
    return listed(context, rows, input);
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html */
export const addRoleToInstanceProfile = operation<AddRoleToInstanceProfileRequest, Record<string, never>>({
  handle(context, input) {
    const row = findInstanceProfile(context, input.InstanceProfileName);
    const { name } = findRole(context, input.RoleName);
    if (row.roleNames.length > 0) throw limitExceeded('InstanceSessionsPerInstanceProfile', 1);
    iamTablesOf(context).instanceProfiles.put(nameKey(row.name), { ...row, roleNames: [name] });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html */
export const removeRoleFromInstanceProfile = operation<
  RemoveRoleFromInstanceProfileRequest,
  Record<string, never>
>({
  handle(context, input) {
    const row = findInstanceProfile(context, input.InstanceProfileName);
    const left = row.roleNames.filter((name) => nameKey(name) !== nameKey(input.RoleName ?? ''));
    if (left.length === row.roleNames.length) {
      throw noSuchEntity(`The role with name ${input.RoleName ?? ''} cannot be found.`);
    }
    iamTablesOf(context).instanceProfiles.put(nameKey(row.name), { ...row, roleNames: left });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html */
export const deleteInstanceProfile = operation<DeleteInstanceProfileRequest, Record<string, never>>({
  handle(context, input) {
    const row = findInstanceProfile(context, input.InstanceProfileName);
    if (row.roleNames.length > 0) throw deleteConflict('must remove roles from instance profile first');
    iamTablesOf(context).instanceProfiles.delete(nameKey(row.name));
    return {};
  },
});

function listed(
  context: OperationContext,
  rows: readonly InstanceProfileRow[],
  request: { Marker?: string | undefined; MaxItems?: number | undefined },
): ListInstanceProfilesResponse {
  const { items, paging } = pageOf(byName(rows), ({ arn }) => arn, request);
  // IAM leaves tags out of its lists.
  const described = items.map((row) => describeInstanceProfile(context, { ...row, tags: [] }));
  return { InstanceProfiles: described, ...paging };
}
