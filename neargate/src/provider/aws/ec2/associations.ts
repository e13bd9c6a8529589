import { crc32 } from 'node:zlib';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { ipv4CidrPattern } from '../patterns.ts';
import { timeouts } from '../schema-parts.ts';

const givenOnce = { type: 'string', required: true, forceNew: true } as const;
const learnt = { type: 'string', optional: true, computed: true, forceNew: true } as const;
const targets = ['instance_id', 'network_interface_id'];

/** An Elastic IP address on a network interface. Nobody outside can reach it. */
export const eipAssociationType: ResourceType<AwsClient> = {
  schema: {
    attributes: {
      allocation_id: learnt,
      allow_reassociation: { type: 'bool', optional: true, forceNew: true },
      instance_id: { ...learnt, exactlyOneOf: targets },
      network_interface_id: { ...learnt, exactlyOneOf: targets },
      private_ip_address: learnt,
      public_ip: learnt,
    },
  },
  behaviour: 'stored',
  async create(config, { client }) {
    const { AssociationId: id = '' } = await client.call('ec2', 'AssociateAddress', {
      AllocationId: textOf(config, 'allocation_id'),
      AllowReassociation: boolOf(config, 'allow_reassociation') ?? false,
      InstanceId: textOf(config, 'instance_id'),
      NetworkInterfaceId: textOf(config, 'network_interface_id'),
      PrivateIpAddress: textOf(config, 'private_ip_address'),
      PublicIp: textOf(config, 'public_ip'),
    });
    return present(readAddressAssociation(client, id, config), id);
  },
  read: (state, { client }) => readAddressAssociation(client, requiredText(state, 'id'), state),
  async delete(state, { client }) {
    await orAbsent(
      client.call('ec2', 'DisassociateAddress', { AssociationId: requiredText(state, 'id') }),
      'InvalidAssociationID.NotFound',
    );
  },
};

async function readAddressAssociation(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const { Addresses } = await client.call('ec2', 'DescribeAddresses', {
    Filters: [{ Name: 'association-id', Values: [id] }],
  });
  const address = Addresses?.[0];
  if (address === undefined) return undefined;
  return {
    id,
    allocation_id: address.AllocationId ?? null,
    allow_reassociation: known['allow_reassociation'] ?? null,
    instance_id: address.InstanceId ?? '',
    network_interface_id: address.NetworkInterfaceId ?? '',
    private_ip_address: address.PrivateIpAddress ?? '',
    public_ip: address.PublicIp ?? '',
  };
}

/** Makes another route table the main one of a VPC; the former one comes back when this is destroyed. */
export const mainRouteTableAssociationType: ResourceType<AwsClient> = {
  schema: {
    attributes: {
      original_route_table_id: { type: 'string', computed: true },
      route_table_id: { type: 'string', required: true },
      vpc_id: { type: 'string', required: true, forceNew: true },
    },
    blocks: { timeouts: timeouts('create', 'update', 'delete') },
  },
  behaviour: 'real',
  async create(config, { client }) {
    const main = await mainAssociation(client, requiredText(config, 'vpc_id'));
    return makeMain(client, config, main?.id ?? '', main?.routeTableId ?? null);
  },
  async read(state, { client }) {
    const main = await mainAssociation(client, requiredText(state, 'vpc_id'));
    if (main?.id !== state['id']) return undefined;
    return { ...state, route_table_id: main?.routeTableId ?? null };
  },
  update: (config, prior, { client }) =>
    makeMain(client, config, requiredText(prior, 'id'), prior['original_route_table_id'] ?? null),
  async delete(state, { client }) {
    await orAbsent(
      client.call('ec2', 'ReplaceRouteTableAssociation', {
        AssociationId: requiredText(state, 'id'),
        RouteTableId: requiredText(state, 'original_route_table_id'),
      }),
      'InvalidAssociationID.NotFound',
    );
  },
  plan: (config, prior) =>
    prior !== undefined && config['route_table_id'] !== prior['route_table_id'] ? { recompute: ['id'] } : {},
};

async function makeMain(
  client: AwsClient,
  config: PlainObject,
  associationId: string,
  original: PlainObject[string],
): Promise<PlainObject> {
  const { NewAssociationId: id = '' } = await client.call('ec2', 'ReplaceRouteTableAssociation', {
    AssociationId: associationId,
    RouteTableId: requiredText(config, 'route_table_id'),
  });
  return {
    id,
    original_route_table_id: original ?? null,
    route_table_id: config['route_table_id'] ?? null,
    vpc_id: config['vpc_id'] ?? null,
  };
}

async function mainAssociation(
  client: AwsClient,
  vpcId: string,
): Promise<{ id: string; routeTableId: string } | undefined> {
  const { RouteTables } = await client.call('ec2', 'DescribeRouteTables', {
    Filters: [
      { Name: 'association.main', Values: ['true'] },
      { Name: 'vpc-id', Values: [vpcId] },
    ],
  });
  const table = RouteTables?.[0];
  const association = table?.Associations?.find(({ Main }) => Main === true);
  if (table?.RouteTableId === undefined || association?.RouteTableAssociationId === undefined)
    return undefined;
  return { id: association.RouteTableAssociationId, routeTableId: table.RouteTableId };
}

/** A gateway endpoint's route in one more table. */
export const vpcEndpointRouteTableAssociationType: ResourceType<AwsClient> = {
  schema: {
    attributes: { route_table_id: givenOnce, vpc_endpoint_id: givenOnce },
    blocks: { timeouts: timeouts('create', 'delete') },
  },
  behaviour: 'real',
  async create(config, { client }) {
    const routeTableId = requiredText(config, 'route_table_id');
    const endpointId = requiredText(config, 'vpc_endpoint_id');
    await client.call('ec2', 'ModifyVpcEndpoint', {
      VpcEndpointId: endpointId,
      AddRouteTableIds: [routeTableId],
    });
    return {
      id: `a-${endpointId}${crc32(routeTableId)}`,
      route_table_id: routeTableId,
      vpc_endpoint_id: endpointId,
    };
  },
  async read(state, { client }) {
    const found = await orAbsent(
      client.call('ec2', 'DescribeVpcEndpoints', {
        VpcEndpointIds: [requiredText(state, 'vpc_endpoint_id')],
      }),
      'InvalidVpcEndpointId.NotFound',
    );
    const tables = found?.VpcEndpoints?.[0]?.RouteTableIds ?? [];
    return tables.includes(requiredText(state, 'route_table_id')) ? state : undefined;
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('ec2', 'ModifyVpcEndpoint', {
        VpcEndpointId: requiredText(state, 'vpc_endpoint_id'),
        RemoveRouteTableIds: [requiredText(state, 'route_table_id')],
      }),
      'InvalidVpcEndpointId.NotFound',
      'InvalidRouteTableId.NotFound',
      'InvalidRouteTableID.NotFound',
    );
  },
};

/** One more range of addresses for a VPC. */
export const vpcIpv4CidrBlockAssociationType: ResourceType<AwsClient> = {
  schema: {
    attributes: {
      cidr_block: { ...learnt, pattern: ipv4CidrPattern },
      ipv4_ipam_pool_id: { type: 'string', optional: true, forceNew: true },
      ipv4_netmask_length: { type: 'number', optional: true, forceNew: true, range: [16, 28] },
      vpc_id: givenOnce,
    },
    blocks: { timeouts: timeouts('create', 'delete') },
  },
  behaviour: 'real',
  async create(config, { client }) {
    const { CidrBlockAssociation } = await client.call('ec2', 'AssociateVpcCidrBlock', {
      VpcId: requiredText(config, 'vpc_id'),
      CidrBlock: textOf(config, 'cidr_block'),
      Ipv4IpamPoolId: textOf(config, 'ipv4_ipam_pool_id'),
    });
    return {
      ...config,
      id: CidrBlockAssociation?.AssociationId ?? '',
      cidr_block: CidrBlockAssociation?.CidrBlock ?? null,
    };
  },
  async read(state, { client }) {
    const id = requiredText(state, 'id');
    const { Vpcs } = await client.call('ec2', 'DescribeVpcs', {
      Filters: [{ Name: 'cidr-block-association.association-id', Values: [id] }],
    });
    const association = Vpcs?.[0]?.CidrBlockAssociationSet?.find((each) => each.AssociationId === id);
    return association && { ...state, cidr_block: association.CidrBlock ?? null };
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('ec2', 'DisassociateVpcCidrBlock', { AssociationId: requiredText(state, 'id') }),
      'InvalidVpcCidrBlockAssociationID.NotFound',
    );
  },
};
