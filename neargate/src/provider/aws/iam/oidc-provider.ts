import type { GetOpenIDConnectProviderResponse } from '@aws-sdk/client-iam';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, setChanges, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { oidcProviderSchema } from './oidc-provider-schema.ts';

/** Whose tokens AssumeRoleWithWebIdentity takes. */
export const oidcProvider: ResourceType<AwsClient> = {
  schema: oidcProviderSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const url = requiredText(config, 'url');
    const { OpenIDConnectProviderArn: arn = '' } = await client.call('iam', 'CreateOpenIDConnectProvider', {
      Url: url,
      ClientIDList: textsOf(config, 'client_id_list'),
      ThumbprintList: textsOf(config, 'thumbprint_list'),
      Tags: tagList(allTags(config)),
    });
    return { ...existing(await stateOf(arn, client)), url };
  },
  read: (state, { client }) => stateOf(requiredText(state, 'id'), client),
  async update(config, prior, { client }) {
    const OpenIDConnectProviderArn = requiredText(prior, 'id');
    const thumbprints = textsOf(config, 'thumbprint_list');
    if (hasChanged(config, prior, 'thumbprint_list') && thumbprints.length > 0) {
      await client.call('iam', 'UpdateOpenIDConnectProviderThumbprint', {
        OpenIDConnectProviderArn,
        ThumbprintList: thumbprints,
      });
    }
    const clients = setChanges(textsOf(prior, 'client_id_list'), textsOf(config, 'client_id_list'));
    for (const ClientID of clients.removed)
      await client.call('iam', 'RemoveClientIDFromOpenIDConnectProvider', {
        OpenIDConnectProviderArn,
        ClientID,
      });
    for (const ClientID of clients.added)
      await client.call('iam', 'AddClientIDToOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID });
    const { set, removed: TagKeys } = tagChanges(allTags(prior), allTags(config));
    if (TagKeys.length > 0)
      await client.call('iam', 'UntagOpenIDConnectProvider', { OpenIDConnectProviderArn, TagKeys });
    if (Object.keys(set).length > 0)
      await client.call('iam', 'TagOpenIDConnectProvider', { OpenIDConnectProviderArn, Tags: tagList(set) });
    return { ...existing(await stateOf(OpenIDConnectProviderArn, client)), url: config['url'] ?? null };
  },
  async delete(state, { client }) {
    const OpenIDConnectProviderArn = requiredText(state, 'id');
    await orAbsent(
      client.call('iam', 'DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn }),
      'NoSuchEntity',
    );
  },
};

export async function findOidcProvider(
  client: AwsClient,
  OpenIDConnectProviderArn: string,
): Promise<GetOpenIDConnectProviderResponse | undefined> {
  return orAbsent(
    client.call('iam', 'GetOpenIDConnectProvider', { OpenIDConnectProviderArn }),
    'NoSuchEntity',
  );
}

async function stateOf(arn: string, client: AwsClient): Promise<PlainObject | undefined> {
  const found = await findOidcProvider(client, arn);
  if (found === undefined) return undefined;
  return {
    id: arn,
    arn,
    url: found.Url ?? null,
    client_id_list: [...(found.ClientIDList ?? [])],
    thumbprint_list: [...(found.ThumbprintList ?? [])],
    tags_all: tagMap(found.Tags),
  };
}
