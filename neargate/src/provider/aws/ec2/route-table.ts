import type { Route } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { whileRefused } from '../patient.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { defaultRouteTableSchema, routeTableSchema } from './route-table-schema.ts';
import { targetInput, targetOfRoute } from './route-targets.ts';

export const routeTableType: ResourceType<AwsClient> = {
  schema: routeTableSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    refusePropagation(config);
    const { RouteTable } = await client.call('ec2', 'CreateRouteTable', {
      VpcId: requiredText(config, 'vpc_id'),
      TagSpecifications: tagSpecifications('route-table', config),
    });
    const id = RouteTable?.RouteTableId ?? '';
    environment.created?.({ id });
    await changeRoutes(client, id, [], blocksOf(config, 'route'));
    return present(readRouteTable(client, id, config), id);
  },
  read: (state, { client }) => readRouteTable(client, requiredText(state, 'id'), state),
  update: updateRouteTable,
  async delete(state, environment) {
    const { client } = environment;
    const RouteTableId = requiredText(state, 'id');
    const table = await describe(client, RouteTableId);
    for (const association of table?.Associations ?? []) {
      if (association.Main === true || association.RouteTableAssociationId === undefined) continue;
      await orAbsent(
        client.call('ec2', 'DisassociateRouteTable', {
          AssociationId: association.RouteTableAssociationId,
        }),
        'InvalidAssociationID.NotFound',
      );
    }
    await orAbsent(
      whileRefused(environment, ['DependencyViolation'], () =>
        client.call('ec2', 'DeleteRouteTable', { RouteTableId }),
      ),
      'InvalidRouteTableID.NotFound',
    );
  },
};

/** The main table of a VPC: taken over with all its routes removed, and left behind when it is destroyed. */
export const defaultRouteTableType: ResourceType<AwsClient> = {
  schema: defaultRouteTableSchema,
  behaviour: 'real',
  async create(config, { client }) {
    refusePropagation(config);
    const id = requiredText(config, 'default_route_table_id');
    const table = await present(describe(client, id), id);
    const there = (table.Routes ?? []).filter((route) => isShown(route, new Set())).map(routeBlock);
    await changeRoutes(client, id, there, blocksOf(config, 'route'));
    await updateTags(client, id, config, { tags_all: tagsAll(table.Tags) });
    return present(readDefaultTable(client, id, config), id);
  },
  read: (state, { client }) => readDefaultTable(client, requiredText(state, 'id'), state),
  async update(config, prior, environment) {
    const updated = await updateRouteTable(config, prior, environment);
    return { ...updated, default_route_table_id: prior['default_route_table_id'] ?? null };
  },
  async delete() {},
};

async function readDefaultTable(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const read = await readRouteTable(client, id, known);
  return read && { ...read, default_route_table_id: id };
}

async function updateRouteTable(
  config: PlainObject,
  prior: PlainObject,
  { client }: OperationEnvironment<AwsClient>,
): Promise<PlainObject> {
  refusePropagation(config);
  const id = requiredText(prior, 'id');
  await changeRoutes(client, id, blocksOf(prior, 'route'), blocksOf(config, 'route'));
  await updateTags(client, id, config, prior);
  return present(readRouteTable(client, id, config), id);
}

function refusePropagation(config: PlainObject): void {
  if (textsOf(config, 'propagating_vgws').length === 0) return;
  throw new AwsError('UnsupportedOperation', 'Neargate does not support virtual private gateways yet.');
}

/** Routes are told apart by their destination: a new target replaces, all else comes or goes. */
async function changeRoutes(
  client: AwsClient,
  RouteTableId: string,
  prior: readonly PlainObject[],
  next: readonly PlainObject[],
): Promise<void> {
  const nextByDestination = new Map(next.map((route) => [destinationOf(route), route]));
  for (const route of prior) {
    if (nextByDestination.has(destinationOf(route))) continue;
    await orAbsent(
      client.call('ec2', 'DeleteRoute', { RouteTableId, ...destinationInput(route) }),
      'InvalidRoute.NotFound',
    );
  }
  const priorByDestination = new Map(prior.map((route) => [destinationOf(route), route]));
  for (const [destination, route] of nextByDestination) {
    const before = priorByDestination.get(destination);
    const target = targetInput(route);
    const input = { RouteTableId, ...destinationInput(route), ...target };
    if ('LocalTarget' in target || before !== undefined) {
      const isSame = before !== undefined && JSON.stringify(targetInput(before)) === JSON.stringify(target);
      if (!isSame) await client.call('ec2', 'ReplaceRoute', input);
    } else {
      await client.call('ec2', 'CreateRoute', input);
    }
  }
}

function destinationInput(route: PlainObject) {
  return {
    DestinationCidrBlock: textOf(route, 'cidr_block'),
    DestinationIpv6CidrBlock: textOf(route, 'ipv6_cidr_block'),
    DestinationPrefixListId: textOf(route, 'destination_prefix_list_id'),
  };
}

function destinationOf(route: PlainObject): string {
  return (
    textOf(route, 'cidr_block') ??
    textOf(route, 'ipv6_cidr_block') ??
    textOf(route, 'destination_prefix_list_id') ??
    ''
  );
}

async function describe(client: AwsClient, id: string) {
  const found = await orAbsent(
    client.call('ec2', 'DescribeRouteTables', { RouteTableIds: [id] }),
    'InvalidRouteTableID.NotFound',
  );
  return found?.RouteTables?.[0];
}

async function readRouteTable(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const table = await describe(client, id);
  if (table === undefined) return undefined;
  const written = new Set(blocksOf(known, 'route').map(destinationOf));
  return {
    id,
    arn: ec2Arn(client, 'route-table', id),
    owner_id: table.OwnerId ?? null,
    propagating_vgws: (table.PropagatingVgws ?? []).flatMap(({ GatewayId }) => GatewayId ?? []),
    route: (table.Routes ?? []).filter((route) => isShown(route, written)).map(routeBlock),
    tags_all: tagsAll(table.Tags),
    vpc_id: table.VpcId ?? null,
  };
}

/** The local route counts only when it is written; what a gateway endpoint or a propagation adds never does. */
function isShown(route: Route, written: ReadonlySet<string>): boolean {
  if (route.Origin === 'EnableVgwRoutePropagation') return false;
  if (route.DestinationPrefixListId !== undefined && route.GatewayId?.startsWith('vpce-') === true)
    return false;
  return route.GatewayId !== 'local' || written.has(route.DestinationCidrBlock ?? '');
}

function routeBlock(route: Route): PlainObject {
  return {
    cidr_block: route.DestinationCidrBlock ?? null,
    ipv6_cidr_block: route.DestinationIpv6CidrBlock ?? null,
    destination_prefix_list_id: route.DestinationPrefixListId ?? null,
    ...targetOfRoute(route),
  };
}
