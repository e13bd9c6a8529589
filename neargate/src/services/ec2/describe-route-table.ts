import type { Route, RouteTable, RouteTableAssociation } from '@aws-sdk/client-ec2';
import type { Caller } from '../context.ts';
import { routeState } from './routes.ts';
import type { Ec2Tables, RouteRow, RouteTableRow } from './store.ts';
import { describeTags } from './tags.ts';

export function describeRouteTable(caller: Caller, tables: Ec2Tables, row: RouteTableRow): RouteTable {
  return {
    RouteTableId: row.routeTableId,
    VpcId: row.vpcId,
    OwnerId: caller.accountId,
    Associations: row.associations.map((association): RouteTableAssociation => ({
      RouteTableAssociationId: association.associationId,
      RouteTableId: row.routeTableId,
      Main: association.main,
      SubnetId: association.subnetId,
      GatewayId: association.gatewayId,
      AssociationState: { State: 'associated' },
    })),
    PropagatingVgws: [],
    Routes: row.routes.map((route) => describeRoute(caller, tables, route, row.vpcId)),
    Tags: describeTags(tables, row.routeTableId),
  };
}

function describeRoute(caller: Caller, tables: Ec2Tables, route: RouteRow, vpcId: string): Route {
  return {
    DestinationCidrBlock: route.destination.cidrBlock,
    DestinationIpv6CidrBlock: route.destination.ipv6CidrBlock,
    DestinationPrefixListId: route.destination.prefixListId,
    ...describeTarget(caller, route),
    Origin: route.origin,
    State: routeState(tables, route, vpcId),
  };
}

function describeTarget(caller: Caller, { target: { kind, id } }: RouteRow): Route {
  switch (kind) {
    case 'local':
    case 'gateway':
      return { GatewayId: id };
    case 'nat-gateway':
      return { NatGatewayId: id };
    case 'network-interface':
      return { NetworkInterfaceId: id };
    case 'vpc-peering-connection':
      return { VpcPeeringConnectionId: id };
    case 'transit-gateway':
      return { TransitGatewayId: id };
    case 'egress-only-internet-gateway':
      return { EgressOnlyInternetGatewayId: id };
    case 'carrier-gateway':
      return { CarrierGatewayId: id };
    case 'local-gateway':
      return { LocalGatewayId: id };
    case 'core-network':
      return { CoreNetworkArn: id };
    case 'instance':
      return { InstanceId: id, InstanceOwnerId: caller.accountId };
  }
}
