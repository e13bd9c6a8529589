import { describe, expect, it } from 'vitest';
import { clientVerdict } from './client-reachability.ts';
import type { SecurityGroupRuleModel } from './model.ts';
import { anywhere, groupPeer, rule, testNetwork, type TestNetworkChanges } from './test-network.ts';

const judge = (port: number, changes?: TestNetworkChanges) =>
  clientVerdict(testNetwork(changes), ['eni-alb'], port);
const letsIn = (...ingress: readonly SecurityGroupRuleModel[]): TestNetworkChanges => ({
  groups: { 'sg-alb': { ingress: [...ingress] } },
});
const block = (cidrBlock: string) => ({ kind: 'ipv4', cidrBlock }) as const;

describe('clients of a load balancer', () => {
  it.each<[string, TestNetworkChanges]>([
    ['everybody', letsIn(rule(anywhere, 80))],
    ['an office', letsIn(rule(block('198.51.100.0/24'), 80))],
    ['a range of ports', letsIn(rule(anywhere, [1, 1024]))],
    ['all protocols', letsIn(rule(anywhere))],
    ['another group of the VPC', letsIn(rule(groupPeer('sg-tasks'), 80))],
    ['the VPC', letsIn(rule(block('10.0.0.0/16'), 80))],
  ])('get through where a rule lets in %s', (_, changes) => {
    expect(judge(80, changes)).toMatchObject({ allowed: true });
  });

  it('do not where no rule opens the port, which is said', () => {
    expect(judge(443)).toEqual({
      allowed: false,
      at: 'sg-alb',
      kind: 'security-group-ingress',
      reason: 'Security group sg-alb (ecs_alb_sg) has no inbound rule that allows TCP 443 from any client.',
      remedy: 'Add an inbound rule for TCP 443 to security group sg-alb (ecs_alb_sg).',
    });
    expect(judge(80, letsIn(rule({ kind: 'ipv6', cidrBlock: '::/0' }, 80)))).toMatchObject({
      allowed: false,
    });
  });

  it('do not get into subnets that the internet has no route to', () => {
    const local = { cidrBlock: '10.0.0.0/16', target: { kind: 'local' }, state: 'active' } as const;
    expect(judge(80, { publicRoutes: [local] })).toMatchObject({
      allowed: false,
      kind: 'route',
      at: 'rtb-public',
    });
  });

  it('get no answer from a zone that is out', () => {
    expect(judge(80, { faults: { zones: new Map([['us-east-1a', 'fault-1']]) } })).toMatchObject({
      allowed: false,
      kind: 'fault',
    });
  });

  it('need a node only in one zone', () => {
    const verdict = (...ids: string[]) => clientVerdict(testNetwork(), ids, 80).allowed;
    expect(verdict('eni-task', 'eni-alb')).toBe(true);
    expect(verdict('eni-task')).toBe(false);
    expect(verdict()).toBe(false);
  });
});
