import type {
  DataSource,
  OperationEnvironment,
  PlainObject,
  ResourceType,
  Schema,
} from '../../../terraform/provider.ts';
import { boolOf, textOf, textsOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { availabilityZonesSchema } from './availability-zones-schema.ts';
import { tagsAll } from './ec2-resources.ts';
import { filterBlocks, filtersOf, onlyOne } from './filters.ts';
import { securityGroupDataSchema } from './security-group-data-schema.ts';
import { securityGroupType } from './security-group.ts';
import { subnetDataSchema } from './subnet-data-schema.ts';
import { subnetType } from './subnet.ts';
import { vpcDataSchema } from './vpc-data-schema.ts';
import { vpcType } from './vpc.ts';

export const availabilityZonesSource: DataSource<AwsClient> = {
  schema: availabilityZonesSchema,
  async read(config, { client }) {
    const { AvailabilityZones } = await client.call('ec2', 'DescribeAvailabilityZones', {
      AllAvailabilityZones: boolOf(config, 'all_availability_zones'),
      Filters: filtersOf(config, { state: 'state' }),
    });
    const excluded = [...textsOf(config, 'exclude_names'), ...textsOf(config, 'exclude_zone_ids')];
    const zones = (AvailabilityZones ?? [])
      .map(({ ZoneName = '', ZoneId = '', GroupName = '' }) => ({ ZoneName, ZoneId, GroupName }))
      .filter(({ ZoneName, ZoneId }) => !excluded.includes(ZoneName) && !excluded.includes(ZoneId))
      .toSorted((left, right) => (left.ZoneName < right.ZoneName ? -1 : 1));
    return {
      ...config,
      id: client.caller.region,
      group_names: [...new Set(zones.map(({ GroupName }) => GroupName))],
      names: zones.map(({ ZoneName }) => ZoneName),
      zone_ids: zones.map(({ ZoneId }) => ZoneId),
    };
  },
};

export const vpcSource: DataSource<AwsClient> = {
  schema: vpcDataSchema,
  async read(config, environment) {
    const id = textOf(config, 'id');
    const { Vpcs } = await environment.client.call('ec2', 'DescribeVpcs', {
      VpcIds: id === undefined ? undefined : [id],
      Filters: filtersOf(config, {
        cidr_block: 'cidr',
        default: 'isDefault',
        dhcp_options_id: 'dhcp-options-id',
        state: 'state',
      }),
    });
    const vpc = onlyOne(Vpcs, 'EC2 VPC');
    return {
      ...config,
      ...(await asResource(vpcType, vpcDataSchema, vpc.VpcId, environment)),
      cidr_block_associations: (vpc.CidrBlockAssociationSet ?? []).map((association) => ({
        association_id: association.AssociationId ?? null,
        cidr_block: association.CidrBlock ?? null,
        state: association.CidrBlockState?.State ?? null,
      })),
      default: vpc.IsDefault ?? false,
      ipv6_cidr_block_associations: [],
      state: vpc.State ?? null,
      tags: tagsAll(vpc.Tags),
    };
  },
};

export const subnetSource: DataSource<AwsClient> = {
  schema: subnetDataSchema,
  async read(config, environment) {
    const id = textOf(config, 'id');
    const { Subnets } = await environment.client.call('ec2', 'DescribeSubnets', {
      SubnetIds: id === undefined ? undefined : [id],
      Filters: filtersOf(config, {
        availability_zone: 'availabilityZone',
        availability_zone_id: 'availabilityZoneId',
        cidr_block: 'cidrBlock',
        default_for_az: 'defaultForAz',
        state: 'state',
        vpc_id: 'vpc-id',
      }),
    });
    const subnet = onlyOne(Subnets, 'EC2 Subnet');
    return {
      ...config,
      ...(await asResource(subnetType, subnetDataSchema, subnet.SubnetId, environment)),
      available_ip_address_count: subnet.AvailableIpAddressCount ?? null,
      default_for_az: subnet.DefaultForAz ?? false,
      state: subnet.State ?? null,
      tags: tagsAll(subnet.Tags),
    };
  },
};

export const securityGroupSource: DataSource<AwsClient> = {
  schema: securityGroupDataSchema,
  async read(config, environment) {
    const id = textOf(config, 'id');
    const { SecurityGroups } = await environment.client.call('ec2', 'DescribeSecurityGroups', {
      GroupIds: id === undefined ? undefined : [id],
      Filters: filtersOf(config, { name: 'group-name', vpc_id: 'vpc-id' }),
    });
    const group = onlyOne(SecurityGroups, 'EC2 Security Group');
    return {
      ...config,
      ...(await asResource(securityGroupType, securityGroupDataSchema, group.GroupId, environment)),
      tags: tagsAll(group.Tags),
    };
  },
};

export const subnetsSource: DataSource<AwsClient> = idsSource(async (config, client) => {
  const { Subnets } = await client.call('ec2', 'DescribeSubnets', { Filters: filtersOf(config) });
  return (Subnets ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
});

export const vpcsSource: DataSource<AwsClient> = idsSource(async (config, client) => {
  const { Vpcs } = await client.call('ec2', 'DescribeVpcs', { Filters: filtersOf(config) });
  return (Vpcs ?? []).flatMap(({ VpcId }) => VpcId ?? []);
});

function idsSource(
  find: (config: PlainObject, client: AwsClient) => Promise<string[]>,
): DataSource<AwsClient> {
  return {
    schema: {
      attributes: {
        ids: { type: 'list(string)', computed: true },
        tags: { type: 'map(string)', optional: true, computed: true },
      },
      blocks: { filter: filterBlocks },
    },
    read: async (config, { client }) => ({
      ...config,
      id: client.caller.region,
      ids: await find(config, client),
    }),
  };
}

/** What the resource type reads of it, as far as the data source has it. */
async function asResource(
  type: ResourceType<AwsClient>,
  schema: Schema,
  id: string | undefined,
  environment: OperationEnvironment<AwsClient>,
): Promise<PlainObject> {
  const read = (await type.read({ id: id ?? '' }, environment)) ?? {};
  return Object.fromEntries(
    Object.entries(read).filter(([name]) => name === 'id' || Object.hasOwn(schema.attributes, name)),
  );
}
