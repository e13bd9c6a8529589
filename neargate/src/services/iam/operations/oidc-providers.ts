import type {
  AddClientIDToOpenIDConnectProviderRequest,
  CreateOpenIDConnectProviderRequest,
  CreateOpenIDConnectProviderResponse,
  DeleteOpenIDConnectProviderRequest,
  GetOpenIDConnectProviderRequest,
  GetOpenIDConnectProviderResponse,
  ListOpenIDConnectProvidersRequest,
  ListOpenIDConnectProvidersResponse,
  RemoveClientIDFromOpenIDConnectProviderRequest,
  UpdateOpenIDConnectProviderThumbprintRequest,
} from '@aws-sdk/client-iam';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { entityAlreadyExists, validationError } from '../errors.ts';
import { findOidcProvider, oidcProviderArn } from '../oidc-providers.ts';
import { iamTablesOf, type OidcProviderRow } from '../store.ts';
import { describeTags, mergeTags } from '../tags.ts';

const thumbprints = { max: 5, each: { min: 40, max: 40 } } as const;

/**
 * Tokens of the provider are taken by AssumeRoleWithWebIdentity. Nothing is asked of the provider itself: thumbprints are kept, and
 * where none is given none is fetched.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export const createOpenIDConnectProvider = operation<
  CreateOpenIDConnectProviderRequest,
  CreateOpenIDConnectProviderResponse
>({
  input: {
    Url: { required: true, min: 1, max: 255 },
    ClientIDList: { max: 100 },
    ThumbprintList: thumbprints,
  },
  handle(context, input) {
    const match = /^https:\/\/([^/?#]+(?:\/[^?#]*)?)$/.exec(input.Url ?? '');
    const url = match?.[1]?.replace(/\/$/, '');
    if (url === undefined) throw validationError('Invalid Open ID Connect Provider URL');
    const { partition, accountId } = context.caller;
    const arn = `arn:${partition}:iam::${accountId}:oidc-provider/${url}`;
    const { oidcProviders } = iamTablesOf(context);
    if (oidcProviders.has(arn)) {
      throw entityAlreadyExists(`Provider with url https://${url} already exists.`);
    }
    const row: OidcProviderRow = {
      arn,
      url,
      clientIds: [...new Set(input.ClientIDList)],
      thumbprints: input.ThumbprintList ?? [],
      createdAtMs: context.clock.now(),
      tags: mergeTags([], input.Tags),
    };
    oidcProviders.put(arn, row);
    return { OpenIDConnectProviderArn: arn, Tags: describeTags(row.tags) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html */
export const getOpenIDConnectProvider = operation<
  GetOpenIDConnectProviderRequest,
  GetOpenIDConnectProviderResponse
>({
  handle(context, input) {
    const row = findOidcProvider(context, input.OpenIDConnectProviderArn);
    return {
      Url: row.url,
      ClientIDList: [...row.clientIds],
      ThumbprintList: [...row.thumbprints],
      CreateDate: toDate(row.createdAtMs),
      Tags: describeTags(row.tags),
    };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html */
export const listOpenIDConnectProviders = operation<
  ListOpenIDConnectProvidersRequest,
  ListOpenIDConnectProvidersResponse
>({
  handle: (context) => ({
    OpenIDConnectProviderList: [...iamTablesOf(context).oidcProviders.keys()].map((Arn) => ({ Arn })),
  }),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html */
export const updateOpenIDConnectProviderThumbprint = operation<
  UpdateOpenIDConnectProviderThumbprintRequest,
  Record<string, never>
>({
  input: { OpenIDConnectProviderArn: oidcProviderArn, ThumbprintList: { ...thumbprints, required: true } },
  handle(context, input) {
    const row = findOidcProvider(context, input.OpenIDConnectProviderArn);
    iamTablesOf(context).oidcProviders.put(row.arn, { ...row, thumbprints: input.ThumbprintList ?? [] });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html */
export const addClientIDToOpenIDConnectProvider = operation<
  AddClientIDToOpenIDConnectProviderRequest,
  Record<string, never>
>({
  handle(context, { OpenIDConnectProviderArn: arn, ClientID: clientId = '' }) {
    const row = findOidcProvider(context, arn);
    const clientIds = [...new Set([...row.clientIds, clientId])];
    iamTablesOf(context).oidcProviders.put(row.arn, { ...row, clientIds });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html */
export const removeClientIDFromOpenIDConnectProvider = operation<
  RemoveClientIDFromOpenIDConnectProviderRequest,
  Record<string, never>
>({
  handle(context, { OpenIDConnectProviderArn: arn, ClientID: clientId }) {
    const row = findOidcProvider(context, arn);
    const clientIds = row.clientIds.filter((held) => held !== clientId);
    iamTablesOf(context).oidcProviders.put(row.arn, { ...row, clientIds });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html */
export const deleteOpenIDConnectProvider = operation<
  DeleteOpenIDConnectProviderRequest,
  Record<string, never>
>({
  handle(context, input) {
    iamTablesOf(context).oidcProviders.delete(findOidcProvider(context, input.OpenIDConnectProviderArn).arn);
    return {};
  },
});
