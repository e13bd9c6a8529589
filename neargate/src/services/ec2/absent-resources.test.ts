import { expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import type { InputOf } from '../invoke.ts';
import type { InvocableOperation } from '../catalog.ts';

const id = (prefix: string) => `${prefix}-0a1b2c3d4e5f60718`;

const absent = [
  ['DescribeInstances', 'Reservations', { InstanceIds: [id('i')] }, 'InvalidInstanceID.NotFound'],
  ['DescribeInstanceStatus', 'InstanceStatuses', { InstanceIds: ['x'] }, 'InvalidInstanceID.Malformed'],
  ['DescribeVolumes', 'Volumes', { VolumeIds: [id('vol')] }, 'InvalidVolume.NotFound'],
  [
    'DescribeVolumesModifications',
    'VolumesModifications',
    { VolumeIds: [id('vol')] },
    'InvalidVolume.NotFound',
  ],
  [
    'DescribeInstanceCreditSpecifications',
    'InstanceCreditSpecifications',
    { InstanceIds: [id('i')] },
    'InvalidInstanceID.NotFound',
  ],
  [
    'DescribeSpotInstanceRequests',
    'SpotInstanceRequests',
    { SpotInstanceRequestIds: ['sir-1a2b3c4d'] },
    'InvalidSpotInstanceRequestID.NotFound',
  ],
  [
    'DescribeVpcEndpointServiceConfigurations',
    'ServiceConfigurations',
    { ServiceIds: [id('vpce-svc')] },
    'InvalidVpcEndpointServiceId.NotFound',
  ],
  ['DescribePlacementGroups', 'PlacementGroups', { GroupNames: ['a'] }, 'InvalidPlacementGroup.Unknown'],
  [
    'DescribeVpcPeeringConnections',
    'VpcPeeringConnections',
    { VpcPeeringConnectionIds: [id('pcx')] },
    'InvalidVpcPeeringConnectionID.NotFound',
  ],
  ['DescribeVpnGateways', 'VpnGateways', { VpnGatewayIds: [id('vgw')] }, 'InvalidVpnGatewayID.NotFound'],
  [
    'DescribeVpnConnections',
    'VpnConnections',
    { VpnConnectionIds: [id('vpn')] },
    'InvalidVpnConnectionID.NotFound',
  ],
  [
    'DescribeCustomerGateways',
    'CustomerGateways',
    { CustomerGatewayIds: [id('cgw')] },
    'InvalidCustomerGatewayID.NotFound',
  ],
  [
    'DescribeEgressOnlyInternetGateways',
    'EgressOnlyInternetGateways',
    { EgressOnlyInternetGatewayIds: [id('eigw')] },
    'InvalidGatewayID.NotFound',
  ],
  [
    'DescribeTransitGateways',
    'TransitGateways',
    { TransitGatewayIds: [id('tgw')] },
    'InvalidTransitGatewayID.NotFound',
  ],
  [
    'DescribeTransitGatewayVpcAttachments',
    'TransitGatewayVpcAttachments',
    { TransitGatewayAttachmentIds: [id('tgw-attach')] },
    'InvalidTransitGatewayAttachmentID.NotFound',
  ],
] as const satisfies readonly (readonly [InvocableOperation<'ec2'>, string, object, string])[];

it.each(absent)('%s finds nothing, and says so of what is asked for', async (name, list, named, code) => {
  const { call } = await createTestContext();
  const describe = (input: object) => call('ec2', name, input as InputOf<'ec2', typeof name>);
  const Filters = [{ Name: 'vpc-id', Values: ['vpc-1'] }];
  expect(describe({ Filters })).toEqual({ [list]: [] });
  expect(() => describe(named)).toThrow(expect.objectContaining({ code }));
});

it('has no pools of addresses', async () => {
  const { call } = await createTestContext();
  const IpamPoolId = id('ipam-pool');
  expect(() => call('ec2', 'GetIpamPoolAllocations', { IpamPoolId })).toThrow(
    expect.objectContaining({ code: 'InvalidIpamPoolId.NotFound' }),
  );
  const allocationsOfNone = {} as InputOf<'ec2', 'GetIpamPoolAllocations'>;
  expect(() => call('ec2', 'GetIpamPoolAllocations', allocationsOfNone)).toThrow(
    expect.objectContaining({ code: 'MissingParameter' }),
  );
});

it('knows no token of a page that was never left open', async () => {
  const { call } = await createTestContext();
  expect(() => call('ec2', 'DescribeVolumes', { NextToken: 'x' })).toThrow('The token provided is invalid.');
});

it('takes over no routes of a gateway: there is none', async () => {
  const { call } = await createTestContext();
  const RouteTableId = call('ec2', 'DescribeRouteTables', {}).RouteTables?.[0]?.RouteTableId;
  const GatewayId = id('vgw');
  for (const name of ['EnableVgwRoutePropagation', 'DisableVgwRoutePropagation'] as const) {
    expect(() => call('ec2', name, { RouteTableId, GatewayId })).toThrow(
      expect.objectContaining({ code: 'InvalidGatewayID.NotFound' }),
    );
    expect(() => call('ec2', name, { RouteTableId: 'rtb-none', GatewayId })).toThrow(
      expect.objectContaining({ code: 'InvalidRouteTableID.NotFound' }),
    );
  }
  expect(() =>
    call('ec2', 'AcceptVpcEndpointConnections', { ServiceId: id('vpce-svc'), VpcEndpointIds: [id('vpce')] }),
  ).toThrow(expect.objectContaining({ code: 'InvalidVpcEndpointServiceId.NotFound' }));
});
