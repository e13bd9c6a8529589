import { crc32 } from 'node:zlib';
import type { Route } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { routeSchema } from './route-schema.ts';
import { routeTargetNames, targetInput, targetOfRoute } from './route-targets.ts';

export const routeType: ResourceType<AwsClient> = {
  schema: routeSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const existing = await findRoute(client, config);
    if (existing?.Origin === 'CreateRoute') {
      throw new AwsError(
        'RouteAlreadyExists',
        `Route in Route Table (${requiredText(config, 'route_table_id')}) with destination (${destinationOf(config)}) already exists`,
      );
    }
    const target = targetInput(config);
    if ('LocalTarget' in target) {
      throw new AwsError(
        'InvalidGatewayID.NotFound',
        'cannot create local Route, use `terraform import` to manage existing local Routes',
      );
    }
    await client.call('ec2', 'CreateRoute', { ...destinationInput(config), ...target });
    return present(readRoute(client, config), destinationOf(config));
  },
  read: (state, { client }) => readRoute(client, state),
  async update(config, prior, { client }) {
    await client.call('ec2', 'ReplaceRoute', {
      ...destinationInput(prior),
      ...targetInput(config),
    });
    return present(readRoute(client, config), destinationOf(config));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('ec2', 'DeleteRoute', destinationInput(state)),
      'InvalidRoute.NotFound',
      'InvalidRouteTableID.NotFound',
    );
  },
  plan(config, prior) {
    const others = routeTargetNames.filter((name) => name !== 'network_interface_id');
    return prior !== undefined && hasChanged(config, prior, ...others)
      ? { recompute: ['network_interface_id', 'instance_id', 'instance_owner_id', 'state'] }
      : {};
  },
};

function destinationInput(route: PlainObject) {
  return {
    RouteTableId: requiredText(route, 'route_table_id'),
    DestinationCidrBlock: textOf(route, 'destination_cidr_block'),
    DestinationIpv6CidrBlock: textOf(route, 'destination_ipv6_cidr_block'),
    DestinationPrefixListId: textOf(route, 'destination_prefix_list_id'),
  };
}

function destinationOf(route: PlainObject): string {
  return (
    textOf(route, 'destination_cidr_block') ??
    textOf(route, 'destination_ipv6_cidr_block') ??
    textOf(route, 'destination_prefix_list_id') ??
    ''
  );
}

async function findRoute(client: AwsClient, known: PlainObject): Promise<Route | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeRouteTables', {
      RouteTableIds: [requiredText(known, 'route_table_id')],
    }),
    'InvalidRouteTableID.NotFound',
  );
  const destination = destinationOf(known);
  return found?.RouteTables?.[0]?.Routes?.find((route) =>
    [route.DestinationCidrBlock, route.DestinationIpv6CidrBlock, route.DestinationPrefixListId].includes(
      destination,
    ),
  );
}

async function readRoute(client: AwsClient, known: PlainObject): Promise<PlainObject | undefined> {
  const route = await findRoute(client, known);
  if (route === undefined) return undefined;
  const routeTableId = requiredText(known, 'route_table_id');
  return {
    id: `r-${routeTableId}${crc32(destinationOf(known))}`,
    route_table_id: routeTableId,
    destination_cidr_block: route.DestinationCidrBlock ?? null,
    destination_ipv6_cidr_block: route.DestinationIpv6CidrBlock ?? null,
    destination_prefix_list_id: route.DestinationPrefixListId ?? null,
    ...targetOfRoute(route),
    instance_id: route.InstanceId ?? '',
    instance_owner_id: route.InstanceOwnerId ?? '',
    network_interface_id: route.NetworkInterfaceId ?? '',
    origin: route.Origin ?? null,
    state: route.State ?? null,
  };
}
