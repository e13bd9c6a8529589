import type { DnsRecordIpType, VpcEndpointType } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import {
  blockOf,
  blocksOf,
  boolOf,
  hasChanged,
  requiredText,
  setChanges,
  textOf,
  textsOf,
} from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { vpcEndpointSchema } from './vpc-endpoint-schema.ts';

/** A gateway or interface endpoint. It counts for routes and reachability; no service of AWS answers behind it. */
export const vpcEndpointType: ResourceType<AwsClient> = {
  schema: vpcEndpointSchema,
  behaviour: 'real',
  async create(config, { client }) {
    refuseUnsupported(config);
    const { VpcEndpoint } = await client.call('ec2', 'CreateVpcEndpoint', {
      VpcId: requiredText(config, 'vpc_id'),
      VpcEndpointType: textOf(config, 'vpc_endpoint_type') as VpcEndpointType | undefined,
      ServiceName: textOf(config, 'service_name'),
      PolicyDocument: textOf(config, 'policy'),
      PrivateDnsEnabled: boolOf(config, 'private_dns_enabled') ?? false,
      DnsOptions: dnsOptions(config),
      RouteTableIds: textsOf(config, 'route_table_ids'),
      SecurityGroupIds: textsOf(config, 'security_group_ids'),
      SubnetIds: textsOf(config, 'subnet_ids'),
      TagSpecifications: tagSpecifications('vpc-endpoint', config),
    });
    const id = VpcEndpoint?.VpcEndpointId ?? '';
    return present(readEndpoint(client, id, config), id);
  },
  read: (state, { client }) => readEndpoint(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const id = requiredText(prior, 'id');
    if (hasChanged(config, prior, ...changeable)) {
      if (hasChanged(config, prior, 'ip_address_type', 'subnet_configuration')) refuseUnsupported(config);
      const of = (name: string) => setChanges(textsOf(prior, name), textsOf(config, name));
      const routeTables = of('route_table_ids');
      const groups = of('security_group_ids');
      const subnets = of('subnet_ids');
      const policy = hasChanged(config, prior, 'policy') ? textOf(config, 'policy') : undefined;
      await client.call('ec2', 'ModifyVpcEndpoint', {
        VpcEndpointId: id,
        AddRouteTableIds: routeTables.added,
        RemoveRouteTableIds: routeTables.removed,
        AddSecurityGroupIds: groups.added,
        RemoveSecurityGroupIds: groups.removed,
        AddSubnetIds: subnets.added,
        RemoveSubnetIds: subnets.removed,
        PolicyDocument: policy,
        ResetPolicy: hasChanged(config, prior, 'policy') && policy === undefined ? true : undefined,
        PrivateDnsEnabled: hasChanged(config, prior, 'private_dns_enabled')
          ? boolOf(config, 'private_dns_enabled')
          : undefined,
        DnsOptions: hasChanged(config, prior, 'dns_options') ? dnsOptions(config) : undefined,
      });
    }
    await updateTags(client, id, config, prior);
    return present(readEndpoint(client, id, config), id);
  },
  async delete(state, { client }) {
    const { Unsuccessful } = await client.call('ec2', 'DeleteVpcEndpoints', {
      VpcEndpointIds: [requiredText(state, 'id')],
    });
    const error = Unsuccessful?.[0]?.Error;
    if (error === undefined || error.Code === 'InvalidVpcEndpointId.NotFound') return;
    throw new AwsError(error.Code ?? 'InternalError', error.Message ?? 'the endpoint was not deleted');
  },
  plan: (config, prior) =>
    prior !== undefined && hasChanged(config, prior, 'subnet_ids')
      ? { recompute: ['dns_entry', 'network_interface_ids', 'subnet_configuration'] }
      : {},
};

const changeable = [
  'dns_options',
  'ip_address_type',
  'policy',
  'private_dns_enabled',
  'route_table_ids',
  'security_group_ids',
  'subnet_configuration',
  'subnet_ids',
] as const;

function refuseUnsupported(config: PlainObject): void {
  const ipAddressType = textOf(config, 'ip_address_type')?.toLowerCase();
  if (ipAddressType !== undefined && ipAddressType !== 'ipv4') throw unsupported('IPv6 endpoints');
  if (blocksOf(config, 'subnet_configuration').length > 0) throw unsupported('chosen endpoint addresses');
  if (textOf(config, 'resource_configuration_arn') ?? textOf(config, 'service_network_arn')) {
    throw unsupported('VPC Lattice endpoints');
  }
}

function unsupported(what: string): AwsError {
  return new AwsError('UnsupportedOperation', `Neargate does not support ${what} yet.`);
}

function dnsOptions(config: PlainObject) {
  const block = blockOf(config, 'dns_options');
  return (
    block && {
      DnsRecordIpType: textOf(block, 'dns_record_ip_type') as DnsRecordIpType | undefined,
      PrivateDnsOnlyForInboundResolverEndpoint: boolOf(
        block,
        'private_dns_only_for_inbound_resolver_endpoint',
      ),
    }
  );
}

async function readEndpoint(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeVpcEndpoints', { VpcEndpointIds: [id] }),
    'InvalidVpcEndpointId.NotFound',
  );
  const endpoint = found?.VpcEndpoints?.[0];
  if (endpoint === undefined) return undefined;
  const isGateway = endpoint.VpcEndpointType === 'Gateway';
  const [prefixList, interfaces] = await Promise.all([
    isGateway ? prefixListOf(client, endpoint.ServiceName ?? '') : undefined,
    interfacesOf(client, endpoint.NetworkInterfaceIds ?? []),
  ]);
  const knownDns = blockOf(known, 'dns_options');
  return {
    id,
    arn: ec2Arn(client, 'vpc-endpoint', id),
    auto_accept: known['auto_accept'] ?? null,
    cidr_blocks: prefixList?.Cidrs ?? [],
    dns_entry: (endpoint.DnsEntries ?? []).map(({ DnsName, HostedZoneId }) => ({
      dns_name: DnsName ?? '',
      hosted_zone_id: HostedZoneId ?? '',
    })),
    dns_options:
      endpoint.DnsOptions === undefined
        ? []
        : [
            {
              dns_record_ip_type: endpoint.DnsOptions.DnsRecordIpType ?? null,
              private_dns_only_for_inbound_resolver_endpoint:
                endpoint.DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint ??
                knownDns?.['private_dns_only_for_inbound_resolver_endpoint'] ??
                false,
              private_dns_preference: knownDns?.['private_dns_preference'] ?? null,
              private_dns_specified_domains: knownDns?.['private_dns_specified_domains'] ?? [],
            },
          ],
    ip_address_type: endpoint.IpAddressType ?? '',
    network_interface_ids: endpoint.NetworkInterfaceIds ?? [],
    owner_id: endpoint.OwnerId ?? null,
    policy: endpoint.PolicyDocument ?? null,
    prefix_list_id: prefixList?.PrefixListId ?? null,
    private_dns_enabled: endpoint.PrivateDnsEnabled ?? false,
    requester_managed: endpoint.RequesterManaged ?? false,
    resource_configuration_arn: known['resource_configuration_arn'] ?? null,
    route_table_ids: endpoint.RouteTableIds ?? [],
    security_group_ids: (endpoint.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    service_name: endpoint.ServiceName ?? null,
    service_network_arn: known['service_network_arn'] ?? null,
    service_region: endpoint.ServiceRegion ?? null,
    state: endpoint.State?.toLowerCase() ?? null,
    subnet_configuration: interfaces.map((each) => ({
      ipv4: each.PrivateIpAddress ?? '',
      ipv6: '',
      subnet_id: each.SubnetId ?? '',
    })),
    subnet_ids: endpoint.SubnetIds ?? [],
    tags_all: tagsAll(endpoint.Tags),
    vpc_endpoint_type: endpoint.VpcEndpointType ?? null,
    vpc_id: endpoint.VpcId ?? null,
  };
}

async function prefixListOf(client: AwsClient, serviceName: string) {
  const { PrefixLists } = await client.call('ec2', 'DescribePrefixLists', {
    Filters: [{ Name: 'prefix-list-name', Values: [serviceName] }],
  });
  return PrefixLists?.[0];
}

async function interfacesOf(client: AwsClient, NetworkInterfaceIds: string[]) {
  if (NetworkInterfaceIds.length === 0) return [];
  const { NetworkInterfaces } = await client.call('ec2', 'DescribeNetworkInterfaces', {
    NetworkInterfaceIds,
  });
  return NetworkInterfaces ?? [];
}
