import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { whileRefused } from '../patient.ts';
import { tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { subnetSchema } from './subnet-schema.ts';

const settings = [
  'assign_ipv6_address_on_creation',
  'enable_dns64',
  'enable_resource_name_dns_aaaa_record_on_launch',
  'enable_resource_name_dns_a_record_on_launch',
  'map_public_ip_on_launch',
] as const;

const apiNames = {
  assign_ipv6_address_on_creation: 'AssignIpv6AddressOnCreation',
  enable_dns64: 'EnableDns64',
  enable_resource_name_dns_aaaa_record_on_launch: 'EnableResourceNameDnsAAAARecordOnLaunch',
  enable_resource_name_dns_a_record_on_launch: 'EnableResourceNameDnsARecordOnLaunch',
  map_public_ip_on_launch: 'MapPublicIpOnLaunch',
} as const;

export const subnetType: ResourceType<AwsClient> = {
  schema: subnetSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    refuseOutposts(config);
    const { Subnet } = await client.call('ec2', 'CreateSubnet', {
      VpcId: requiredText(config, 'vpc_id'),
      CidrBlock: textOf(config, 'cidr_block'),
      AvailabilityZone: textOf(config, 'availability_zone'),
      AvailabilityZoneId: textOf(config, 'availability_zone_id'),
      Ipv4IpamPoolId: textOf(config, 'ipv4_ipam_pool_id'),
      Ipv4NetmaskLength: numberOf(config, 'ipv4_netmask_length'),
      Ipv6CidrBlock: textOf(config, 'ipv6_cidr_block'),
      Ipv6IpamPoolId: textOf(config, 'ipv6_ipam_pool_id'),
      Ipv6Native: boolOf(config, 'ipv6_native') === true || undefined,
      Ipv6NetmaskLength: numberOf(config, 'ipv6_netmask_length'),
      TagSpecifications: tagSpecifications('subnet', config),
    });
    const id = Subnet?.SubnetId ?? '';
    environment.created?.({ id });
    await setAttributes(client, id, config, Object.fromEntries(settings.map((name) => [name, false])));
    return present(readSubnet(client, id, config), id);
  },
  read: (state, { client }) => readSubnet(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    refuseOutposts(config);
    const id = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'ipv6_cidr_block')) {
      throw new AwsError('UnsupportedOperation', 'Neargate does not support IPv6 subnets yet.');
    }
    await setAttributes(client, id, config, prior);
    await updateTags(client, id, config, prior);
    return present(readSubnet(client, id, config), id);
  },
  async delete(state, environment) {
    const SubnetId = requiredText(state, 'id');
    await orAbsent(
      whileRefused(environment, ['DependencyViolation'], () =>
        environment.client.call('ec2', 'DeleteSubnet', { SubnetId }),
      ),
      'InvalidSubnetID.NotFound',
    );
  },
};

function refuseOutposts(config: PlainObject): void {
  const isAsked =
    textOf(config, 'outpost_arn') !== undefined ||
    textOf(config, 'customer_owned_ipv4_pool') !== undefined ||
    boolOf(config, 'map_customer_owned_ip_on_launch') === true ||
    (numberOf(config, 'enable_lni_at_device_index') ?? 0) !== 0;
  if (isAsked) throw new AwsError('UnsupportedOperation', 'Neargate does not support Outposts yet.');
}

/** One call per attribute, as EC2 wants it. */
async function setAttributes(
  client: AwsClient,
  SubnetId: string,
  config: PlainObject,
  current: PlainObject,
): Promise<void> {
  for (const name of settings) {
    const wanted = boolOf(config, name);
    if (wanted === undefined || wanted === boolOf(current, name)) continue;
    await client.call('ec2', 'ModifySubnetAttribute', {
      SubnetId,
      [apiNames[name]]: { Value: wanted },
    });
  }
  const hostnameType = textOf(config, 'private_dns_hostname_type_on_launch');
  if (hostnameType !== undefined && hostnameType !== textOf(current, 'private_dns_hostname_type_on_launch')) {
    await client.call('ec2', 'ModifySubnetAttribute', {
      SubnetId,
      PrivateDnsHostnameTypeOnLaunch: hostnameType as 'ip-name' | 'resource-name',
    });
  }
}

async function readSubnet(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeSubnets', { SubnetIds: [id] }),
    'InvalidSubnetID.NotFound',
  );
  const subnet = found?.Subnets?.[0];
  if (subnet === undefined) return undefined;
  const launch = subnet.PrivateDnsNameOptionsOnLaunch;
  return {
    id,
    arn: subnet.SubnetArn ?? null,
    assign_ipv6_address_on_creation: subnet.AssignIpv6AddressOnCreation ?? false,
    availability_zone: subnet.AvailabilityZone ?? null,
    availability_zone_id: subnet.AvailabilityZoneId ?? null,
    cidr_block: subnet.CidrBlock ?? null,
    customer_owned_ipv4_pool: subnet.CustomerOwnedIpv4Pool ?? null,
    enable_dns64: subnet.EnableDns64 ?? false,
    enable_lni_at_device_index: subnet.EnableLniAtDeviceIndex ?? null,
    enable_resource_name_dns_aaaa_record_on_launch: launch?.EnableResourceNameDnsAAAARecord ?? false,
    enable_resource_name_dns_a_record_on_launch: launch?.EnableResourceNameDnsARecord ?? false,
    ipv4_ipam_pool_id: known['ipv4_ipam_pool_id'] ?? null,
    ipv4_netmask_length: known['ipv4_netmask_length'] ?? null,
    ipv6_cidr_block: '',
    ipv6_cidr_block_association_id: '',
    ipv6_ipam_pool_id: known['ipv6_ipam_pool_id'] ?? null,
    ipv6_native: subnet.Ipv6Native ?? false,
    ipv6_netmask_length: known['ipv6_netmask_length'] ?? null,
    map_customer_owned_ip_on_launch: subnet.MapCustomerOwnedIpOnLaunch ?? false,
    map_public_ip_on_launch: subnet.MapPublicIpOnLaunch ?? false,
    outpost_arn: subnet.OutpostArn ?? null,
    owner_id: subnet.OwnerId ?? null,
    private_dns_hostname_type_on_launch: launch?.HostnameType ?? null,
    tags_all: tagsAll(subnet.Tags),
    vpc_id: subnet.VpcId ?? null,
  };
}
