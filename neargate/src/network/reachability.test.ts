import { describe, expect, it } from 'vitest';
import { type Connection, decide, type Endpoint } from './reachability.ts';
import { anywhere, groupPeer, rule, type TestNetworkChanges, testNetwork } from './test-network.ts';

const alb = { interfaceId: 'eni-alb' };
const task = { interfaceId: 'eni-task' };
const database = { interfaceId: 'eni-db' };
const somebody = { internetAddress: '203.0.113.7' };
const local = { cidrBlock: '10.0.0.0/16', target: { kind: 'local' }, state: 'active' } as const;

function tcp(source: Endpoint, destination: Endpoint, port: number): Connection {
  return { source, destination, protocol: 'tcp', port };
}

describe('connections that get through', () => {
  it.each<[string, Connection]>([
    ['the internet to the load balancer', tcp(somebody, alb, 80)],
    ['the load balancer to a task', tcp(alb, task, 3002)],
    ['a task to its database', tcp(task, database, 5432)],
    ['a task to the internet by its NAT gateway', tcp(task, somebody, 443)],
    ['a task to S3 by the gateway endpoint', tcp(task, { internetAddress: '52.216.1.1' }, 443)],
    ['a task to a database named by address', tcp(task, { internetAddress: '10.0.20.10' }, 5432)],
  ])('%s', (_, connection) => {
    expect(decide(testNetwork(), connection)).toMatchObject({ allowed: true });
  });

  it('name the way they took', () => {
    const verdict = decide(testNetwork(), tcp(task, somebody, 443));
    expect(verdict.allowed && verdict.path.map((step) => step.resourceId)).toEqual([
      'eni-task',
      'rtb-private',
      'nat-1',
      'rtb-public',
      'igw-1',
      '203.0.113.7',
    ]);
  });
});

const entry = { egress: false, protocol: 'tcp', cidrBlock: '0.0.0.0/0' } as const;
const allowAll = { ruleNumber: 100, action: 'allow', protocol: '-1', cidrBlock: '0.0.0.0/0' } as const;

describe('connections that do not', () => {
  it.each<[string, TestNetworkChanges, Connection, string, string]>([
    [
      'a port the tasks do not open to the load balancer',
      { groups: { 'sg-tasks': { ingress: [rule(groupPeer('sg-alb'), 3001)] } } },
      tcp(alb, task, 3002),
      'security-group-ingress',
      'Security group sg-tasks (ecs_tasks_sg) has no inbound rule that allows TCP 3002 from security group sg-alb (ecs_alb_sg).',
    ],
    [
      'a port the load balancer may not call',
      { groups: { 'sg-alb': { egress: [rule(groupPeer('sg-tasks'), 3001)] } } },
      tcp(alb, task, 3002),
      'security-group-egress',
      'Security group sg-alb (ecs_alb_sg) has no outbound rule that allows TCP 3002 to security group sg-tasks (ecs_tasks_sg).',
    ],
    [
      'the load balancer to the database',
      { groups: { 'sg-alb': { egress: [rule(anywhere)] } } },
      tcp(alb, database, 5432),
      'security-group-ingress',
      'Security group sg-db (database) has no inbound rule that allows TCP 5432 from security group sg-alb (ecs_alb_sg).',
    ],
    [
      'the internet to a task',
      {},
      tcp(somebody, task, 3001),
      'interface',
      'Network interface eni-task has no public IP address, so that 203.0.113.7 cannot reach it.',
    ],
    [
      'the internet to a port the load balancer does not open',
      {},
      tcp(somebody, alb, 443),
      'security-group-ingress',
      'Security group sg-alb (ecs_alb_sg) has no inbound rule that allows TCP 443 from 203.0.113.7.',
    ],
    [
      'a task without a default route',
      { privateRoutes: [local] },
      tcp(task, somebody, 443),
      'route',
      'Route table rtb-private (private-a) of subnet subnet-private has no route for 203.0.113.7.',
    ],
    [
      'a task whose NAT gateway is not there yet',
      { natState: 'pending' },
      tcp(task, somebody, 443),
      'nat-gateway',
      'NAT gateway nat-1 is pending, not available.',
    ],
    [
      'a task whose NAT gateway was deleted',
      {
        privateRoutes: [
          local,
          { cidrBlock: '0.0.0.0/0', target: { kind: 'nat-gateway', id: 'nat-1' }, state: 'blackhole' },
        ],
      },
      tcp(task, somebody, 443),
      'route',
      'The route for 203.0.113.7 in route table rtb-private (private-a) of subnet subnet-private is a blackhole: its target is gone.',
    ],
    [
      'a NAT gateway in a subnet without an internet gateway',
      { publicRoutes: [local] },
      tcp(task, somebody, 443),
      'route',
      'NAT gateway nat-1 lies in subnet subnet-public, whose route table rtb-public has no route to an internet gateway for 203.0.113.7.',
    ],
    [
      'a task without a public address behind an internet gateway',
      {
        privateRoutes: [
          local,
          { cidrBlock: '0.0.0.0/0', target: { kind: 'internet-gateway', id: 'igw-1' }, state: 'active' },
        ],
      },
      tcp(task, somebody, 443),
      'internet-gateway',
      'Internet gateway igw-1 drops packets from 10.0.10.10 because network interface eni-task has no public IP address.',
    ],
    [
      'a network ACL that denies the port',
      {
        privateAcl: [
          { ...entry, ruleNumber: 90, action: 'deny', ports: { from: 3001, to: 3001 } },
          { ...allowAll, egress: false },
          { ...allowAll, egress: true },
        ],
      },
      tcp(alb, task, 3001),
      'network-acl',
      'Network ACL acl-private of subnet subnet-private denies TCP 3001 from 10.0.0.10, by its inbound rule 90.',
    ],
    [
      'a network ACL without a rule for the replies',
      {
        privateAcl: [
          { ...allowAll, egress: false },
          { ...entry, egress: true, ruleNumber: 100, action: 'allow', ports: { from: 443, to: 443 } },
        ],
      },
      tcp(alb, task, 3001),
      'network-acl',
      'Network ACL acl-private of subnet subnet-private has no outbound rule that allows TCP 1024-65535 to 10.0.0.10, which replies need.',
    ],
    [
      'an address of the VPC that nothing has',
      {},
      tcp(task, { internetAddress: '10.0.99.1' }, 80),
      'interface',
      'No network interface in vpc-1 has the address 10.0.99.1.',
    ],
  ])('%s', (_, changes, connection, kind, reason) => {
    expect(decide(testNetwork(changes), connection)).toMatchObject({ allowed: false, kind, reason });
  });
});

describe('network ACLs', () => {
  it('do not stand between interfaces of the same subnet', () => {
    const model = testNetwork({
      privateAcl: [],
      groups: { 'sg-tasks': { ingress: [rule(groupPeer('sg-tasks'))] } },
    });
    expect(decide(model, tcp(task, { interfaceId: 'eni-neighbour' }, 80)).allowed).toBe(true);
  });

  it('let replies through when only a few ephemeral ports are denied', () => {
    const model = testNetwork({
      privateAcl: [
        { ...entry, egress: true, ruleNumber: 90, action: 'deny', ports: { from: 3389, to: 3389 } },
        { ...allowAll, egress: false },
        { ...allowAll, egress: true },
      ],
    });
    expect(decide(model, tcp(alb, task, 3001)).allowed).toBe(true);
  });
});

describe('security groups', () => {
  it('count the rules of all groups of an interface together and name all when none matches', () => {
    const model = testNetwork();
    const both = new Map(model.interfaces);
    const eni = model.interfaces.get('eni-db');
    if (eni === undefined) throw new Error('the test network has no database');
    both.set('eni-db', { ...eni, groupIds: ['sg-db', 'sg-tasks'] });
    const changed = { ...model, interfaces: both };
    expect(decide(changed, tcp(task, database, 5432)).allowed).toBe(true);
    expect(decide(changed, tcp(task, database, 22))).toMatchObject({
      reason:
        'None of the security groups sg-db (database), sg-tasks (ecs_tasks_sg) has an inbound rule that allows TCP 22 from security group sg-tasks (ecs_tasks_sg).',
    });
  });

  it('that name another group do not match its public addresses', () => {
    const model = testNetwork({ groups: { 'sg-alb': { ingress: [rule(groupPeer('sg-tasks'))] } } });
    expect(decide(model, tcp({ internetAddress: '198.18.0.2' }, alb, 80)).allowed).toBe(false);
  });
});
