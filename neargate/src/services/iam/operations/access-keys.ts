import type {
  CreateAccessKeyRequest,
  CreateAccessKeyResponse,
  DeleteAccessKeyRequest,
  ListAccessKeysRequest,
  ListAccessKeysResponse,
  UpdateAccessKeyRequest,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { newAccessKeyId } from '../access-key-id.ts';
import { callingOrNamedUser, isAboutRoot } from '../calling-user.ts';
import { limitExceeded, noSuchEntity } from '../errors.ts';
import { pageOf } from '../paging.ts';
import { type AccessKeyRow, iamTablesOf, type UserRow } from '../store.ts';

const maxKeysPerUser = 2;

/** The secret is answered here once; it is kept in the state directory, to verify signatures with. */
export const createAccessKey = operation<CreateAccessKeyRequest, CreateAccessKeyResponse>({
  handle(context, input) {
    const user = callingOrNamedUser(context, input.UserName);
    const { accessKeys } = iamTablesOf(context);
    if (keysOf(context, user).length >= maxKeysPerUser) {
      throw limitExceeded('AccessKeysPerUser', maxKeysPerUser);
    }
    const row: AccessKeyRow = {
      accessKeyId: newAccessKeyId(context.ids, 'AKIA', context.caller.accountId),
      secretAccessKey: context.ids.alphanumeric(40),
      userName: user.name,
      status: 'Active',
      createdAtMs: context.clock.now(),
    };
    accessKeys.put(row.accessKeyId, row);
    return {
      AccessKey: {
        UserName: row.userName,
        AccessKeyId: row.accessKeyId,
        Status: row.status,
        SecretAccessKey: row.secretAccessKey,
        CreateDate: toDate(row.createdAtMs),
      },
    };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys = operation<ListAccessKeysRequest, ListAccessKeysResponse>({
  handle(context, input) {
    const rows = isAboutRoot(context, input.UserName)
      ? []
      : keysOf(context, callingOrNamedUser(context, input.UserName));
    const { items, paging } = pageOf(rows, ({ accessKeyId }) => accessKeyId, input);
    const described = items.map((row) => ({
      UserName: row.userName,
      AccessKeyId: row.accessKeyId,
      Status: row.status,
      CreateDate: toDate(row.createdAtMs),
    }));
    return { AccessKeyMetadata: described, ...paging };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const updateAccessKey = operation<UpdateAccessKeyRequest, Record<string, never>>({
  input: {
    AccessKeyId: { required: true, min: 16, max: 128 },
    Status: { required: true, enum: ['Active', 'Inactive'] },
  },
  handle(context, input) {
    const row = findAccessKey(context, input.UserName, input.AccessKeyId);
    const status = input.Status === 'Inactive' ? 'Inactive' : 'Active';
    iamTablesOf(context).accessKeys.put(row.accessKeyId, { ...row, status });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey = operation<DeleteAccessKeyRequest, Record<string, never>>({
  handle(context, input) {
    const { accessKeyId } = findAccessKey(context, input.UserName, input.AccessKeyId);
    iamTablesOf(context).accessKeys.delete(accessKeyId);
    return {};
  },
});

function keysOf(context: OperationContext, { name }: UserRow): AccessKeyRow[] {
  return [...iamTablesOf(context).accessKeys.values()].filter(({ userName }) => userName === name);
}

function findAccessKey(
  context: OperationContext,
  userName: string | undefined,
  accessKeyId = '',
): AccessKeyRow {
  const user = callingOrNamedUser(context, userName);
  const row = iamTablesOf(context).accessKeys.get(accessKeyId);
  if (row?.userName !== user.name) {
    throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found`);
  }
  return row;
}
