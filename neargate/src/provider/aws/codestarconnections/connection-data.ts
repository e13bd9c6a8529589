import type { Connection } from '@aws-sdk/client-codestar-connections';
import type { DataSource, Schema } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { tagMap } from '../tags.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/codestarconnections_connection */
const connectionDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', optional: true, computed: true, exactlyOneOf: ['arn', 'name'] },
    connection_status: { type: 'string', computed: true },
    host_arn: { type: 'string', computed: true },
    name: { type: 'string', optional: true, computed: true },
    provider_type: { type: 'string', computed: true },
    tags: { type: 'map(string)', optional: true, computed: true },
  },
};

const service = 'codestar-connections';

export const connectionData: DataSource<AwsClient> = {
  schema: connectionDataSchema,
  async read(config, { client }) {
    const arn = textOf(config, 'arn');
    const found =
      arn === undefined ? await named(requiredText(config, 'name'), client) : await withArn(arn, client);
    if (found === undefined)
      throw notFoundError('CodeStar Connections Connection', arn ?? requiredText(config, 'name'));
    const { Tags } = await client.call(service, 'ListTagsForResource', { ResourceArn: found.ConnectionArn });
    return {
      id: found.ConnectionArn ?? null,
      arn: found.ConnectionArn ?? null,
      connection_status: found.ConnectionStatus ?? null,
      host_arn: found.HostArn ?? null,
      name: found.ConnectionName ?? null,
      provider_type: found.ProviderType ?? null,
      tags: tagMap(Tags),
    };
  },
};

async function withArn(ConnectionArn: string, client: AwsClient): Promise<Connection | undefined> {
  const call = client.call(service, 'GetConnection', { ConnectionArn });
  return (await orAbsent(call, 'ResourceNotFoundException'))?.Connection;
}

async function named(name: string, client: AwsClient): Promise<Connection | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await client.call(service, 'ListConnections', { NextToken });
    const found = page.Connections?.find(({ ConnectionName }) => ConnectionName === name);
    if (found !== undefined) return found;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}
