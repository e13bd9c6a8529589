import type {
  CreateServiceSpecificCredentialRequest,
  CreateServiceSpecificCredentialResponse,
  DeleteServiceSpecificCredentialRequest,
  ListServiceSpecificCredentialsRequest,
  ListServiceSpecificCredentialsResponse,
  ResetServiceSpecificCredentialRequest,
  ResetServiceSpecificCredentialResponse,
  ServiceSpecificCredential,
  ServiceSpecificCredentialMetadata,
  UpdateServiceSpecificCredentialRequest,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { limitExceeded, noSuchEntity } from '../errors.ts';
import { callingOrNamedUser } from '../calling-user.ts';
import { type GitCredentialRow, iamTablesOf, type UserRow } from '../store.ts';

const service = 'codecommit.amazonaws.com';
const maxPerUser = 2;

/**
 * A user name and password for git; the password is answered here and at a reset.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
 */
export const createServiceSpecificCredential = operation<
  CreateServiceSpecificCredentialRequest,
  CreateServiceSpecificCredentialResponse
>({
  handle(context, { UserName, ServiceName }) {
    if (ServiceName !== service)
      throw new AwsError(
        'NotSupportedService',
        `No such service ${ServiceName} is supported for Service Specific Credentials`,
        {
          status: 404,
        },
      );
    const user = callingOrNamedUser(context, UserName);
    const { gitCredentials } = iamTablesOf(context);
    const others = credentialsOf(context, user);
    if (others.length >= maxPerUser) throw limitExceeded('ServiceSpecificCredentialsPerUser', maxPerUser);
    const { accountId } = context.caller;
    const taken = new Set([...gitCredentials.values()].map(({ serviceUserName }) => serviceUserName));
    const [serviceUserName = ''] = [`${user.name}-at-${accountId}`, `${user.name}+1-at-${accountId}`].filter(
      (name) => !taken.has(name),
    );
    const row: GitCredentialRow = {
      id: `ACCA${context.ids.upperAlphanumeric(17)}`,
      userName: user.name,
      serviceUserName,
      password: newPassword(context),
      status: 'Active',
      createdAtMs: context.clock.now(),
    };
    gitCredentials.put(row.id, row);
    return { ServiceSpecificCredential: describe(row) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html */
export const listServiceSpecificCredentials = operation<
  ListServiceSpecificCredentialsRequest,
  ListServiceSpecificCredentialsResponse
>({
  handle(context, { UserName, ServiceName = service }) {
    const rows = ServiceName === service ? credentialsOf(context, callingOrNamedUser(context, UserName)) : [];
    return { ServiceSpecificCredentials: rows.map(metadata) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServiceSpecificCredential.html */
export const updateServiceSpecificCredential = operation<
  UpdateServiceSpecificCredentialRequest,
  Record<string, never>
>({
  input: { Status: { required: true, enum: ['Active', 'Inactive'] } },
  handle(context, { UserName, ServiceSpecificCredentialId, Status }) {
    const row = find(context, UserName, ServiceSpecificCredentialId);
    iamTablesOf(context).gitCredentials.put(row.id, {
      ...row,
      status: Status === 'Inactive' ? 'Inactive' : 'Active',
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResetServiceSpecificCredential.html */
export const resetServiceSpecificCredential = operation<
  ResetServiceSpecificCredentialRequest,
  ResetServiceSpecificCredentialResponse
>({
  handle(context, { UserName, ServiceSpecificCredentialId }) {
    const row = { ...find(context, UserName, ServiceSpecificCredentialId), password: newPassword(context) };
    iamTablesOf(context).gitCredentials.put(row.id, row);
    return { ServiceSpecificCredential: describe(row) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceSpecificCredential.html */
export const deleteServiceSpecificCredential = operation<
  DeleteServiceSpecificCredentialRequest,
  Record<string, never>
>({
  handle(context, { UserName, ServiceSpecificCredentialId }) {
    const { id } = find(context, UserName, ServiceSpecificCredentialId);
    iamTablesOf(context).gitCredentials.delete(id);
    return {};
  },
});

function newPassword({ ids }: Pick<OperationContext, 'ids'>): string {
  return `${ids.alphanumeric(43)}=`;
}

function credentialsOf(context: OperationContext, { name }: UserRow): readonly GitCredentialRow[] {
  return [...iamTablesOf(context).gitCredentials.values()].filter(({ userName }) => userName === name);
}

function find(context: OperationContext, userName: string | undefined, id = ''): GitCredentialRow {
  const row = iamTablesOf(context).gitCredentials.get(id);
  if (row === undefined || (userName !== undefined && row.userName !== userName))
    throw noSuchEntity(`No such credential ${id} exists`);
  return row;
}

function metadata({
  id,
  userName,
  serviceUserName,
  status,
  createdAtMs,
}: GitCredentialRow): ServiceSpecificCredentialMetadata {
  return {
    ServiceSpecificCredentialId: id,
    ServiceName: service,
    ServiceUserName: serviceUserName,
    UserName: userName,
    Status: status,
    CreateDate: toDate(createdAtMs),
  };
}

function describe(row: GitCredentialRow): ServiceSpecificCredential {
  return {
    ServiceSpecificCredentialId: row.id,
    ServiceName: service,
    ServiceUserName: row.serviceUserName,
    ServicePassword: row.password,
    UserName: row.userName,
    Status: row.status,
    CreateDate: toDate(row.createdAtMs),
  };
}
