import type { Plain } from '../../../terraform/provider.ts';
import type { ApiNaming } from '../api-shape.ts';

interface NameValue {
  readonly name?: string;
  readonly value?: string;
}

/** How `aws_ecs_task_definition` calls what RegisterTaskDefinition takes. */
export const taskDefinitionNaming: ApiNaming = {
  style: 'camel',
  names: {
    arn: null,
    arn_without_revision: null,
    container_definitions: null,
    skip_destroy: null,
    track_latest: null,
    tags: null,
    tags_all: null,
    'ephemeral_storage.size_in_gib': 'sizeInGiB',
    volume: 'volumes',
    'volume.configure_at_launch': 'configuredAtLaunch',
    'volume.host_path': {
      member: 'host',
      write: (path) => ({ sourcePath: path }),
      read: (host) => (host as { readonly sourcePath?: string }).sourcePath ?? null,
    },
    'proxy_configuration.properties': {
      member: 'properties',
      write: (map) =>
        Object.entries((map ?? {}) as Readonly<Record<string, Plain>>).map(([name, value]) => ({
          name,
          value,
        })),
      read: (list) =>
        Object.fromEntries((list as readonly NameValue[]).map(({ name = '', value }) => [name, value ?? ''])),
    },
  },
};
