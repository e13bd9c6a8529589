import { expect, it } from 'vitest';
import type { InterfaceReference } from '../../network/local-network.ts';
import { createTestContext } from '../../services/test-context.ts';
import { namesOfTasks } from './names-of-tasks.ts';

const scope = '123456789012/us-east-1';

async function twoVpcs() {
  const test = await createTestContext();
  const { call } = test;
  const vpcs = ['10.1.0.0/16', '10.2.0.0/16'].map((CidrBlock) => {
    const VpcId = call('ec2', 'CreateVpc', { CidrBlock }).Vpc?.VpcId ?? '';
    call('ec2', 'ModifyVpcAttribute', { VpcId, EnableDnsHostnames: { Value: true } });
    const { Subnet } = call('ec2', 'CreateSubnet', { VpcId, CidrBlock: CidrBlock.replace('/16', '/24') });
    const { NetworkInterface } = call('ec2', 'CreateNetworkInterface', { SubnetId: Subnet?.SubnetId });
    const reference: InterfaceReference = { scope, interfaceId: NetworkInterface?.NetworkInterfaceId ?? '' };
    return { VpcId, reference, address: NetworkInterface?.PrivateIpAddress ?? '' };
  });
  const tasks = new Map(vpcs.map(({ reference }, index) => [`arn:task/${index}`, reference]));
  const addresses = { loopbackOf: () => '127.9.9.9', interfaceAt: () => undefined };
  const resolved = () =>
    [...namesOfTasks(test.context.store, addresses, tasks, []).values()].map((entries) =>
      entries.map(({ name }) => name),
    );
  return { call, vpcs, resolved };
}

it('names of a namespace resolve in the VPCs of its zone, those too that were associated later', async () => {
  const { call, vpcs, resolved } = await twoVpcs();
  const [first, second] = vpcs;
  call('servicediscovery', 'CreatePrivateDnsNamespace', { Name: 'internal', Vpc: first?.VpcId });
  const { Namespaces: [namespace] = [] } = call('servicediscovery', 'ListNamespaces', {});
  const { Service } = call('servicediscovery', 'CreateService', {
    Name: 'api',
    NamespaceId: namespace?.Id,
    DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
  });
  call('servicediscovery', 'RegisterInstance', {
    ServiceId: Service?.Id,
    InstanceId: 'one',
    Attributes: { AWS_INSTANCE_IPV4: first?.address ?? '' },
  });
  expect(resolved()).toEqual([['api.internal'], []]);
  const HostedZoneId = namespace?.Properties?.DnsProperties?.HostedZoneId;
  const vpc = (VPCId?: string) => ({ HostedZoneId, VPC: { VPCId, VPCRegion: 'us-east-1' as const } });
  call('route53', 'AssociateVPCWithHostedZone', vpc(second?.VpcId));
  expect(resolved()).toEqual([['api.internal'], ['api.internal']]);
  call('route53', 'DisassociateVPCFromHostedZone', vpc(first?.VpcId));
  expect(resolved()).toEqual([[], ['api.internal']]);
});
