import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserPermissionsBoundaryRequest,
  DeleteUserRequest,
  GetUserRequest,
  GetUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  PutUserPermissionsBoundaryRequest,
  UpdateUserRequest,
} from '@aws-sdk/client-iam';
import { parseArn } from '../../../core/arn.ts';
import { operation } from '../../operation.ts';
import { deleteConflict, entityAlreadyExists, validationError } from '../errors.ts';
import { findAttachablePolicy } from '../managed-policies.ts';
import { iamArn, policyArn, uniqueId, userName } from '../names.ts';
import { byName, pageOf } from '../paging.ts';
import { iamTablesOf, nameKey, type UserRow } from '../store.ts';
import { mergeTags } from '../tags.ts';
import { changeUser, describeUser, findUser } from '../users.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser = operation<CreateUserRequest, CreateUserResponse>({
  handle(context, input) {
    const name = input.UserName ?? '';
    const path = input.Path ?? '/';
    const { users } = iamTablesOf(context);
    if (users.has(nameKey(name))) throw entityAlreadyExists(`User with name ${name} already exists.`);
    const boundary = input.PermissionsBoundary;
    const row: UserRow = {
      name,
      id: uniqueId(context, 'AIDA'),
      arn: iamArn(context, 'user', path, name),
      path,
      createdAtMs: context.clock.now(),
      permissionsBoundaryArn:
        boundary === undefined ? undefined : findAttachablePolicy(context, boundary).arn,
      groupNames: [],
      inlinePolicies: {},
      attachedPolicyArns: [],
      tags: mergeTags([], input.Tags),
    };
    users.put(nameKey(name), row);
    return { User: describeUser(row) };
  },
});

/**
 * Without a name, the user who asks; the account's root user is no row of any table.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
 */
export const getUser = operation<GetUserRequest, GetUserResponse>({
  handle(context, { UserName: name }) {
    if (name !== undefined) return { User: describeUser(findUser(context, name)) };
    const { principalArn, accountId } = context.caller;
    const { service, resource = '' } = parseArn(principalArn) ?? {};
    if (resource === 'root') {
      return {
        User: {
          Path: undefined,
          UserName: undefined,
          UserId: accountId,
          Arn: principalArn,
          CreateDate: undefined,
        },
      };
    }
    if (service !== 'iam' || !resource.startsWith('user/')) {
      throw validationError('Must specify userName when calling with non-User credentials');
    }
    return { User: describeUser(findUser(context, resource.slice(resource.lastIndexOf('/') + 1))) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers = operation<ListUsersRequest, ListUsersResponse>({
  handle(context, input) {
    const rows = byName(iamTablesOf(context).users.values()).filter(({ path }) =>
      path.startsWith(input.PathPrefix ?? '/'),
    );
    const { items, paging } = pageOf(rows, ({ arn }) => arn, input);
    const described = items.map((row) =>
      describeUser({ ...row, tags: [], permissionsBoundaryArn: undefined }),
    );
    return { Users: described, ...paging };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html */
export const updateUser = operation<UpdateUserRequest, Record<string, never>>({
  input: { UserName: userName },
  handle(context, input) {
    const before = findUser(context, input.UserName);
    const name = input.NewUserName ?? before.name;
    const path = input.NewPath ?? before.path;
    const { users, accessKeys, gitCredentials } = iamTablesOf(context);
    if (nameKey(name) !== nameKey(before.name) && users.has(nameKey(name))) {
      throw entityAlreadyExists(`User with name ${name} already exists.`);
    }
    users.delete(nameKey(before.name));
    users.put(nameKey(name), { ...before, name, path, arn: iamArn(context, 'user', path, name) });
    for (const row of [...gitCredentials.values()].filter(({ userName }) => userName === before.name)) {
      gitCredentials.put(row.id, { ...row, userName: name });
    }
    for (const key of [...accessKeys.values()].filter((row) => row.userName === before.name)) {
      accessKeys.put(key.accessKeyId, { ...key, userName: name });
    }
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const deleteUser = operation<DeleteUserRequest, Record<string, never>>({
  input: { UserName: userName },
  handle(context, input) {
    const row = findUser(context, input.UserName);
    const { users, accessKeys, gitCredentials } = iamTablesOf(context);
    if (row.groupNames.length > 0) throw deleteConflict('must remove users from group first');
    if (row.attachedPolicyArns.length > 0) throw deleteConflict('must detach all policies first');
    if (Object.keys(row.inlinePolicies).length > 0) throw deleteConflict('must delete policies first');
    if ([...accessKeys.values()].some((key) => key.userName === row.name)) {
      throw deleteConflict('must delete access keys first');
    }
    if ([...gitCredentials.values()].some(({ userName: owner }) => owner === row.name)) {
      throw deleteConflict('must delete service specific credentials first');
    }
    users.delete(nameKey(row.name));
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html */
export const putUserPermissionsBoundary = operation<PutUserPermissionsBoundaryRequest, Record<string, never>>(
  {
    input: { UserName: userName, PermissionsBoundary: policyArn },
    handle(context, input) {
      const { arn } = findAttachablePolicy(context, input.PermissionsBoundary);
      changeUser(context, findUser(context, input.UserName), { permissionsBoundaryArn: arn });
      return {};
    },
  },
);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html */
export const deleteUserPermissionsBoundary = operation<
  DeleteUserPermissionsBoundaryRequest,
  Record<string, never>
>({
  handle(context, input) {
    changeUser(context, findUser(context, input.UserName), { permissionsBoundaryArn: undefined });
    return {};
  },
});
