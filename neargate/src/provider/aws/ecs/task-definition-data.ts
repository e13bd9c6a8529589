import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { normalContainerDefinitions } from './container-definitions.ts';
import { withoutRevision } from './task-definition.ts';
import { taskDefinitionDataSchema } from './task-definition-data-schema.ts';

const naming: ApiNaming = {
  style: 'camel',
  names: {
    arn: 'taskDefinitionArn',
    arn_without_revision: null,
    container_definitions: null,
    ephemeral_storage: {
      member: 'ephemeralStorage',
      read: (storage) => [{ size_in_gib: (storage as { readonly sizeInGiB?: number }).sizeInGiB ?? null }],
    },
    proxy_configuration: null,
    runtime_platform: {
      member: 'runtimePlatform',
      read: (platform) => {
        const { operatingSystemFamily = null, cpuArchitecture = null } = platform as Readonly<
          Record<'operatingSystemFamily' | 'cpuArchitecture', string | undefined>
        >;
        return [{ operating_system_family: operatingSystemFamily, cpu_architecture: cpuArchitecture }];
      },
    },
    task_definition: null,
    volume: {
      member: 'volumes',
      read: (volumes) => (volumes as readonly { readonly name?: string }[]).map(({ name }) => name ?? null),
    },
  },
};

export const taskDefinitionData: DataSource<AwsClient> = {
  schema: taskDefinitionDataSchema,
  async read(config, { client }) {
    const reference = requiredText(config, 'task_definition');
    const output = await orAbsent(
      client.call('ecs', 'DescribeTaskDefinition', { taskDefinition: reference }),
      'ClientException',
    );
    const found = output?.taskDefinition;
    if (found === undefined) throw notFoundError('ECS Task Definition', reference);
    const arn = found.taskDefinitionArn ?? '';
    return {
      ...fromApi(found, taskDefinitionDataSchema, naming),
      id: arn,
      arn_without_revision: withoutRevision(arn),
      container_definitions: normalContainerDefinitions(JSON.stringify(found.containerDefinitions ?? [])),
      proxy_configuration: [],
      task_definition: reference,
    };
  },
};
