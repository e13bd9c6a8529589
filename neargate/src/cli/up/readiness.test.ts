import { describe, expect, it } from 'vitest';
import type { ServiceStatus } from '../../gateway/admin-protocol.ts';
import { isReady, pendingLines } from './readiness.ts';

const service: ServiceStatus = {
  cluster: 'main',
  name: 'users',
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  healthyCount: 2,
  taskDefinition: 'users:1',
  rolloutState: 'COMPLETED',
  rolloutStateReason: '',
  tasks: [],
  events: [],
};
const withService = (change: Partial<ServiceStatus>) => ({
  loadBalancers: [],
  databases: [],
  services: [{ ...service, ...change }],
});

describe('isReady', () => {
  it('waits for every task to be healthy and for the rollout to end', () => {
    expect(isReady(withService({}))).toBe(true);
    expect(isReady(withService({ healthyCount: 1 }))).toBe(false);
    expect(isReady(withService({ runningCount: 1 }))).toBe(false);
    expect(isReady(withService({ rolloutState: 'IN_PROGRESS' }))).toBe(false);
    expect(isReady(withService({ status: 'DRAINING', runningCount: 0 }))).toBe(true);
  });

  it('waits for databases and listeners', () => {
    const database = { identifier: 'db', status: 'creating' };
    expect(isReady({ ...withService({}), databases: [database] })).toBe(false);
    const balancer = { name: 'lb', arn: '', state: 'failed', dnsName: '', listeners: [] };
    expect(isReady({ ...withService({}), loadBalancers: [balancer] })).toBe(false);
  });
});

describe('pendingLines', () => {
  it('says what is missing', () => {
    expect(pendingLines(withService({ runningCount: 1, healthyCount: 0, pendingCount: 1 }))).toEqual([
      'Service users  1 of 2 running, 0 healthy, 1 starting',
    ]);
    expect(pendingLines(withService({}))).toEqual([]);
  });
});
