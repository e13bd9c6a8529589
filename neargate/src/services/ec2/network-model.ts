import { type NetworkFaults, noFaults } from '../../network/faults.ts';
import type {
  NetworkAclEntryModel,
  NetworkModel,
  RouteModel,
  RouteTarget,
  SecurityGroupModel,
  SecurityGroupRuleModel,
} from '../../network/model.ts';
import { prefixListsOf } from './prefix-lists.ts';
import { routeState } from './routes.ts';
import type { Ec2Tables, RouteRow, SecurityGroupRuleRow } from './store.ts';
import { nameTag } from './tags.ts';
import { defaultNetworkAcl, mainRouteTable } from './vpc-pieces.ts';

const protocolNames: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp' };

/** The network model of an account's tables in a region, as they are now, with what has been broken in it on request. */
export function buildNetworkModel(
  tables: Ec2Tables,
  region: string,
  faults: NetworkFaults = noFaults,
): NetworkModel {
  const routeTableOf = new Map<string, string>();
  for (const table of tables.routeTables.values()) {
    for (const { subnetId } of table.associations) {
      if (subnetId !== undefined) routeTableOf.set(subnetId, table.routeTableId);
    }
  }
  const networkAclOf = new Map<string, string>();
  for (const acl of tables.networkAcls.values()) {
    for (const { subnetId } of acl.associations) networkAclOf.set(subnetId, acl.networkAclId);
  }
  return {
    vpcs: index(tables.vpcs.values(), (row) => ({
      id: row.vpcId,
      cidrBlocks: row.cidrBlockAssociations.map((association) => association.cidrBlock),
    })),
    subnets: index(tables.subnets.values(), (row) => ({
      id: row.subnetId,
      name: nameTag(tables, row.subnetId),
      vpcId: row.vpcId,
      cidrBlock: row.cidrBlock,
      availabilityZone: row.availabilityZone,
      routeTableId: routeTableOf.get(row.subnetId) ?? mainRouteTable(tables, row.vpcId).routeTableId,
      networkAclId: networkAclOf.get(row.subnetId) ?? defaultNetworkAcl(tables, row.vpcId).networkAclId,
    })),
    routeTables: index(tables.routeTables.values(), (row) => ({
      id: row.routeTableId,
      name: nameTag(tables, row.routeTableId),
      routes: row.routes.filter(isIpv4).map((route) => routeModel(tables, route, row.vpcId)),
    })),
    securityGroups: securityGroupModels(tables),
    networkAcls: index(tables.networkAcls.values(), (row) => ({
      id: row.networkAclId,
      name: nameTag(tables, row.networkAclId),
      entries: row.entries.map((entry): NetworkAclEntryModel => ({
        ruleNumber: entry.ruleNumber,
        egress: entry.egress,
        action: entry.ruleAction,
        protocol: protocolNames[entry.protocol] ?? entry.protocol,
        cidrBlock: entry.cidrBlock,
        ports: entry.portRange,
      })),
    })),
    interfaces: index(tables.networkInterfaces.values(), (row) => ({
      id: row.networkInterfaceId,
      subnetId: row.subnetId,
      vpcId: row.vpcId,
      privateIp: row.privateIpAddress,
      publicIp: row.association?.publicIp,
      groupIds: row.groupIds,
    })),
    internetGateways: index(tables.internetGateways.values(), (row) => ({
      id: row.internetGatewayId,
      vpcId: row.vpcId,
    })),
    natGateways: index(tables.natGateways.values(), (row) => ({
      id: row.natGatewayId,
      subnetId: row.subnetId,
      connectivityType: row.connectivityType,
      state: row.observed.state,
      privateIp: row.privateIp,
      publicIp: row.publicIp,
    })),
    endpoints: index(tables.vpcEndpoints.values(), (row) => ({
      id: row.vpcEndpointId,
      serviceName: row.serviceName,
      vpcId: row.vpcId,
      interfaceIds: row.networkInterfaceIds,
      privateDns: row.privateDnsEnabled,
    })),
    prefixLists: index(prefixListsOf(region), (list) => ({
      id: list.prefixListId,
      name: list.prefixListName,
      cidrBlocks: list.cidrBlocks,
    })),
    faults,
  };
}

function index<Row, Model extends { id: string }>(
  rows: Iterable<Row>,
  toModel: (row: Row) => Model,
): ReadonlyMap<string, Model> {
  const models = new Map<string, Model>();
  for (const row of rows) {
    const model = toModel(row);
    models.set(model.id, model);
  }
  return models;
}

function isIpv4(route: RouteRow): boolean {
  return route.destination.ipv6CidrBlock === undefined;
}

function routeModel(tables: Ec2Tables, route: RouteRow, vpcId: string): RouteModel {
  return {
    cidrBlock: route.destination.cidrBlock,
    prefixListId: route.destination.prefixListId,
    target: targetModel(route),
    state: routeState(tables, route, vpcId),
  };
}

function targetModel({ target: { kind, id } }: RouteRow): RouteTarget {
  switch (kind) {
    case 'local':
      return { kind: 'local' };
    case 'gateway':
      return id.startsWith('vpce-') ? { kind: 'endpoint', id } : { kind: 'internet-gateway', id };
    case 'nat-gateway':
      return { kind: 'nat-gateway', id };
    default:
      return { kind: 'other', id };
  }
}

function securityGroupModels(tables: Ec2Tables): ReadonlyMap<string, SecurityGroupModel> {
  const models = new Map<
    string,
    SecurityGroupModel & { ingress: SecurityGroupRuleModel[]; egress: SecurityGroupRuleModel[] }
  >();
  for (const { groupId, groupName } of tables.securityGroups.values()) {
    models.set(groupId, { id: groupId, name: groupName, ingress: [], egress: [] });
  }
  for (const rule of tables.securityGroupRules.values()) {
    const model = models.get(rule.groupId);
    if (model !== undefined) (rule.isEgress ? model.egress : model.ingress).push(ruleModel(rule));
  }
  return models;
}

function ruleModel(rule: SecurityGroupRuleRow): SecurityGroupRuleModel {
  return {
    id: rule.ruleId,
    protocol: rule.ipProtocol,
    fromPort: rule.fromPort,
    toPort: rule.toPort,
    peer: peerModel(rule),
  };
}

function peerModel(rule: SecurityGroupRuleRow): SecurityGroupRuleModel['peer'] {
  if (rule.cidrIpv4 !== undefined) return { kind: 'ipv4', cidrBlock: rule.cidrIpv4 };
  if (rule.prefixListId !== undefined) return { kind: 'prefix-list', prefixListId: rule.prefixListId };
  if (rule.referencedGroup !== undefined) return { kind: 'group', groupId: rule.referencedGroup.groupId };
  return { kind: 'ipv6', cidrBlock: rule.cidrIpv6 ?? '' };
}
