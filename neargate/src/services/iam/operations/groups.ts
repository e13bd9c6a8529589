import type {
  AddUserToGroupRequest,
  CreateGroupRequest,
  CreateGroupResponse,
  DeleteGroupRequest,
  GetGroupRequest,
  GetGroupResponse,
  ListGroupsForUserRequest,
  ListGroupsForUserResponse,
  ListGroupsRequest,
  ListGroupsResponse,
  RemoveUserFromGroupRequest,
  UpdateGroupRequest,
} from '@aws-sdk/client-iam';
import { operation } from '../../operation.ts';
import { deleteConflict, entityAlreadyExists } from '../errors.ts';
import { groupName, iamArn, uniqueId, userName } from '../names.ts';
import { byName, pageOf, pagingInput } from '../paging.ts';
import { type GroupRow, iamTablesOf, nameKey } from '../store.ts';
import { changeUser, describeGroup, describeUser, findGroup, findUser, membersOf } from '../users.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export const createGroup = operation<CreateGroupRequest, CreateGroupResponse>({
  handle(context, input) {
    const name = input.GroupName ?? '';
    const path = input.Path ?? '/';
    const { groups } = iamTablesOf(context);
    if (groups.has(nameKey(name))) throw entityAlreadyExists(`Group with name ${name} already exists.`);
    const row: GroupRow = {
      name,
      id: uniqueId(context, 'AGPA'),
      arn: iamArn(context, 'group', path, name),
      path,
      createdAtMs: context.clock.now(),
      inlinePolicies: {},
      attachedPolicyArns: [],
    };
    groups.put(nameKey(name), row);
    return { Group: describeGroup(row) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
export const getGroup = operation<GetGroupRequest, GetGroupResponse>({
  handle(context, input) {
    const row = findGroup(context, input.GroupName);
    const { items, paging } = pageOf(byName(membersOf(context, row)), ({ arn }) => arn, input);
    return { Group: describeGroup(row), Users: items.map(describeUser), ...paging };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html */
export const listGroups = operation<ListGroupsRequest, ListGroupsResponse>({
  handle(context, input) {
    const rows = byName(iamTablesOf(context).groups.values()).filter(({ path }) =>
      path.startsWith(input.PathPrefix ?? '/'),
    );
    const { items, paging } = pageOf(rows, ({ arn }) => arn, input);
    return { Groups: items.map(describeGroup), ...paging };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */
export const listGroupsForUser = operation<ListGroupsForUserRequest, ListGroupsForUserResponse>({
  input: { UserName: userName, ...pagingInput },
  handle(context, input) {
    const rows = findUser(context, input.UserName).groupNames.map((name) => findGroup(context, name));
    const { items, paging } = pageOf(byName(rows), ({ arn }) => arn, input);
    return { Groups: items.map(describeGroup), ...paging };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html */
export const updateGroup = operation<UpdateGroupRequest, Record<string, never>>({
  handle(context, input) {
    const before = findGroup(context, input.GroupName);
    const name = input.NewGroupName ?? before.name;
    const path = input.NewPath ?? before.path;
    const { groups } = iamTablesOf(context);
    if (nameKey(name) !== nameKey(before.name) && groups.has(nameKey(name))) {
      throw entityAlreadyExists(`Group with name ${name} already exists.`);
    }
    for (const member of membersOf(context, before)) {
      const groupNames = member.groupNames.map((held) => (held === before.name ? name : held));
      changeUser(context, member, { groupNames });
    }
    groups.delete(nameKey(before.name));
    groups.put(nameKey(name), { ...before, name, path, arn: iamArn(context, 'group', path, name) });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export const deleteGroup = operation<DeleteGroupRequest, Record<string, never>>({
  handle(context, input) {
    const row = findGroup(context, input.GroupName);
    if (membersOf(context, row).length > 0) throw deleteConflict('must remove users from group first');
    if (row.attachedPolicyArns.length > 0) throw deleteConflict('must detach all policies first');
    if (Object.keys(row.inlinePolicies).length > 0) throw deleteConflict('must delete policies first');
    iamTablesOf(context).groups.delete(nameKey(row.name));
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html */
export const addUserToGroup = operation<AddUserToGroupRequest, Record<string, never>>({
  input: { GroupName: groupName, UserName: userName },
  handle(context, input) {
    const { name } = findGroup(context, input.GroupName);
    const user = findUser(context, input.UserName);
    if (!user.groupNames.includes(name)) {
      changeUser(context, user, { groupNames: [...user.groupNames, name] });
    }
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html */
export const removeUserFromGroup = operation<RemoveUserFromGroupRequest, Record<string, never>>({
  input: { GroupName: groupName, UserName: userName },
  handle(context, input) {
    const { name } = findGroup(context, input.GroupName);
    const user = findUser(context, input.UserName);
    changeUser(context, user, { groupNames: user.groupNames.filter((held) => held !== name) });
    return {};
  },
});
