import { describe, expect, it } from 'vitest';
import type { NetworkModel } from '../../network/model.ts';
import { groupPeer, rule, testNetwork } from '../../network/test-network.ts';
import type { LoadBalancerRow } from '../../services/elbv2/store.ts';
import { loadBalancerReachability, loadBalancerVerdict } from './load-balancer-reachability.ts';

const zone = (networkInterfaceId: string) => ({
  zoneName: 'us-east-1a',
  subnetId: 'subnet-public',
  networkInterfaceId,
});
const loadBalancer = {
  name: 'main',
  loadBalancerArn: 'arn',
  zones: [zone('eni-alb')],
} as unknown as LoadBalancerRow;
const reach = (model: NetworkModel, port: number, id = '10.0.10.10') =>
  loadBalancerReachability(model)(loadBalancer, 'vpc-1', id, port);

describe('loadBalancerReachability', () => {
  it('lets the load balancer through to the ports that both groups name', () => {
    expect(reach(testNetwork(), 3002)).toEqual({ allowed: true });
  });

  it('says which rule is missing where', () => {
    const model = testNetwork({ groups: { 'sg-tasks': { ingress: [rule(groupPeer('sg-alb'), 3001)] } } });
    expect(reach(model, 3001)).toEqual({ allowed: true });
    expect(reach(model, 3002)).toEqual({
      allowed: false,
      reason:
        'Security group sg-tasks (ecs_tasks_sg) has no inbound rule that allows TCP 3002 from security group sg-alb (ecs_alb_sg).',
    });
    expect(loadBalancerVerdict(model, loadBalancer, 'vpc-1', '10.0.10.10', 3002)).toMatchObject({
      at: 'sg-tasks',
      remedy: expect.stringContaining('Add an inbound rule for TCP 3002') as string,
    });
  });

  it('denies when one of its zones does not get through', () => {
    const open = testNetwork();
    const interfaces = new Map(open.interfaces).set('eni-alb-b', {
      id: 'eni-alb-b',
      vpcId: 'vpc-1',
      subnetId: 'subnet-public',
      privateIp: '10.0.0.11',
      groupIds: ['sg-db'],
    });
    const twoZones = { ...loadBalancer, zones: [zone('eni-alb'), zone('eni-alb-b')] };
    const verdict = loadBalancerVerdict({ ...open, interfaces }, twoZones, 'vpc-1', '10.0.10.10', 3002);
    expect(verdict).toMatchObject({ allowed: false, at: 'sg-db' });
  });

  it('says that nothing has an address that is gone', () => {
    expect(reach(testNetwork(), 3002, '10.0.10.99')).toEqual({
      allowed: false,
      reason: expect.stringMatching(/10\.0\.10\.99/) as string,
    });
  });
});
