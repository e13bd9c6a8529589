import { describe, expect, it } from 'vitest';
import type { NetworkFaults } from './faults.ts';
import { type Connection, decide } from './reachability.ts';
import { testNetwork } from './test-network.ts';

const somewhere = { internetAddress: '203.0.113.7' };
const task = { interfaceId: 'eni-task' };
const database = { interfaceId: 'eni-db' };

function tcp(source: Connection['source'], destination: Connection['destination'], port: number): Connection {
  return { source, destination, protocol: 'tcp', port };
}

describe('faults on request', () => {
  const zoneOut = { zones: new Map([['us-east-1a', 'fault-1']]) };
  const groupsCut: Partial<NetworkFaults> = {
    cuts: [{ faultId: 'fault-1', by: 'security-group', between: ['sg-db', 'sg-tasks'] }],
  };
  const subnetsCut: Partial<NetworkFaults> = {
    cuts: [{ faultId: 'fault-1', by: 'subnet', between: ['subnet-private', 'subnet-data'] }],
  };

  it.each<[string, Partial<NetworkFaults>, Connection, string]>([
    [
      'a zone, for what goes out of it',
      zoneOut,
      tcp(task, somewhere, 443),
      'Availability Zone us-east-1a, where network interface eni-task is, is out of service (fault fault-1).',
    ],
    [
      'a zone, for what comes in',
      zoneOut,
      tcp(somewhere, { interfaceId: 'eni-alb' }, 80),
      'Availability Zone us-east-1a, where network interface eni-alb is, is out of service (fault fault-1).',
    ],
    [
      'a NAT gateway',
      { natGateways: new Map([['nat-1', 'fault-1']]) },
      tcp(task, somewhere, 443),
      'NAT gateway nat-1 is stopped (fault fault-1).',
    ],
    [
      'two security groups cut apart, whichever is named first',
      groupsCut,
      tcp(task, database, 5432),
      'Security group sg-db (database) and Security group sg-tasks (ecs_tasks_sg) are cut apart (fault fault-1).',
    ],
    [
      'two subnets cut apart',
      subnetsCut,
      tcp(task, database, 5432),
      'Subnet subnet-private and Subnet subnet-data are cut apart (fault fault-1).',
    ],
  ])('stop connections: %s', (_, faults, connection, reason) => {
    expect(decide(testNetwork(), connection)).toMatchObject({ allowed: true });
    expect(decide(testNetwork({ faults }), connection)).toEqual({
      allowed: false,
      kind: 'fault',
      at: 'fault-1',
      reason,
      remedy: 'Heal it with: neargate fault heal fault-1',
    });
  });

  it('leave alone what they do not concern', () => {
    const other = { zones: new Map([['us-east-1b', 'fault-1']]) };
    expect(decide(testNetwork({ faults: other }), tcp(task, somewhere, 443))).toMatchObject({
      allowed: true,
    });
    expect(decide(testNetwork({ faults: groupsCut }), tcp(task, somewhere, 443))).toMatchObject({
      allowed: true,
    });
  });

  it('stop a NAT gateway for S3 neither: a gateway endpoint goes past it', () => {
    const faults = { natGateways: new Map([['nat-1', 'fault-1']]) };
    expect(decide(testNetwork({ faults }), tcp(task, { internetAddress: '52.216.1.1' }, 443))).toMatchObject({
      allowed: true,
    });
  });
});
