import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { notFoundError } from '../not-found.ts';
import { type ApiNaming, fromApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { tagMap } from '../tags.ts';
import { findCluster } from './cluster.ts';
import { clusterDataSchema } from './cluster-data-schema.ts';

const naming: ApiNaming = {
  style: 'camel',
  names: {
    arn: 'clusterArn',
    setting: 'settings',
    service_connect_defaults: {
      member: 'serviceConnectDefaults',
      read: (defaults) => [{ namespace: (defaults as { readonly namespace?: string }).namespace ?? null }],
    },
    tags: null,
  },
};

export const clusterData: DataSource<AwsClient> = {
  schema: clusterDataSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'cluster_name');
    const found = await findCluster(client, name);
    if (found === undefined) throw notFoundError('ECS Cluster', name);
    return {
      ...fromApi(found, clusterDataSchema, naming),
      id: found.clusterArn ?? null,
      tags: tagMap(found.tags),
    };
  },
};
