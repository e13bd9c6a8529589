import { ACMClient, RenewCertificateCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  AssignPrivateIpAddressesCommand,
  AttachNetworkInterfaceCommand,
  CreateNetworkInterfaceCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointServicesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  CreateCapacityProviderCommand,
  DeleteCapacityProviderCommand,
  DescribeCapacityProvidersCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import {
  CreateLoadBalancerCommand,
  DescribeCapacityReservationCommand,
  ElasticLoadBalancingV2Client,
  ModifyCapacityReservationCommand,
  ModifyIpPoolsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLogger } from '../core/logger.ts';
import { createInvoke } from '../services/invoke.ts';
import { createTestContext } from '../services/test-context.ts';
import { type AwsDoorOptions, awsDoor } from './aws-door.ts';
import { type Gateway, startGateway } from './http-server.ts';

// Operations that Terraform's AWS provider calls, through the clients of the SDK and over the wire.

let gateway: Gateway;

beforeAll(async () => {
  const { context } = await createTestContext();
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    doors: [
      awsDoor({
        invoke: createInvoke(context) as AwsDoorOptions['invoke'],
        defaultAccountId: '123456789012',
        defaultRegion: 'us-east-1',
        log: silentLogger,
        onMissed: () => {},
      }),
    ],
    log: silentLogger,
  });
});

afterAll(() => gateway.stop());

const configuration = () => ({
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${gateway.port}`,
  maxAttempts: 1,
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
});

async function twoSubnets(): Promise<string[]> {
  const { Subnets = [] } = await new EC2Client(configuration()).send(new DescribeSubnetsCommand());
  return Subnets.slice(0, 2).map(({ SubnetId = '' }) => SubnetId);
}

it('keeps capacity providers', async () => {
  const ecs = new ECSClient(configuration());
  const autoScalingGroupProvider = {
    autoScalingGroupArn: 'machines',
    managedScaling: { targetCapacity: 80 },
  };
  const { capacityProvider } = await ecs.send(
    new CreateCapacityProviderCommand({ name: 'machines', autoScalingGroupProvider }),
  );
  const described = () => ecs.send(new DescribeCapacityProvidersCommand({ capacityProviders: ['machines'] }));
  expect((await described()).capacityProviders).toEqual([capacityProvider]);
  await ecs.send(new DeleteCapacityProviderCommand({ capacityProvider: 'machines' }));
  expect((await described()).capacityProviders?.[0]?.status).toBe('INACTIVE');
  const reserved = new CreateCapacityProviderCommand({ name: 'FARGATE', autoScalingGroupProvider });
  await expect(ecs.send(reserved)).rejects.toThrow(expect.objectContaining({ name: 'ClientException' }));
});

it('renews no certificate that is not issued', async () => {
  const acm = new ACMClient(configuration());
  const { CertificateArn } = await acm.send(new RequestCertificateCommand({ DomainName: 'example.com' }));
  await expect(acm.send(new RenewCertificateCommand({ CertificateArn }))).rejects.toThrow(
    expect.objectContaining({ name: 'RequestInProgressException' }),
  );
});

it('keeps reservations and pools of a load balancer', async () => {
  const elbv2 = new ElasticLoadBalancingV2Client(configuration());
  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'web', Subnets: await twoSubnets() }),
  );
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const MinimumLoadBalancerCapacity = { CapacityUnits: 500 };
  await elbv2.send(new ModifyCapacityReservationCommand({ LoadBalancerArn, MinimumLoadBalancerCapacity }));
  const reservation = await elbv2.send(new DescribeCapacityReservationCommand({ LoadBalancerArn }));
  expect(reservation).toMatchObject({ MinimumLoadBalancerCapacity, CapacityReservationState: [] });
  const IpamPools = { Ipv4IpamPoolId: 'ipam-pool-0a1b2c3d4e5f60718' };
  expect(await elbv2.send(new ModifyIpPoolsCommand({ LoadBalancerArn, IpamPools }))).toMatchObject({
    IpamPools,
  });
});

it('answers for interfaces, endpoint services and instances', async () => {
  const ec2 = new EC2Client(configuration());
  const [SubnetId] = await twoSubnets();
  const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId;
  const assigned = await ec2.send(
    new AssignPrivateIpAddressesCommand({ NetworkInterfaceId, SecondaryPrivateIpAddressCount: 2 }),
  );
  expect(assigned.AssignedPrivateIpAddresses).toHaveLength(2);
  const InstanceId = 'i-0a1b2c3d4e5f60718';
  const attach = new AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId, DeviceIndex: 1 });
  const notFound = expect.objectContaining({ name: 'InvalidInstanceID.NotFound' });
  await expect(ec2.send(attach)).rejects.toThrow(notFound);
  await expect(ec2.send(new DescribeInstancesCommand({ InstanceIds: [InstanceId] }))).rejects.toThrow(
    notFound,
  );
  expect((await ec2.send(new DescribeInstancesCommand())).Reservations ?? []).toEqual([]);
  const ServiceNames = ['com.amazonaws.us-east-1.logs'];
  const services = await ec2.send(new DescribeVpcEndpointServicesCommand({ ServiceNames }));
  expect(services.ServiceDetails?.[0]?.ServiceType).toEqual([{ ServiceType: 'Interface' }]);
});
