import { AwsError } from '../../core/aws-error.ts';

/**
 * EC2's error codes and texts.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */

const notFoundTexts = {
  vpc: ['InvalidVpcID.NotFound', 'The vpc ID'],
  subnet: ['InvalidSubnetID.NotFound', 'The subnet ID'],
  'security-group': ['InvalidGroup.NotFound', 'The security group'],
  'security-group-rule': ['InvalidSecurityGroupRuleId.NotFound', 'The security group rule ID'],
  'route-table': ['InvalidRouteTableID.NotFound', 'The routeTable ID'],
  'internet-gateway': ['InvalidInternetGatewayID.NotFound', 'The internetGateway ID'],
  gateway: ['InvalidGatewayID.NotFound', 'The gateway ID'],
  allocation: ['InvalidAllocationID.NotFound', 'The allocation ID'],
  address: ['InvalidAddress.NotFound', 'The address'],
  association: ['InvalidAssociationID.NotFound', 'The association ID'],
  'network-interface': ['InvalidNetworkInterfaceID.NotFound', 'The networkInterface ID'],
  'vpc-endpoint': ['InvalidVpcEndpointId.NotFound', 'The Vpc Endpoint Id'],
  'network-acl': ['InvalidNetworkAclID.NotFound', 'The networkAcl ID'],
  'dhcp-options': ['InvalidDhcpOptionID.NotFound', 'The dhcpOption ID'],
  'flow-log': ['InvalidFlowLogId.NotFound', 'The flow log ID'],
  'prefix-list': ['InvalidPrefixListID.NotFound', 'The prefix list ID'],
  attachment: ['InvalidAttachmentID.NotFound', 'The attachment ID'],
  'spot-request': ['InvalidSpotInstanceRequestID.NotFound', 'The spot instance request ID'],
  'endpoint-service': ['InvalidVpcEndpointServiceId.NotFound', 'The VpcEndpointService Id'],
  'ipam-pool': ['InvalidIpamPoolId.NotFound', 'The ipam pool ID'],
  volume: ['InvalidVolume.NotFound', 'The volume'],
  'key-pair': ['InvalidKeyPair.NotFound', 'The key pair'],
  'vpc-peering-connection': ['InvalidVpcPeeringConnectionID.NotFound', 'The vpcPeeringConnection ID'],
  'vpn-gateway': ['InvalidVpnGatewayID.NotFound', 'The vpnGateway ID'],
  'vpn-connection': ['InvalidVpnConnectionID.NotFound', 'The vpnConnection ID'],
  'customer-gateway': ['InvalidCustomerGatewayID.NotFound', 'The customerGateway ID'],
  'egress-only-internet-gateway': ['InvalidGatewayID.NotFound', 'The eigw ID'],
  'placement-group': ['InvalidPlacementGroup.Unknown', 'The Placement Group'],
  'subnet-cidr-block-association': [
    'InvalidSubnetCidrBlockAssociationID.NotFound',
    'The subnet CIDR block with association ID',
  ],
} as const;

export type FindableKind = keyof typeof notFoundTexts;

export function notFound(kind: FindableKind, id: string): AwsError {
  const [code, subject] = notFoundTexts[kind];
  return new AwsError(code, `${subject} '${id}' does not exist`);
}

export function natGatewayNotFound(id: string): AwsError {
  return new AwsError('NatGatewayNotFound', `The Nat Gateway ${id} was not found`);
}

/** There are no instances: no id names one. */
export function instanceNotFound(id: string): AwsError {
  return /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id)
    ? new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
    : new AwsError('InvalidInstanceID.Malformed', `Invalid id: "${id}"`);
}

/** As EC2 says it of one id, and of several. */
export function instancesNotFound(ids: readonly string[]): AwsError {
  const [first = '', ...others] = ids;
  const single = ids.map(instanceNotFound).find(({ code }) => code.endsWith('.Malformed'));
  if (single !== undefined || others.length === 0) return single ?? instanceNotFound(first);
  return new AwsError('InvalidInstanceID.NotFound', `The instance IDs '${ids.join(', ')}' do not exist`);
}

export function launchTemplateNotFound(id: string): AwsError {
  return new AwsError(
    'InvalidLaunchTemplateId.NotFound',
    `The specified launch template, with template ID ${id}, does not exist.`,
  );
}

export function launchTemplateNameNotFound(): AwsError {
  return new AwsError(
    'InvalidLaunchTemplateName.NotFoundException',
    'At least one of the launch templates specified in the request does not exist.',
  );
}

export function transitGatewayNotFound(id: string): AwsError {
  return new AwsError(
    'InvalidTransitGatewayID.NotFound',
    `Transit Gateway ${id} was deleted or does not exist.`,
  );
}

export function transitGatewayAttachmentNotFound(id: string): AwsError {
  return new AwsError(
    'InvalidTransitGatewayAttachmentID.NotFound',
    `Transit Gateway Attachment ${id} was deleted or does not exist.`,
  );
}

export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
}

/** The value, or EC2's MissingParameter. `name` is the parameter as it stands in a query request. */
export function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw missingParameter(name);
  return value;
}

export function invalidParameterValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

export function invalidParameterCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}

/** No subnet here has one to take addresses from. The text is not verified. */
export function noIpv6Block(subnetId: string): AwsError {
  return invalidParameterValue(`The subnet ID '${subnetId}' does not have an IPv6 CIDR block`);
}

export function dependencyViolation(message: string): AwsError {
  return new AwsError('DependencyViolation', message);
}

export function alreadyAssociated(message: string): AwsError {
  return new AwsError('Resource.AlreadyAssociated', message);
}

/** What AWS offers and Neargate does not; a client error, so that SDKs do not retry. */
export function unsupported(what: string): AwsError {
  return new AwsError('UnsupportedOperation', `Neargate does not support ${what} yet.`);
}
