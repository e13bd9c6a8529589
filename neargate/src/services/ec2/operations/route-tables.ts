import type {
  AssociateRouteTableRequest,
  AssociateRouteTableResult,
  CreateRouteTableRequest,
  CreateRouteTableResult,
  DeleteRouteTableRequest,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  DisassociateRouteTableRequest,
  ReplaceRouteTableAssociationRequest,
  ReplaceRouteTableAssociationResult,
} from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { describeRouteTable } from '../describe-route-table.ts';
import {
  alreadyAssociated,
  dependencyViolation,
  invalidParameterValue,
  notFound,
  required,
  unsupported,
} from '../errors.ts';
import { applyFilters, type FilterTable } from '../filters.ts';
import { page, selectById } from '../paging.ts';
import { routeState } from '../routes.ts';
import type { Ec2Tables, RouteTableAssociation, RouteTableRow } from '../store.ts';
import { tagOnCreate } from '../tags.ts';
import { putRouteTable } from '../vpc-pieces.ts';

const associated = { State: 'associated' as const };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html */
export const createRouteTable = operation<CreateRouteTableRequest, CreateRouteTableResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const vpcId = required(input.VpcId, 'vpcId');
    const vpc = tables.vpcs.get(vpcId);
    if (vpc === undefined) throw notFound('vpc', vpcId);
    const row = putRouteTable(context, tables, vpc);
    tagOnCreate(tables, input.TagSpecifications, 'route-table', row.routeTableId);
    return { RouteTable: describeRouteTable(context.caller, tables, row), ClientToken: input.ClientToken };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html */
export const describeRouteTables = operation<DescribeRouteTablesRequest, DescribeRouteTablesResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.routeTables, input.RouteTableIds, (id) => notFound('route-table', id));
    const found = applyFilters(asked, input.Filters, filtersOf(tables, context.caller.accountId), {
      tables,
      idOf: (row) => row.routeTableId,
    });
    const { items, nextToken } = page(found, (row) => row.routeTableId, input);
    return {
      RouteTables: items.map((row) => describeRouteTable(context.caller, tables, row)),
      NextToken: nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html */
export const deleteRouteTable = operation<DeleteRouteTableRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, required(input.RouteTableId, 'routeTableId'));
    if (row.associations.length > 0) {
      throw dependencyViolation(
        `The routeTable '${row.routeTableId}' has dependencies and cannot be deleted.`,
      );
    }
    tables.routeTables.delete(row.routeTableId);
    tables.tags.delete(row.routeTableId);
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
export const associateRouteTable = operation<AssociateRouteTableRequest, AssociateRouteTableResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, required(input.RouteTableId, 'routeTableId'));
    if (input.GatewayId !== undefined) throw unsupported('route tables of gateways');
    const subnetId = required(input.SubnetId, 'subnetId');
    const subnet = tables.subnets.get(subnetId);
    if (subnet === undefined) throw notFound('subnet', subnetId);
    if (subnet.vpcId !== row.vpcId) throw differentNetworks(row.routeTableId, subnetId);
    for (const other of tables.routeTables.values()) {
      const existing = other.associations.find((association) => association.subnetId === subnetId);
      if (existing === undefined) continue;
      if (other.routeTableId === row.routeTableId) {
        return { AssociationId: existing.associationId, AssociationState: associated };
      }
      throw alreadyAssociated(
        `the specified association for route table ${row.routeTableId} conflicts with an existing association`,
      );
    }
    const associationId = `rtbassoc-${context.ids.hex(17)}`;
    addAssociation(tables, row, { associationId, main: false, subnetId });
    return { AssociationId: associationId, AssociationState: associated };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateRouteTable.html */
export const disassociateRouteTable = operation<DisassociateRouteTableRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const { row, association } = findAssociation(tables, required(input.AssociationId, 'associationId'));
    if (association.main) {
      throw invalidParameterValue(
        `cannot disassociate the main route table association ${association.associationId}`,
      );
    }
    removeAssociation(tables, row, association);
    return {};
  },
});

/** On the main association this makes another table the main one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html */
export const replaceRouteTableAssociation = operation<
  ReplaceRouteTableAssociationRequest,
  ReplaceRouteTableAssociationResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const target = find(tables, required(input.RouteTableId, 'routeTableId'));
    const { row, association } = findAssociation(tables, required(input.AssociationId, 'associationId'));
    if (target.vpcId !== row.vpcId) throw differentNetworks(target.routeTableId, row.routeTableId);
    const associationId = `rtbassoc-${context.ids.hex(17)}`;
    removeAssociation(tables, row, association);
    addAssociation(tables, find(tables, target.routeTableId), { ...association, associationId });
    return { NewAssociationId: associationId, AssociationState: associated };
  },
});

function find(tables: Ec2Tables, routeTableId: string): RouteTableRow {
  const row = tables.routeTables.get(routeTableId);
  if (row === undefined) throw notFound('route-table', routeTableId);
  return row;
}

function findAssociation(tables: Ec2Tables, associationId: string) {
  for (const row of tables.routeTables.values()) {
    const association = row.associations.find((each) => each.associationId === associationId);
    if (association !== undefined) return { row, association };
  }
  throw notFound('association', associationId);
}

function addAssociation(tables: Ec2Tables, row: RouteTableRow, association: RouteTableAssociation): void {
  tables.routeTables.put(row.routeTableId, { ...row, associations: [...row.associations, association] });
}

function removeAssociation(tables: Ec2Tables, row: RouteTableRow, association: RouteTableAssociation): void {
  tables.routeTables.put(row.routeTableId, {
    ...row,
    associations: row.associations.filter((each) => each !== association),
  });
}

function differentNetworks(routeTableId: string, otherId: string): Error {
  return invalidParameterValue(`route table ${routeTableId} and ${otherId} belong to different networks`);
}

function filtersOf(tables: Ec2Tables, accountId: string): FilterTable<RouteTableRow> {
  const targetsOf = (row: RouteTableRow, ...kinds: string[]) =>
    row.routes.filter((route) => kinds.includes(route.target.kind)).map((route) => route.target.id);
  return {
    'association.gateway-id': (row) => row.associations.map((each) => each.gatewayId),
    'association.main': (row) => row.associations.map((each) => String(each.main)),
    'association.route-table-association-id': (row) => row.associations.map((each) => each.associationId),
    'association.route-table-id': (row) => row.associations.map(() => row.routeTableId),
    'association.subnet-id': (row) => row.associations.map((each) => each.subnetId),
    'owner-id': () => accountId,
    'route-table-id': (row) => row.routeTableId,
    'route.destination-cidr-block': (row) => row.routes.map((route) => route.destination.cidrBlock),
    'route.destination-ipv6-cidr-block': (row) => row.routes.map((route) => route.destination.ipv6CidrBlock),
    'route.destination-prefix-list-id': (row) => row.routes.map((route) => route.destination.prefixListId),
    'route.gateway-id': (row) => targetsOf(row, 'local', 'gateway'),
    'route.nat-gateway-id': (row) => targetsOf(row, 'nat-gateway'),
    'route.origin': (row) => row.routes.map((route) => route.origin),
    'route.state': (row) => row.routes.map((route) => routeState(tables, route, row.vpcId)),
    'route.transit-gateway-id': (row) => targetsOf(row, 'transit-gateway'),
    'route.vpc-peering-connection-id': (row) => targetsOf(row, 'vpc-peering-connection'),
    'vpc-id': (row) => row.vpcId,
  };
}
