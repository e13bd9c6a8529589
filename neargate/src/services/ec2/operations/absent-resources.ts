import type {
  AcceptVpcEndpointConnectionsRequest,
  AcceptVpcEndpointConnectionsResult,
  DescribeIamInstanceProfileAssociationsRequest,
  DescribeIamInstanceProfileAssociationsResult,
  DescribeInstanceCreditSpecificationsRequest,
  DescribeInstanceCreditSpecificationsResult,
  DescribeSpotInstanceRequestsRequest,
  DescribeSpotInstanceRequestsResult,
  DescribeVolumesModificationsRequest,
  DescribeVolumesModificationsResult,
  DescribeVpcEndpointServiceConfigurationsRequest,
  DescribeVpcEndpointServiceConfigurationsResult,
  DisableVgwRoutePropagationRequest,
  EnableVgwRoutePropagationRequest,
  GetIpamPoolAllocationsRequest,
  GetIpamPoolAllocationsResult,
  DescribeCustomerGatewaysRequest,
  DescribeCustomerGatewaysResult,
  DescribeEgressOnlyInternetGatewaysRequest,
  DescribeEgressOnlyInternetGatewaysResult,
  DescribeInstancesRequest,
  DescribeInstancesResult,
  DescribeInstanceStatusRequest,
  DescribeInstanceStatusResult,
  DescribePlacementGroupsRequest,
  DescribePlacementGroupsResult,
  DescribeTransitGatewaysRequest,
  DescribeTransitGatewaysResult,
  DescribeTransitGatewayVpcAttachmentsRequest,
  DescribeTransitGatewayVpcAttachmentsResult,
  DescribeVolumesRequest,
  DescribeVolumesResult,
  DescribeVpcPeeringConnectionsRequest,
  DescribeVpcPeeringConnectionsResult,
  DescribeVpnConnectionsRequest,
  DescribeVpnConnectionsResult,
  DescribeVpnGatewaysRequest,
  DescribeVpnGatewaysResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { type Operation, operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import {
  type FindableKind,
  instanceNotFound,
  notFound,
  required,
  transitGatewayAttachmentNotFound,
  transitGatewayNotFound,
} from '../errors.ts';

// What nothing here can create, so that there is none of it: lists are empty, and whoever asks for one by its id or name is
// told that it does not exist. Filters are not looked at: whatever they ask for, nothing passes.

/**
 * @param output the answer without anything in it
 * @param missing for each member that names what is asked for, what is said of the first of its names
 */
function describeNone<Input extends { NextToken?: string | undefined } | object, Output>(
  output: Output,
  missing: Partial<Record<keyof Input, (name: string) => AwsError>>,
): Operation<Input, Output> {
  return operation<Input, Output>({
    handle(_, input) {
      for (const [member, say] of Object.entries(missing) as [keyof Input, (name: string) => AwsError][]) {
        const names = input[member] as string | readonly string[] | undefined;
        const first = typeof names === 'string' ? names : names?.[0];
        if (first !== undefined) throw say(first);
      }
      // No page was ever left open.
      if ('NextToken' in input && input.NextToken !== undefined) {
        throw new AwsError('InvalidNextToken', 'The token provided is invalid.');
      }
      return output;
    },
  });
}

const no = (kind: FindableKind) => (id: string) => notFound(kind, id);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
export const describeInstances = describeNone<DescribeInstancesRequest, DescribeInstancesResult>(
  { Reservations: [] },
  { InstanceIds: instanceNotFound },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html */
export const describeInstanceStatus = describeNone<
  DescribeInstanceStatusRequest,
  DescribeInstanceStatusResult
>({ InstanceStatuses: [] }, { InstanceIds: instanceNotFound });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html */
export const describeVolumes = describeNone<DescribeVolumesRequest, DescribeVolumesResult>(
  { Volumes: [] },
  { VolumeIds: no('volume') },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumesModifications.html */
export const describeVolumesModifications = describeNone<
  DescribeVolumesModificationsRequest,
  DescribeVolumesModificationsResult
>({ VolumesModifications: [] }, { VolumeIds: no('volume') });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceCreditSpecifications.html */
export const describeInstanceCreditSpecifications = describeNone<
  DescribeInstanceCreditSpecificationsRequest,
  DescribeInstanceCreditSpecificationsResult
>({ InstanceCreditSpecifications: [] }, { InstanceIds: instanceNotFound });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeIamInstanceProfileAssociations.html */
export const describeIamInstanceProfileAssociations = describeNone<
  DescribeIamInstanceProfileAssociationsRequest,
  DescribeIamInstanceProfileAssociationsResult
>({ IamInstanceProfileAssociations: [] }, {});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotInstanceRequests.html */
export const describeSpotInstanceRequests = describeNone<
  DescribeSpotInstanceRequestsRequest,
  DescribeSpotInstanceRequestsResult
>({ SpotInstanceRequests: [] }, { SpotInstanceRequestIds: no('spot-request') });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServiceConfigurations.html */
export const describeVpcEndpointServiceConfigurations = describeNone<
  DescribeVpcEndpointServiceConfigurationsRequest,
  DescribeVpcEndpointServiceConfigurationsResult
>({ ServiceConfigurations: [] }, { ServiceIds: no('endpoint-service') });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetIpamPoolAllocations.html */
export const getIpamPoolAllocations = describeNone<
  GetIpamPoolAllocationsRequest,
  GetIpamPoolAllocationsResult
>({ IpamPoolAllocations: [] }, { IpamPoolId: no('ipam-pool') });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AcceptVpcEndpointConnections.html */
export const acceptVpcEndpointConnections = operation<
  AcceptVpcEndpointConnectionsRequest,
  AcceptVpcEndpointConnectionsResult
>({
  handle(_, input) {
    throw notFound('endpoint-service', required(input.ServiceId, 'ServiceId'));
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVgwRoutePropagation.html */
export const enableVgwRoutePropagation = operation<EnableVgwRoutePropagationRequest, Record<string, never>>({
  handle: (context, input) => refusePropagation(context, input),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableVgwRoutePropagation.html */
export const disableVgwRoutePropagation = operation<DisableVgwRoutePropagationRequest, Record<string, never>>(
  { handle: (context, input) => refusePropagation(context, input) },
);

/** No table has a gateway whose routes it could take over. */
function refusePropagation(
  context: OperationContext,
  input: EnableVgwRoutePropagationRequest | DisableVgwRoutePropagationRequest,
): never {
  const routeTableId = required(input.RouteTableId, 'routeTableId');
  const gatewayId = required(input.GatewayId, 'gatewayId');
  if (!ec2WithDefaults(context).routeTables.has(routeTableId)) throw notFound('route-table', routeTableId);
  throw notFound('gateway', gatewayId);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePlacementGroups.html */
export const describePlacementGroups = describeNone<
  DescribePlacementGroupsRequest,
  DescribePlacementGroupsResult
>({ PlacementGroups: [] }, { GroupNames: no('placement-group'), GroupIds: no('placement-group') });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcPeeringConnections.html */
export const describeVpcPeeringConnections = describeNone<
  DescribeVpcPeeringConnectionsRequest,
  DescribeVpcPeeringConnectionsResult
>({ VpcPeeringConnections: [] }, { VpcPeeringConnectionIds: no('vpc-peering-connection') });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpnGateways.html */
export const describeVpnGateways = describeNone<DescribeVpnGatewaysRequest, DescribeVpnGatewaysResult>(
  { VpnGateways: [] },
  { VpnGatewayIds: no('vpn-gateway') },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpnConnections.html */
export const describeVpnConnections = describeNone<
  DescribeVpnConnectionsRequest,
  DescribeVpnConnectionsResult
>({ VpnConnections: [] }, { VpnConnectionIds: no('vpn-connection') });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeCustomerGateways.html */
export const describeCustomerGateways = describeNone<
  DescribeCustomerGatewaysRequest,
  DescribeCustomerGatewaysResult
>({ CustomerGateways: [] }, { CustomerGatewayIds: no('customer-gateway') });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeEgressOnlyInternetGateways.html */
export const describeEgressOnlyInternetGateways = describeNone<
  DescribeEgressOnlyInternetGatewaysRequest,
  DescribeEgressOnlyInternetGatewaysResult
>({ EgressOnlyInternetGateways: [] }, { EgressOnlyInternetGatewayIds: no('egress-only-internet-gateway') });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGateways.html */
export const describeTransitGateways = describeNone<
  DescribeTransitGatewaysRequest,
  DescribeTransitGatewaysResult
>({ TransitGateways: [] }, { TransitGatewayIds: transitGatewayNotFound });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGatewayVpcAttachments.html */
export const describeTransitGatewayVpcAttachments = describeNone<
  DescribeTransitGatewayVpcAttachmentsRequest,
  DescribeTransitGatewayVpcAttachmentsResult
>({ TransitGatewayVpcAttachments: [] }, { TransitGatewayAttachmentIds: transitGatewayAttachmentNotFound });
