import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { whileRefused } from '../patient.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { vpcSchema } from './vpc-schema.ts';

/** A VPC. Its tenancy cannot be changed in place here: instances, which it would matter to, are not run. */
export const vpcType: ResourceType<AwsClient> = {
  schema: vpcSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const { Vpc } = await client.call('ec2', 'CreateVpc', {
      CidrBlock: textOf(config, 'cidr_block'),
      InstanceTenancy: textOf(config, 'instance_tenancy') as 'default' | 'dedicated' | undefined,
      AmazonProvidedIpv6CidrBlock: boolOf(config, 'assign_generated_ipv6_cidr_block') === true || undefined,
      Ipv4IpamPoolId: textOf(config, 'ipv4_ipam_pool_id'),
      Ipv4NetmaskLength: numberOf(config, 'ipv4_netmask_length'),
      Ipv6CidrBlock: textOf(config, 'ipv6_cidr_block'),
      Ipv6IpamPoolId: textOf(config, 'ipv6_ipam_pool_id'),
      Ipv6NetmaskLength: numberOf(config, 'ipv6_netmask_length'),
      Ipv6CidrBlockNetworkBorderGroup: textOf(config, 'ipv6_cidr_block_network_border_group'),
      TagSpecifications: tagSpecifications('vpc', config),
    });
    const id = Vpc?.VpcId ?? '';
    environment.created?.({ id });
    await setAttributes(client, id, config, {
      enable_dns_hostnames: false,
      enable_dns_support: true,
      enable_network_address_usage_metrics: false,
    });
    return present(readVpc(client, id, config), id);
  },
  read: (state, { client }) => readVpc(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const id = requiredText(prior, 'id');
    if (
      hasChanged(config, prior, 'assign_generated_ipv6_cidr_block', 'ipv6_cidr_block', 'ipv6_ipam_pool_id')
    ) {
      throw new AwsError('UnsupportedOperation', 'Neargate does not support IPv6 CIDR blocks yet.');
    }
    await setAttributes(client, id, config, prior);
    await updateTags(client, id, config, prior);
    return present(readVpc(client, id, config), id);
  },
  async delete(state, environment) {
    const VpcId = requiredText(state, 'id');
    await orAbsent(
      whileRefused(environment, ['DependencyViolation'], () =>
        environment.client.call('ec2', 'DeleteVpc', { VpcId }),
      ),
      'InvalidVpcID.NotFound',
    );
  },
  plan: (config, prior) =>
    prior !== undefined && config['instance_tenancy'] !== prior['instance_tenancy']
      ? { replace: ['instance_tenancy'] }
      : {},
};

/** Support comes before host names, which need it. */
async function setAttributes(
  client: AwsClient,
  VpcId: string,
  config: PlainObject,
  current: PlainObject,
): Promise<void> {
  const changed = (name: string) => {
    const wanted = boolOf(config, name);
    return wanted === undefined || wanted === boolOf(current, name) ? undefined : { Value: wanted };
  };
  const support = changed('enable_dns_support');
  if (support !== undefined) {
    await client.call('ec2', 'ModifyVpcAttribute', { VpcId, EnableDnsSupport: support });
  }
  const hostnames = changed('enable_dns_hostnames');
  if (hostnames !== undefined) {
    await client.call('ec2', 'ModifyVpcAttribute', { VpcId, EnableDnsHostnames: hostnames });
  }
  const metrics = changed('enable_network_address_usage_metrics');
  if (metrics !== undefined) {
    await client.call('ec2', 'ModifyVpcAttribute', {
      VpcId,
      EnableNetworkAddressUsageMetrics: metrics,
    });
  }
}

async function readVpc(client: AwsClient, id: string, known: PlainObject): Promise<PlainObject | undefined> {
  const found = await orAbsent(client.call('ec2', 'DescribeVpcs', { VpcIds: [id] }), 'InvalidVpcID.NotFound');
  const vpc = found?.Vpcs?.[0];
  if (vpc === undefined) return undefined;
  const inVpc = { Name: 'vpc-id', Values: [id] };
  const [hostnames, support, metrics, acls, routeTables, groups] = await Promise.all([
    client.call('ec2', 'DescribeVpcAttribute', { VpcId: id, Attribute: 'enableDnsHostnames' }),
    client.call('ec2', 'DescribeVpcAttribute', { VpcId: id, Attribute: 'enableDnsSupport' }),
    client.call('ec2', 'DescribeVpcAttribute', {
      VpcId: id,
      Attribute: 'enableNetworkAddressUsageMetrics',
    }),
    client.call('ec2', 'DescribeNetworkAcls', {
      Filters: [{ Name: 'default', Values: ['true'] }, inVpc],
    }),
    client.call('ec2', 'DescribeRouteTables', {
      Filters: [{ Name: 'association.main', Values: ['true'] }, inVpc],
    }),
    client.call('ec2', 'DescribeSecurityGroups', {
      Filters: [{ Name: 'group-name', Values: ['default'] }, inVpc],
    }),
  ]);
  const mainRouteTableId = routeTables.RouteTables?.[0]?.RouteTableId ?? null;
  return {
    id,
    arn: ec2Arn(client, 'vpc', id),
    assign_generated_ipv6_cidr_block: known['assign_generated_ipv6_cidr_block'] ?? null,
    cidr_block: vpc.CidrBlock ?? null,
    default_network_acl_id: acls.NetworkAcls?.[0]?.NetworkAclId ?? null,
    default_route_table_id: mainRouteTableId,
    default_security_group_id: groups.SecurityGroups?.[0]?.GroupId ?? null,
    dhcp_options_id: vpc.DhcpOptionsId ?? null,
    enable_dns_hostnames: hostnames.EnableDnsHostnames?.Value ?? false,
    enable_dns_support: support.EnableDnsSupport?.Value ?? false,
    enable_network_address_usage_metrics: metrics.EnableNetworkAddressUsageMetrics?.Value ?? false,
    instance_tenancy: vpc.InstanceTenancy ?? null,
    ipv4_ipam_pool_id: known['ipv4_ipam_pool_id'] ?? null,
    ipv4_netmask_length: known['ipv4_netmask_length'] ?? null,
    ipv6_association_id: '',
    ipv6_cidr_block: '',
    ipv6_cidr_block_network_border_group: '',
    ipv6_ipam_pool_id: known['ipv6_ipam_pool_id'] ?? null,
    ipv6_netmask_length: known['ipv6_netmask_length'] ?? null,
    main_route_table_id: mainRouteTableId,
    owner_id: vpc.OwnerId ?? null,
    tags_all: tagsAll(vpc.Tags),
  };
}
