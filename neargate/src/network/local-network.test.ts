import { describe, expect, it } from 'vitest';
import {
  type InterfaceReference,
  judgeConnection,
  judgeInterfaces,
  judgeSource,
  type LocalNetwork,
} from './local-network.ts';
import { groupPeer, rule, type TestNetworkChanges, testNetwork } from './test-network.ts';

const scope = '123456789012/us-east-1';
const at = (interfaceId: string): InterfaceReference => ({ scope, interfaceId });

function network(changes: TestNetworkChanges = {}): LocalNetwork {
  return {
    models: new Map([[scope, testNetwork(changes)]]),
    tasks: new Map([
      ['arn:task', at('eni-task')],
      ['arn:neighbour', at('eni-neighbour')],
    ]),
    addresses: new Map([
      ['127.1.10.10', at('eni-task')],
      ['127.1.10.11', at('eni-neighbour')],
      ['127.1.20.10', at('eni-db')],
    ]),
    listeners: new Map([
      ['127.0.0.1:8080', { scope, scheme: 'internet-facing', interfaceIds: ['eni-alb'], port: 80 }],
      ['127.0.0.3:8080', { scope, scheme: 'internal', interfaceIds: ['eni-alb'], port: 80 }],
    ]),
  };
}

const databaseClosed = { groups: { 'sg-db': { ingress: [rule(groupPeer('sg-alb'), 5432)] } } };
const reason =
  'Security group sg-db (database) has no inbound rule that allows TCP 5432 from security group sg-tasks (ecs_tasks_sg).';

describe('a connection of a task', () => {
  const judge = (host: string, port: number, changes?: TestNetworkChanges) =>
    judgeConnection(network(changes), at('eni-task'), { host, port });

  it('is judged by the interface that the loopback address stands for', () => {
    expect(judge('127.1.20.10', 5432)).toMatchObject({ verdict: { allowed: true }, destination: 'eni-db' });
    expect(judge('127.1.20.10', 5432, databaseClosed)).toMatchObject({
      verdict: { allowed: false, at: 'sg-db', reason },
      destination: 'eni-db',
    });
  });

  it('to a private address is judged and led to the address that stands for it', () => {
    expect(judge('10.0.20.10', 5432)).toMatchObject({
      verdict: { allowed: true },
      destination: 'eni-db',
      host: '127.1.20.10',
    });
    expect(judge('10.0.20.99', 5432).verdict).toMatchObject({
      allowed: false,
      reason: 'No network interface in vpc-1 has the address 10.0.20.99.',
    });
  });

  it('between tasks needs a rule of theirs', () => {
    expect(judge('127.1.10.11', 3001).verdict).toMatchObject({ allowed: false, at: 'sg-tasks' });
    const open = { groups: { 'sg-tasks': { ingress: [rule(groupPeer('sg-tasks'), 3001)] } } };
    expect(judge('127.1.10.11', 3001, open).verdict).toMatchObject({ allowed: true });
    expect(judge('127.1.10.11', 3002, open).verdict).toMatchObject({ allowed: false });
  });

  it('outside needs a way there', () => {
    expect(judge('203.0.113.7', 443)).toMatchObject({
      verdict: { allowed: true },
      destination: '203.0.113.7',
    });
    const local = { cidrBlock: '10.0.0.0/16', target: { kind: 'local' }, state: 'active' } as const;
    expect(judge('203.0.113.7', 443, { privateRoutes: [local] }).verdict).toMatchObject({
      allowed: false,
      reason: 'Route table rtb-private (private-a) of subnet subnet-private has no route for 203.0.113.7.',
    });
  });

  it('over IPv6 does not get out of a VPC that has none', () => {
    expect(judge('2001:db8::1', 443).verdict).toMatchObject({ allowed: false });
  });

  it('to what else listens on this machine is not the network’s', () => {
    expect(judge('127.0.0.2', 8080).verdict).toEqual({ allowed: true, path: [] });
  });

  it('to a load balancer goes by way of the internet where it faces that', () => {
    expect(judge('127.0.0.1', 8080).verdict).toMatchObject({ allowed: true });
    expect(judge('127.0.0.1', 8080, { natState: 'deleted' })).toMatchObject({
      verdict: { allowed: false },
      destination: 'eni-alb',
    });
    const shut = { groups: { 'sg-alb': { ingress: [rule(groupPeer('sg-db'), 80)] } } };
    expect(judge('127.0.0.3', 8080, shut).verdict).toMatchObject({ allowed: false, at: 'sg-alb' });
  });

  it('to an internal load balancer needs rules of both', () => {
    expect(judge('127.0.0.3', 8080, { natState: 'deleted' }).verdict).toMatchObject({ allowed: true });
    const foreign = { groups: { 'sg-alb': { ingress: [rule(groupPeer('sg-db'), 80)] } } };
    expect(judge('127.0.0.3', 8080, foreign).verdict).toMatchObject({ allowed: false, at: 'sg-alb' });
    const silent = { groups: { 'sg-tasks': { egress: [rule(groupPeer('sg-db'), 5432)] } } };
    expect(judge('127.0.0.3', 8080, silent).verdict).toMatchObject({ allowed: false, at: 'sg-tasks' });
  });

  it('of an interface that is gone is denied', () => {
    expect(judgeConnection(network(), at('eni-gone'), { host: '203.0.113.7', port: 443 })).toMatchObject({
      verdict: { allowed: false, reason: 'Network interface eni-gone does not exist.' },
    });
  });
});

describe('a connection to a database, by the address it comes from', () => {
  it('is judged by the groups of the task at the address', () => {
    const open = network();
    const model = testNetwork();
    const neighbour = model.interfaces.get('eni-neighbour');
    const interfaces = new Map(model.interfaces);
    if (neighbour !== undefined) interfaces.set('eni-neighbour', { ...neighbour, groupIds: ['sg-alb'] });
    const changed = { ...open, models: new Map([[scope, { ...model, interfaces }]]) };
    expect(judgeSource(changed, '127.1.10.10', at('eni-db'), 5432).allowed).toBe(true);
    expect(judgeSource(changed, '127.1.10.11', at('eni-db'), 5432).allowed).toBe(false);
  });

  it('is let through from elsewhere only where some task of the VPC is', () => {
    expect(judgeSource(network(), '127.0.0.1', at('eni-db'), 5432).allowed).toBe(true);
    expect(judgeSource(network(databaseClosed), '127.0.0.1', at('eni-db'), 5432)).toMatchObject({
      allowed: false,
      reason,
    });
    const empty = { ...network(), tasks: new Map() };
    expect(judgeSource(empty, '127.0.0.1', at('eni-db'), 5432)).toMatchObject({ allowed: false });
  });

  it('from another region does not get through', () => {
    const far = { scope: '123456789012/eu-west-1', interfaceId: 'eni-far' };
    expect(judgeInterfaces(network(), far, at('eni-db'), 5432)).toMatchObject({
      allowed: false,
      reason: 'Network interface eni-far is in another account or region than eni-db.',
    });
  });
});
