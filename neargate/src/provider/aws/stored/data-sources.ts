import type { DataSource, PlainObject } from '../../../terraform/provider.ts';
import { boolOf, textMapOf, textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { onlyOne } from '../ec2/filters.ts';
import { sameDomain } from './domain-names.ts';

const computed = { type: 'string', computed: true } as const;
const given = { type: 'string', optional: true, computed: true } as const;
const tags = { type: 'map(string)', optional: true, computed: true } as const;

/** A zone that Terraform made here. A zone of a real account is not known. */
const route53ZoneSource: DataSource<AwsClient> = {
  schema: {
    attributes: {
      arn: computed,
      caller_reference: computed,
      comment: computed,
      enable_accelerated_recovery: { type: 'bool', optional: true },
      linked_service_description: computed,
      linked_service_principal: computed,
      name: given,
      name_servers: { type: 'list(string)', computed: true },
      primary_name_server: computed,
      private_zone: { type: 'bool', optional: true, default: false },
      resource_record_set_count: { type: 'number', computed: true },
      tags,
      vpc_id: { type: 'string', optional: true },
      zone_id: given,
    },
  },
  async read(config, { client }) {
    const name = textOf(config, 'name');
    const zoneId = textOf(config, 'zone_id');
    const vpcId = textOf(config, 'vpc_id');
    const isPrivate = boolOf(config, 'private_zone') ?? false;
    const zones = await storedObjects(client, 'aws_route53_zone');
    const vpcsOf = (zone: PlainObject) =>
      (Array.isArray(zone['vpc']) ? (zone['vpc'] as readonly PlainObject[]) : []).map((vpc) =>
        textOf(vpc, 'vpc_id'),
      );
    const zone = onlyOne(
      zones.filter(
        (each) =>
          (zoneId === undefined
            ? name !== undefined &&
              sameDomain(textOf(each, 'name') ?? '', name) &&
              vpcsOf(each).length > 0 === isPrivate
            : each['zone_id'] === zoneId) &&
          (vpcId === undefined || vpcsOf(each).includes(vpcId)) &&
          hasTags(each, config),
      ),
      'Route 53 Hosted Zone',
    );
    const records = await storedObjects(client, 'aws_route53_record');
    return {
      id: zone['id'] ?? null,
      arn: zone['arn'] ?? null,
      caller_reference: 'Neargate',
      comment: zone['comment'] ?? null,
      enable_accelerated_recovery: zone['enable_accelerated_recovery'] ?? null,
      linked_service_description: '',
      linked_service_principal: '',
      name: (textOf(zone, 'name') ?? '').replace(/\.$/, ''),
      name_servers: zone['name_servers'] ?? [],
      primary_name_server: zone['primary_name_server'] ?? null,
      private_zone: vpcsOf(zone).length > 0,
      // The zone's own NS and SOA records count.
      resource_record_set_count: 2 + records.filter((record) => record['zone_id'] === zone['id']).length,
      tags: zone['tags_all'] ?? {},
      vpc_id: config['vpc_id'] ?? null,
      zone_id: zone['zone_id'] ?? null,
    };
  },
};

export const storedDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_route53_zone: route53ZoneSource,
};

async function storedObjects(client: AwsClient, type: string): Promise<PlainObject[]> {
  const { resources } = await client.call('stored-resources', 'ListStoredResources', { type });
  return resources.map(({ attributes }) => attributes);
}

function hasTags(object: PlainObject, config: PlainObject): boolean {
  const present = textMapOf(object, 'tags_all');
  return Object.entries(textMapOf(config, 'tags')).every(([key, value]) => present[key] === value);
}
