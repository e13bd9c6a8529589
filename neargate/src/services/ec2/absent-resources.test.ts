import { expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import type { InputOf } from '../invoke.ts';
import type { InvocableOperation } from '../catalog.ts';

const id = (prefix: string) => `${prefix}-0a1b2c3d4e5f60718`;

const absent = [
  ['DescribeInstances', 'Reservations', { InstanceIds: [id('i')] }, 'InvalidInstanceID.NotFound'],
  ['DescribeInstanceStatus', 'InstanceStatuses', { InstanceIds: ['x'] }, 'InvalidInstanceID.Malformed'],
  ['DescribeVolumes', 'Volumes', { VolumeIds: [id('vol')] }, 'InvalidVolume.NotFound'],
  ['DescribeKeyPairs', 'KeyPairs', { KeyNames: ['mine'] }, 'InvalidKeyPair.NotFound'],
  [
    'DescribeLaunchTemplates',
    'LaunchTemplates',
    { LaunchTemplateIds: [id('lt')] },
    'InvalidLaunchTemplateId.NotFound',
  ],
  [
    'DescribeLaunchTemplates',
    'LaunchTemplates',
    { LaunchTemplateNames: ['a'] },
    'InvalidLaunchTemplateName.NotFoundException',
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

it('knows no token of a page that was never left open', async () => {
  const { call } = await createTestContext();
  expect(() => call('ec2', 'DescribeVolumes', { NextToken: 'x' })).toThrow('The token provided is invalid.');
});

it('versions are of a launch template that is named, or of all', async () => {
  const { call } = await createTestContext();
  const describe = (input: InputOf<'ec2', 'DescribeLaunchTemplateVersions'>) => () =>
    call('ec2', 'DescribeLaunchTemplateVersions', input);
  expect(describe({ Versions: ['$Latest'] })()).toEqual({ LaunchTemplateVersions: [] });
  expect(describe({})).toThrow(expect.objectContaining({ code: 'MissingParameter' }));
  expect(describe({ LaunchTemplateId: id('lt') })).toThrow('does not exist');
});
