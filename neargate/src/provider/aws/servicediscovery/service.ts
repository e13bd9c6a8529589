import type { DnsConfig, HealthCheckConfig, Service } from '@aws-sdk/client-servicediscovery';
import type { Plain, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagList } from '../tags.ts';
import { awaitedOperation } from './awaited-operation.ts';
import { serviceSchema } from './service-schema.ts';
import { tagsOf, updateTags } from './tagging.ts';

export const service: ResourceType<AwsClient> = {
  schema: serviceSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const namespaceId = textOf(config, 'namespace_id');
    const custom = blockOf(config, 'health_check_custom_config');
    const { Service: created } = await client.call('servicediscovery', 'CreateService', {
      Name: requiredText(config, 'name'),
      Description: textOf(config, 'description'),
      ...(namespaceId === undefined ? {} : { NamespaceId: namespaceId }),
      DnsConfig: dnsConfigOf(config),
      HealthCheckConfig: healthCheckOf(config),
      HealthCheckCustomConfig: custom && { FailureThreshold: numberOf(custom, 'failure_threshold') ?? 1 },
      Type: textOf(config, 'type') === 'HTTP' ? 'HTTP' : undefined,
      Tags: tagList(allTags(config)),
    });
    return stateOf(client, config, created ?? {});
  },
  async read(state, { client }) {
    const found = await findService(client, requiredText(state, 'id'));
    return found === undefined ? undefined : stateOf(client, state, found);
  },
  async update(config, prior, { client }) {
    const Id = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'description', 'dns_config', 'health_check_config')) {
      const dns = dnsConfigOf(config);
      const change = {
        Description: textOf(config, 'description') ?? '',
        ...(dns === undefined ? {} : { DnsConfig: { DnsRecords: dns.DnsRecords } }),
        HealthCheckConfig: healthCheckOf(config),
      };
      const started = await client.call('servicediscovery', 'UpdateService', { Id, Service: change });
      await awaitedOperation(client, started);
    }
    await updateTags(client, requiredText(prior, 'arn'), config, prior);
    return stateOf(client, config, existing(await findService(client, Id)));
  },
  async delete(state, { client }) {
    const ServiceId = requiredText(state, 'id');
    if (boolOf(state, 'force_destroy') === true) {
      const listed = await orAbsent(
        client.call('servicediscovery', 'ListInstances', { ServiceId }),
        'ServiceNotFound',
      );
      for (const { Id: InstanceId } of listed?.Instances ?? [])
        await client.call('servicediscovery', 'DeregisterInstance', { ServiceId, InstanceId });
    }
    await orAbsent(client.call('servicediscovery', 'DeleteService', { Id: ServiceId }), 'ServiceNotFound');
  },
};

export async function findService(client: AwsClient, Id: string): Promise<Service | undefined> {
  return (await orAbsent(client.call('servicediscovery', 'GetService', { Id }), 'ServiceNotFound'))?.Service;
}

function dnsConfigOf(config: PlainObject): DnsConfig | undefined {
  const dns = blockOf(config, 'dns_config');
  return (
    dns && {
      NamespaceId: requiredText(dns, 'namespace_id'),
      RoutingPolicy: textOf(dns, 'routing_policy') === 'WEIGHTED' ? 'WEIGHTED' : 'MULTIVALUE',
      DnsRecords: blocksOf(dns, 'dns_records').map((record) => ({
        TTL: numberOf(record, 'ttl') ?? 0,
        Type: requiredText(record, 'type') as 'A' | 'AAAA' | 'CNAME' | 'SRV',
      })),
    }
  );
}

function healthCheckOf(config: PlainObject): HealthCheckConfig | undefined {
  const check = blockOf(config, 'health_check_config');
  return (
    check && {
      Type: (textOf(check, 'type') ?? 'HTTP') as 'HTTP' | 'HTTPS' | 'TCP',
      ResourcePath: textOf(check, 'resource_path'),
      FailureThreshold: numberOf(check, 'failure_threshold'),
    }
  );
}

/** The blocks of `dns_config` as the provider reads them. */
export function dnsBlocks({ DnsConfig: dns }: Service): Plain {
  if (dns === undefined) return [];
  const records = (dns.DnsRecords ?? []).map(({ TTL, Type }) => ({ ttl: TTL ?? null, type: Type ?? null }));
  return [
    {
      namespace_id: dns.NamespaceId ?? null,
      routing_policy: dns.RoutingPolicy ?? null,
      dns_records: records,
    },
  ];
}

async function stateOf(client: AwsClient, known: PlainObject, found: Service): Promise<PlainObject> {
  const arn = found.Arn ?? '';
  return {
    ...known,
    id: found.Id ?? null,
    arn,
    name: found.Name ?? null,
    description: found.Description ?? known['description'] ?? null,
    namespace_id: found.NamespaceId ?? null,
    type: found.Type ?? null,
    dns_config: dnsBlocks(found),
    tags_all: await tagsOf(client, arn),
  };
}
