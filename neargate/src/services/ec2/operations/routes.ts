import type {
  CreateRouteRequest,
  CreateRouteResult,
  DeleteRouteRequest,
  ReplaceRouteRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import { containsNetwork, formatIpv4Cidr, parseIpv4Cidr } from '../../../network/ipv4.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import {
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  natGatewayNotFound,
  notFound,
  required,
  unsupported,
} from '../errors.ts';
import { destinationText } from '../routes.ts';
import type { Ec2Tables, RouteDestination, RouteRow, RouteTableRow } from '../store.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
export const createRoute = operation<CreateRouteRequest, CreateRouteResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const table = find(tables, required(input.RouteTableId, 'routeTableId'));
    const destination = destinationOf(input);
    checkDestination(table, destination);
    const target = targetOf(tables, table, input);
    if (table.routes.some((route) => sameDestination(route.destination, destination))) {
      throw new AwsError(
        'RouteAlreadyExists',
        `The route identified by ${destinationText(destination)} already exists.`,
      );
    }
    const route: RouteRow = { destination, target, origin: 'CreateRoute' };
    tables.routeTables.put(table.routeTableId, { ...table, routes: [...table.routes, route] });
    return { Return: true };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html */
export const replaceRoute = operation<ReplaceRouteRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const table = find(tables, required(input.RouteTableId, 'routeTableId'));
    const destination = destinationOf(input);
    const existing = findRoute(table, destination);
    const target: RouteRow['target'] =
      input.LocalTarget === true ? { kind: 'local', id: 'local' } : targetOf(tables, table, input);
    tables.routeTables.put(table.routeTableId, {
      ...table,
      routes: table.routes.map((route) => (route === existing ? { ...route, target } : route)),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html */
export const deleteRoute = operation<DeleteRouteRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const table = find(tables, required(input.RouteTableId, 'routeTableId'));
    const existing = findRoute(table, destinationOf(input));
    if (existing.target.kind === 'local') {
      throw invalidParameterValue(
        `cannot remove local route ${destinationText(existing.destination)} in route table ${table.routeTableId}`,
      );
    }
    tables.routeTables.put(table.routeTableId, {
      ...table,
      routes: table.routes.filter((route) => route !== existing),
    });
    return {};
  },
});

function find(tables: Ec2Tables, routeTableId: string): RouteTableRow {
  const row = tables.routeTables.get(routeTableId);
  if (row === undefined) throw notFound('route-table', routeTableId);
  return row;
}

function findRoute(table: RouteTableRow, destination: RouteDestination): RouteRow {
  const route = table.routes.find((each) => sameDestination(each.destination, destination));
  if (route !== undefined) return route;
  throw new AwsError(
    'InvalidRoute.NotFound',
    `no route with destination-cidr-block ${destinationText(destination)} in route table ${table.routeTableId}`,
  );
}

interface DestinationInput {
  readonly DestinationCidrBlock?: string | undefined;
  readonly DestinationIpv6CidrBlock?: string | undefined;
  readonly DestinationPrefixListId?: string | undefined;
}

function destinationOf(input: DestinationInput): RouteDestination {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = input;
  const given = [DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId].filter(
    (each) => each !== undefined,
  );
  if (given.length === 0) throw missingParameter('destinationCidrBlock');
  if (given.length > 1) throw invalidParameterCombination('Only one destination may be specified');
  if (DestinationCidrBlock === undefined) {
    return { ipv6CidrBlock: DestinationIpv6CidrBlock, prefixListId: DestinationPrefixListId };
  }
  const network = parseIpv4Cidr(DestinationCidrBlock);
  if (network === undefined) {
    throw invalidParameterValue(
      `Value (${DestinationCidrBlock}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
    );
  }
  return { cidrBlock: formatIpv4Cidr(network) };
}

/** A route more specific than the local one is possible on AWS for whole subnets; Neargate has no middlebox to send it to. */
function checkDestination(table: RouteTableRow, destination: RouteDestination): void {
  if (destination.cidrBlock === undefined) return;
  const network = parseIpv4Cidr(destination.cidrBlock);
  for (const route of table.routes) {
    const local =
      route.target.kind === 'local' ? parseIpv4Cidr(route.destination.cidrBlock ?? '') : undefined;
    const inside = network !== undefined && local !== undefined && containsNetwork(local, network);
    if (inside && network.prefixLength > local.prefixLength) {
      throw unsupported('routes more specific than the local route');
    }
  }
}

function sameDestination(left: RouteDestination, right: RouteDestination): boolean {
  return destinationText(left) === destinationText(right);
}

type TargetInput = Omit<CreateRouteRequest, 'RouteTableId'>;

function targetOf(tables: Ec2Tables, table: RouteTableRow, input: TargetInput): RouteRow['target'] {
  const given: RouteRow['target'][] = [];
  const add = (kind: RouteRow['target']['kind'], id: string | undefined) => {
    if (id !== undefined) given.push({ kind, id });
  };
  add('gateway', input.GatewayId);
  add('gateway', input.VpcEndpointId);
  add('nat-gateway', input.NatGatewayId);
  add('network-interface', input.NetworkInterfaceId);
  add('vpc-peering-connection', input.VpcPeeringConnectionId);
  add('transit-gateway', input.TransitGatewayId);
  add('egress-only-internet-gateway', input.EgressOnlyInternetGatewayId);
  add('carrier-gateway', input.CarrierGatewayId);
  add('local-gateway', input.LocalGatewayId);
  add('core-network', input.CoreNetworkArn);
  add('instance', input.InstanceId);
  const [target, ...others] = given;
  if (target === undefined) throw missingParameter('gatewayId');
  if (others.length > 0) throw invalidParameterCombination('Only one route target may be specified');
  checkTarget(tables, table, target);
  return target;
}

function checkTarget(tables: Ec2Tables, table: RouteTableRow, { kind, id }: RouteRow['target']): void {
  switch (kind) {
    case 'gateway': {
      const gateway = tables.internetGateways.get(id);
      if (gateway === undefined) throw notFound('gateway', id);
      if (gateway.vpcId !== table.vpcId) {
        throw invalidParameterValue(
          `route table ${table.routeTableId} and network gateway ${id} belong to different networks`,
        );
      }
      return;
    }
    case 'nat-gateway': {
      const gateway = tables.natGateways.get(id);
      if (gateway === undefined) throw natGatewayNotFound(id);
      if (gateway.vpcId !== table.vpcId) {
        throw invalidParameterValue(
          `route table ${table.routeTableId} and NAT gateway ${id} belong to different networks`,
        );
      }
      return;
    }
    case 'network-interface': {
      const networkInterface = tables.networkInterfaces.get(id);
      if (networkInterface === undefined) throw notFound('network-interface', id);
      if (networkInterface.vpcId !== table.vpcId) {
        throw invalidParameterValue(
          `route table ${table.routeTableId} and interface ${id} belong to different networks`,
        );
      }
      return;
    }
    case 'local':
      return;
    default:
      throw unsupported(`routes to a ${kind}`);
  }
}
