import type {
  CreateAccountAliasRequest,
  DeleteAccountAliasRequest,
  ListAccountAliasesRequest,
  ListAccountAliasesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../operation.ts';
import { noSuchEntity } from '../errors.ts';
import { iamTablesOf } from '../store.ts';

const accountAlias = {
  required: true,
  min: 3,
  max: 63,
  pattern: '[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]',
} as const;

/** An account has one alias at most. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html */
export const createAccountAlias = operation<CreateAccountAliasRequest, Record<string, never>>({
  input: { AccountAlias: accountAlias },
  handle(context, { AccountAlias: alias = '' }) {
    const { accountAliases } = iamTablesOf(context);
    for (const other of accountAliases.keys()) accountAliases.delete(other);
    accountAliases.put(alias, { alias });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
export const listAccountAliases = operation<ListAccountAliasesRequest, ListAccountAliasesResponse>({
  handle: (context) => ({
    AccountAliases: [...iamTablesOf(context).accountAliases.keys()],
    IsTruncated: false,
  }),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html */
export const deleteAccountAlias = operation<DeleteAccountAliasRequest, Record<string, never>>({
  input: { AccountAlias: accountAlias },
  handle(context, { AccountAlias: alias = '' }) {
    if (!iamTablesOf(context).accountAliases.delete(alias)) {
      throw noSuchEntity(`The account alias ${alias} does not exist.`);
    }
    return {};
  },
});
