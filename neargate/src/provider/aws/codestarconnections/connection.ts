import type { ProviderType } from '@aws-sdk/client-codestar-connections';
import { warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { connectionSchema } from './connection-schema.ts';

/** The names that the service has had. */
export type ConnectionsService = 'codeconnections' | 'codestar-connections';

export function connectionType(service: ConnectionsService): ResourceType<AwsClient> {
  return {
    schema: connectionSchema,
    behaviour: 'real',
    plan(_config, prior) {
      if (prior !== undefined) return {};
      const finding = warningDiagnostic(
        'The connection leads to local directories only',
        'Nothing outside of this machine is connected. Set NEARGATE_CONNECTIONS to owner/repository=directory for each repository that a pipeline takes.',
      );
      return { diagnostics: [finding] };
    },
    async create(config, { client }) {
      const { ConnectionArn = '' } = await client.call(service, 'CreateConnection', {
        ConnectionName: requiredText(config, 'name'),
        ProviderType: textOf(config, 'provider_type') as ProviderType | undefined,
        HostArn: textOf(config, 'host_arn'),
        Tags: tagList(allTags(config)),
      });
      return existing(await stateOf(service, ConnectionArn, client));
    },
    async read(state, { client }) {
      const arn = requiredText(state, 'id');
      const found = await stateOf(service, arn, client);
      if (found === undefined) return undefined;
      const { Tags } = await client.call(service, 'ListTagsForResource', { ResourceArn: arn });
      return { ...found, tags_all: tagMap(Tags) };
    },
    async update(config, prior, { client }) {
      const ResourceArn = requiredText(prior, 'id');
      const { set, removed } = tagChanges(allTags(prior), allTags(config));
      if (removed.length > 0) await client.call(service, 'UntagResource', { ResourceArn, TagKeys: removed });
      if (Object.keys(set).length > 0)
        await client.call(service, 'TagResource', { ResourceArn, Tags: tagList(set) });
      return existing(await stateOf(service, ResourceArn, client));
    },
    async delete(state, { client }) {
      await orAbsent(
        client.call(service, 'DeleteConnection', { ConnectionArn: requiredText(state, 'id') }),
        'ResourceNotFoundException',
      );
    },
  };
}

async function stateOf(
  service: ConnectionsService,
  ConnectionArn: string,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const output = await orAbsent(
    client.call(service, 'GetConnection', { ConnectionArn }),
    'ResourceNotFoundException',
  );
  const found = output?.Connection;
  if (found === undefined) return undefined;
  return {
    id: ConnectionArn,
    arn: ConnectionArn,
    connection_status: found.ConnectionStatus ?? null,
    host_arn: found.HostArn ?? null,
    name: found.ConnectionName ?? null,
    provider_type: found.ProviderType ?? null,
  };
}
