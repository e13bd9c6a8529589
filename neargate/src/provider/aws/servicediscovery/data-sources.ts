import type { NamespaceType } from '@aws-sdk/client-servicediscovery';
import type { DataSource, Schema } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { dnsBlocks, findService } from './service.ts';
import { tagsOf } from './tagging.ts';

const computedText = { type: 'string', computed: true } as const;
const tags = { type: 'map(string)', computed: true } as const;

const dnsNamespaceSchema: Schema = {
  attributes: {
    arn: computedText,
    description: computedText,
    hosted_zone: computedText,
    name: { type: 'string', required: true },
    tags,
    type: { type: 'string', required: true, enum: ['DNS_PUBLIC', 'DNS_PRIVATE'] },
  },
};

const httpNamespaceSchema: Schema = {
  attributes: {
    arn: computedText,
    description: computedText,
    http_name: computedText,
    name: { type: 'string', required: true },
    tags,
  },
};

const serviceSchema: Schema = {
  attributes: {
    arn: computedText,
    description: computedText,
    dns_config: {
      type: 'list(object({ namespace_id = string, routing_policy = string, dns_records = list(object({ ttl = number, type = string })) }))',
      computed: true,
    },
    health_check_config: {
      type: 'list(object({ failure_threshold = number, resource_path = string, type = string }))',
      computed: true,
    },
    health_check_custom_config: { type: 'list(object({ failure_threshold = number }))', computed: true },
    name: { type: 'string', required: true },
    namespace_id: { type: 'string', required: true },
    tags,
  },
};

async function namespaceOf(client: AwsClient, name: string, type: NamespaceType) {
  const { Namespaces = [] } = await client.call('servicediscovery', 'ListNamespaces', {
    Filters: [{ Name: 'TYPE', Values: [type] }],
  });
  const found = Namespaces.find((each) => each.Name === name);
  if (found === undefined) throw notFoundError('Service Discovery Namespace', name);
  return found;
}

export const dnsNamespaceData: DataSource<AwsClient> = {
  schema: dnsNamespaceSchema,
  async read(config, { client }) {
    const type = requiredText(config, 'type') as NamespaceType;
    const found = await namespaceOf(client, requiredText(config, 'name'), type);
    const arn = found.Arn ?? '';
    return {
      ...config,
      id: found.Id ?? null,
      arn,
      description: found.Description ?? '',
      hosted_zone: found.Properties?.DnsProperties?.HostedZoneId ?? '',
      tags: await tagsOf(client, arn),
    };
  },
};

export const httpNamespaceData: DataSource<AwsClient> = {
  schema: httpNamespaceSchema,
  async read(config, { client }) {
    const found = await namespaceOf(client, requiredText(config, 'name'), 'HTTP');
    const arn = found.Arn ?? '';
    return {
      ...config,
      id: found.Id ?? null,
      arn,
      description: found.Description ?? '',
      http_name: found.Properties?.HttpProperties?.HttpName ?? '',
      tags: await tagsOf(client, arn),
    };
  },
};

export const serviceData: DataSource<AwsClient> = {
  schema: serviceSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'name');
    const { Services = [] } = await client.call('servicediscovery', 'ListServices', {
      Filters: [{ Name: 'NAMESPACE_ID', Values: [requiredText(config, 'namespace_id')] }],
    });
    const Id = Services.find((each) => each.Name === name)?.Id;
    const found = Id === undefined ? undefined : await findService(client, Id);
    if (found === undefined) throw notFoundError('Service Discovery Service', name);
    const { HealthCheckConfig: check, HealthCheckCustomConfig: custom } = found;
    const arn = found.Arn ?? '';
    return {
      ...config,
      id: found.Id ?? null,
      arn,
      description: found.Description ?? '',
      dns_config: dnsBlocks(found),
      health_check_config:
        check === undefined
          ? []
          : [
              {
                failure_threshold: check.FailureThreshold ?? null,
                resource_path: check.ResourcePath ?? null,
                type: check.Type ?? null,
              },
            ],
      health_check_custom_config:
        custom === undefined ? [] : [{ failure_threshold: custom.FailureThreshold ?? null }],
      tags: await tagsOf(client, arn),
    };
  },
};
