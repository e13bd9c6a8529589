import { describe, expect, it } from 'vitest';
import { TaskStartError } from '../../controllers/ecs-task/environment.ts';
import type { ImageStore } from '../../drivers/registry/image-store.ts';
import { allocateNetworkInterface } from '../../services/ec2/network-interfaces.ts';
import { ec2TablesOf } from '../../services/ec2/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import type { ControlPlane } from '../control-plane.ts';
import { imagePuller } from './pull-image.ts';

const scope = '123456789012/us-east-1';
const reference = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:latest';

/** A task's interface in a subnet of a VPC that leads nowhere, and what pulls for it. */
async function createLonelyTask() {
  const { context, call } = await createTestContext();
  const vpcId = call('ec2', 'CreateVpc', { CidrBlock: '10.1.0.0/16' }).Vpc?.VpcId ?? '';
  const subnetId =
    call('ec2', 'CreateSubnet', { VpcId: vpcId, CidrBlock: '10.1.0.0/24' }).Subnet?.SubnetId ?? '';
  const { networkInterfaceId } = allocateNetworkInterface(
    ec2TablesOf(context),
    { ids: context.ids, nowMs: 0 },
    {
      subnetId,
      groups: undefined,
      description: 'task',
      requesterManaged: true,
      attachedTo: '123456789012',
      assignPublicIp: true,
    },
  );
  const pull = imagePuller({
    plane: { store: context.store, gatewayUrl: 'http://localhost:4566' } as ControlPlane,
    images: {} as ImageStore,
    whenBuilt: async () => undefined,
  });
  const failure = async () => {
    const puller = { taskArn: '', networkInterfaceId, architecture: 'amd64' };
    const error: unknown = await pull(scope, reference, puller).catch((caught: unknown) => caught);
    if (!(error instanceof TaskStartError)) throw error;
    return error;
  };
  return { call, vpcId, failure };
}

describe('pulling an image', () => {
  it('needs a way to the registry, and names the route that is missing', async () => {
    const { failure } = await createLonelyTask();
    const { message, explanation } = await failure();
    expect(message).toMatch(
      /^ResourceInitializationError: unable to pull secrets or registry auth: .*i\/o timeout$/,
    );
    expect(explanation).toMatch(
      /^The task cannot pull \S+web:latest\. Route table rtb-\S+ .*has no route for .* Add a .*route/,
    );
  });

  it('gets as far as the registry once the route is there', async () => {
    const { call, vpcId, failure } = await createLonelyTask();
    const gatewayId = call('ec2', 'CreateInternetGateway', {}).InternetGateway?.InternetGatewayId ?? '';
    call('ec2', 'AttachInternetGateway', { VpcId: vpcId, InternetGatewayId: gatewayId });
    const [table] = call('ec2', 'DescribeRouteTables', {
      Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
    }).RouteTables ?? [undefined];
    call('ec2', 'CreateRoute', {
      RouteTableId: table?.RouteTableId ?? '',
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: gatewayId,
    });
    expect((await failure()).message).toContain(`${reference}: not found`);
  });
});
