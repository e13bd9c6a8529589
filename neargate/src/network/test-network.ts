import { type NetworkFaults, noFaults } from './faults.ts';
import type {
  NetworkAclEntryModel,
  NetworkModel,
  RouteModel,
  SecurityGroupModel,
  SecurityGroupRuleModel,
} from './model.ts';

export const anywhere = { kind: 'ipv4', cidrBlock: '0.0.0.0/0' } as const;

export function rule(
  peer: SecurityGroupRuleModel['peer'],
  ports?: number | readonly [number, number],
): SecurityGroupRuleModel {
  const [fromPort, toPort] = typeof ports === 'number' ? [ports, ports] : (ports ?? [-1, -1]);
  return { id: 'sgr-test', protocol: ports === undefined ? '-1' : 'tcp', fromPort, toPort, peer };
}

export function groupPeer(groupId: string): SecurityGroupRuleModel['peer'] {
  return { kind: 'group', groupId };
}

const allowAll: NetworkAclEntryModel[] = [false, true].map((egress) => ({
  ruleNumber: 100,
  egress,
  action: 'allow',
  protocol: '-1',
  cidrBlock: '0.0.0.0/0',
}));

export interface TestNetworkChanges {
  readonly groups?: Readonly<Record<string, Partial<SecurityGroupModel>>>;
  readonly privateAcl?: readonly NetworkAclEntryModel[];
  readonly privateRoutes?: readonly RouteModel[];
  readonly publicRoutes?: readonly RouteModel[];
  readonly natState?: string;
  readonly faults?: Partial<NetworkFaults>;
}

/** A public subnet with a load balancer and a NAT gateway, and two private ones with a task and a database. */
export function testNetwork(changes: TestNetworkChanges = {}): NetworkModel {
  const local: RouteModel = { cidrBlock: '10.0.0.0/16', target: { kind: 'local' }, state: 'active' };
  const groups: Record<string, SecurityGroupModel> = {
    'sg-alb': {
      id: 'sg-alb',
      name: 'ecs_alb_sg',
      ingress: [rule(anywhere, 80)],
      egress: [rule(groupPeer('sg-tasks'), [3001, 3002])],
    },
    'sg-tasks': {
      id: 'sg-tasks',
      name: 'ecs_tasks_sg',
      ingress: [rule(groupPeer('sg-alb'), [3001, 3002])],
      egress: [rule(anywhere)],
    },
    'sg-db': {
      id: 'sg-db',
      name: 'database',
      ingress: [rule(groupPeer('sg-tasks'), 5432)],
      egress: [],
    },
  };
  const securityGroups = Object.values(groups).map((group) => ({ ...group, ...changes.groups?.[group.id] }));
  return {
    vpcs: byId([{ id: 'vpc-1', cidrBlocks: ['10.0.0.0/16'] }]),
    subnets: byId([
      subnet('subnet-public', '10.0.0.0/24', 'rtb-public', 'acl-open'),
      subnet('subnet-private', '10.0.10.0/24', 'rtb-private', 'acl-private'),
      subnet('subnet-data', '10.0.20.0/24', 'rtb-private', 'acl-open'),
    ]),
    routeTables: byId([
      {
        id: 'rtb-public',
        routes: changes.publicRoutes ?? [
          local,
          {
            cidrBlock: '0.0.0.0/0',
            target: { kind: 'internet-gateway', id: 'igw-1' },
            state: 'active',
          },
        ],
      },
      {
        id: 'rtb-private',
        name: 'private-a',
        routes: changes.privateRoutes ?? [
          local,
          { cidrBlock: '0.0.0.0/0', target: { kind: 'nat-gateway', id: 'nat-1' }, state: 'active' },
          { prefixListId: 'pl-s3', target: { kind: 'endpoint', id: 'vpce-s3' }, state: 'active' },
        ],
      },
    ]),
    securityGroups: byId(securityGroups),
    networkAcls: byId([
      { id: 'acl-open', entries: allowAll },
      { id: 'acl-private', entries: changes.privateAcl ?? allowAll },
    ]),
    interfaces: byId([
      networkInterface('eni-alb', 'subnet-public', '10.0.0.10', ['sg-alb'], '198.18.0.1'),
      networkInterface('eni-task', 'subnet-private', '10.0.10.10', ['sg-tasks']),
      networkInterface('eni-db', 'subnet-data', '10.0.20.10', ['sg-db']),
      networkInterface('eni-neighbour', 'subnet-private', '10.0.10.11', ['sg-tasks']),
    ]),
    internetGateways: byId([{ id: 'igw-1', vpcId: 'vpc-1' }]),
    natGateways: byId([
      {
        id: 'nat-1',
        subnetId: 'subnet-public',
        connectivityType: 'public',
        state: changes.natState ?? 'available',
        publicIp: '198.18.0.2',
      },
    ]),
    endpoints: byId([{ id: 'vpce-s3', serviceName: 'com.amazonaws.us-east-1.s3' }]),
    prefixLists: byId([{ id: 'pl-s3', name: 'com.amazonaws.us-east-1.s3', cidrBlocks: ['52.216.0.0/15'] }]),
    faults: { ...noFaults, ...changes.faults },
  };
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

function subnet(id: string, cidrBlock: string, routeTableId: string, networkAclId: string) {
  return { id, vpcId: 'vpc-1', cidrBlock, availabilityZone: 'us-east-1a', routeTableId, networkAclId };
}

function networkInterface(
  id: string,
  subnetId: string,
  privateIp: string,
  groupIds: readonly string[],
  publicIp?: string,
) {
  return { id, vpcId: 'vpc-1', subnetId, privateIp, groupIds, publicIp };
}
