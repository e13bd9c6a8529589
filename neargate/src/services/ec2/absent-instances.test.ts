import { expect, it } from 'vitest';
import type { InvocableOperation } from '../catalog.ts';
import type { InputOf } from '../invoke.ts';
import { createTestContext } from '../test-context.ts';

const instance = 'i-0a1b2c3d4e5f60718';

/** What else a request must say. */
const rest: Readonly<Record<string, object>> = {
  AssociateIamInstanceProfile: { IamInstanceProfile: { Name: 'p' } },
  DescribeInstanceAttribute: { Attribute: 'userData' },
  ModifyInstanceCapacityReservationAttributes: { CapacityReservationSpecification: {} },
};

const ofOne = [
  'AssociateIamInstanceProfile',
  'DescribeInstanceAttribute',
  'GetInstanceUefiData',
  'GetPasswordData',
  'ModifyInstanceAttribute',
  'ModifyInstanceCapacityReservationAttributes',
  'ModifyInstanceCpuOptions',
  'ModifyInstanceMaintenanceOptions',
  'ModifyInstanceMetadataOptions',
  'ModifyPrivateDnsNameOptions',
] as const satisfies readonly InvocableOperation<'ec2'>[];

const ofMany = [
  'MonitorInstances',
  'StartInstances',
  'StopInstances',
  'TerminateInstances',
  'UnmonitorInstances',
] as const satisfies readonly InvocableOperation<'ec2'>[];

it.each([...ofOne, ...ofMany])('%s is told that the instance does not exist', async (name) => {
  const { call } = await createTestContext();
  const act = (id: string) => () => {
    const named = (ofMany as readonly string[]).includes(name) ? { InstanceIds: [id] } : { InstanceId: id };
    const input = { ...rest[name], ...named };
    return call('ec2', name, input as InputOf<'ec2', typeof name>);
  };
  expect(act(instance)).toThrow(
    expect.objectContaining({
      code: 'InvalidInstanceID.NotFound',
      message: `The instance ID '${instance}' does not exist`,
    }),
  );
  expect(act('web-1')).toThrow(expect.objectContaining({ code: 'InvalidInstanceID.Malformed' }));
  expect(() => call('ec2', name, {} as InputOf<'ec2', typeof name>)).toThrow(
    expect.objectContaining({ code: 'MissingParameter' }),
  );
});

it('names all instances that do not exist', async () => {
  const { call } = await createTestContext();
  const InstanceIds = [instance, 'i-1a2b3c4d'];
  expect(() => call('ec2', 'TerminateInstances', { InstanceIds })).toThrow(
    `The instance IDs '${instance}, i-1a2b3c4d' do not exist`,
  );
});

it('runs no instances, and says what it runs', async () => {
  const { call } = await createTestContext();
  expect(() => call('ec2', 'RunInstances', { MinCount: 1, MaxCount: 1, ImageId: 'ami-1' })).toThrow(
    expect.objectContaining({
      code: 'UnsupportedOperation',
      message: expect.stringContaining('only tasks of ECS on Fargate') as string,
    }),
  );
});

it('answers for what instances would have as for what is not there', async () => {
  const { call } = await createTestContext();
  const failsWith = (code: string) => expect.objectContaining({ code }) as Error;
  expect(
    call('ec2', 'ModifyInstanceCreditSpecification', {
      InstanceCreditSpecifications: [{ InstanceId: instance }],
    }),
  ).toMatchObject({
    SuccessfulInstanceCreditSpecifications: [],
    UnsuccessfulInstanceCreditSpecifications: [
      { InstanceId: instance, Error: { Code: 'InvalidInstanceID.NotFound' } },
    ],
  });
  const AssociationId = 'iip-assoc-0a1b2c3d4e5f60718';
  expect(() => call('ec2', 'DisassociateIamInstanceProfile', { AssociationId })).toThrow(
    failsWith('NoSuchAssociation'),
  );
  expect(() =>
    call('ec2', 'ReplaceIamInstanceProfileAssociation', { AssociationId, IamInstanceProfile: { Name: 'a' } }),
  ).toThrow(failsWith('NoSuchAssociation'));
  expect(call('ec2', 'DescribeIamInstanceProfileAssociations', {})).toEqual({
    IamInstanceProfileAssociations: [],
  });
  expect(() =>
    call('ec2', 'CancelSpotInstanceRequests', { SpotInstanceRequestIds: ['sir-1a2b3c4d'] }),
  ).toThrow(failsWith('InvalidSpotInstanceRequestID.NotFound'));
  expect(() => call('ec2', 'ModifyVolume', { VolumeId: 'vol-1' })).toThrow(
    failsWith('InvalidVolume.NotFound'),
  );
});

it('assigns no IPv6 addresses: no subnet has a block of them', async () => {
  const { call } = await createTestContext();
  const SubnetId = call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId;
  const NetworkInterfaceId = call('ec2', 'CreateNetworkInterface', { SubnetId }).NetworkInterface
    ?.NetworkInterfaceId;
  expect(() => call('ec2', 'AssignIpv6Addresses', { NetworkInterfaceId, Ipv6AddressCount: 1 })).toThrow(
    `The subnet ID '${SubnetId}' does not have an IPv6 CIDR block`,
  );
  expect(() =>
    call('ec2', 'UnassignIpv6Addresses', { NetworkInterfaceId, Ipv6Addresses: ['2600::1'] }),
  ).toThrow('are not assigned to interface');
  expect(() => call('ec2', 'AssignIpv6Addresses', { NetworkInterfaceId: 'eni-none' })).toThrow(
    expect.objectContaining({ code: 'InvalidNetworkInterfaceID.NotFound' }),
  );
});
