import { describe, expect, it } from 'vitest';
import type { NetworkModel, RouteModel } from '../../network/model.ts';
import { rule, testNetwork, type TestNetworkChanges, anywhere } from '../../network/test-network.ts';
import { pullPathVerdict } from './pull-path.ts';

const reference = '123456789012.dkr.ecr.us-east-1.amazonaws.com/user-service:latest';
const pull = (model: NetworkModel, changes: object = {}) =>
  pullPathVerdict(model, 'eni-task', { region: 'us-east-1', reference, isInEcr: true, ...changes });

const local: RouteModel = { cidrBlock: '10.0.0.0/16', target: { kind: 'local' }, state: 'active' };
const toS3: RouteModel = {
  prefixListId: 'pl-s3',
  target: { kind: 'endpoint', id: 'vpce-s3' },
  state: 'active',
};

/** The test network with interface endpoints for ECR beside the task. */
function withEndpoints(changes: TestNetworkChanges, groupId: string): NetworkModel {
  const model = testNetwork({
    ...changes,
    groups: { 'sg-alb': { ingress: [rule(anywhere, 80)] }, ...changes.groups },
  });
  const interfaces = new Map(model.interfaces);
  const endpoints = new Map(model.endpoints);
  for (const [index, service] of ['ecr.api', 'ecr.dkr'].entries()) {
    const id = `eni-${service}`;
    interfaces.set(id, {
      id,
      vpcId: 'vpc-1',
      subnetId: 'subnet-private',
      privateIp: `10.0.10.${50 + index}`,
      groupIds: [groupId],
    });
    endpoints.set(`vpce-${service}`, {
      id: `vpce-${service}`,
      serviceName: `com.amazonaws.us-east-1.${service}`,
      vpcId: 'vpc-1',
      interfaceIds: [id],
      privateDns: true,
    });
  }
  return { ...model, interfaces, endpoints };
}

describe('pullPathVerdict', () => {
  it('goes through the NAT gateway', () => {
    expect(pull(testNetwork())).toEqual({ allowed: true });
  });

  it('cannot authorize without a route, in the words of ECS, and says which route is missing', () => {
    const verdict = pull(testNetwork({ privateRoutes: [local] }));
    expect(verdict).toMatchObject({
      allowed: false,
      stoppedReason: expect.stringMatching(
        /^ResourceInitializationError: unable to pull secrets or registry auth: .*Post "https:\/\/api\.ecr\.us-east-1\.amazonaws\.com\/": dial tcp [\d.]+:443: i\/o timeout$/,
      ) as string,
      denial: {
        at: 'rtb-private',
        reason: expect.stringContaining('has no route for') as string,
      },
    });
  });

  it('needs no NAT gateway with endpoints for ECR and S3', () => {
    const open = { 'sg-tasks': { ingress: [rule(anywhere, 443)] } };
    const model = withEndpoints({ privateRoutes: [local, toS3], groups: open }, 'sg-tasks');
    expect(pull(model)).toEqual({ allowed: true });
  });

  it('cannot pull layers when S3 has no way', () => {
    const open = { 'sg-tasks': { ingress: [rule(anywhere, 443)] } };
    const model = withEndpoints({ privateRoutes: [local], groups: open }, 'sg-tasks');
    expect(pull(model)).toMatchObject({
      stoppedReason: expect.stringMatching(
        /^CannotPullContainerError: .*starport-layer-bucket\.s3/,
      ) as string,
    });
  });

  it('is stopped by the security group of the endpoint', () => {
    const model = withEndpoints({ privateRoutes: [local, toS3] }, 'sg-alb');
    expect(pull(model)).toMatchObject({
      stoppedReason: expect.stringContaining('dial tcp 10.0.10.50:443') as string,
      denial: { at: 'sg-alb', kind: 'security-group-ingress' },
    });
  });

  it('speaks of the registry itself for images that are not in ECR', () => {
    expect(
      pull(testNetwork({ natState: 'deleted' }), { reference: 'nginx:1', isInEcr: false }),
    ).toMatchObject({
      stoppedReason: expect.stringMatching(
        /^CannotPullContainerError: .*failed to resolve ref nginx:1: .*registry-1\.docker\.io/,
      ) as string,
      denial: { at: 'nat-1' },
    });
  });
});
