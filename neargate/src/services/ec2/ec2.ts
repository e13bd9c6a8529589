import type { ServiceDefinition } from '../operation.ts';
import { constraints } from './constraints.ts';
import * as absent from './operations/absent-resources.ts';
import * as addresses from './operations/addresses.ts';
import * as zones from './operations/availability-zones.ts';
import * as dhcp from './operations/dhcp-options.ts';
import * as flowLogs from './operations/flow-logs.ts';
import * as internetGateways from './operations/internet-gateways.ts';
import * as natGatewayAddresses from './operations/nat-gateway-addresses.ts';
import * as natGateways from './operations/nat-gateways.ts';
import * as networkAcls from './operations/network-acls.ts';
import * as attachments from './operations/network-interface-attachments.ts';
import * as networkInterfaces from './operations/network-interfaces.ts';
import * as prefixLists from './operations/prefix-lists.ts';
import * as privateAddresses from './operations/private-addresses.ts';
import * as routeTables from './operations/route-tables.ts';
import * as routes from './operations/routes.ts';
import * as securityGroupRules from './operations/security-group-rules.ts';
import * as securityGroups from './operations/security-groups.ts';
import * as subnetCidrBlocks from './operations/subnet-cidr-blocks.ts';
import * as subnets from './operations/subnets.ts';
import * as tags from './operations/tags.ts';
import * as vpcAttributes from './operations/vpc-attributes.ts';
import { describeVpcEndpointServices } from './operations/vpc-endpoint-services.ts';
import * as vpcEndpoints from './operations/vpc-endpoints.ts';
import { modifyVpcTenancy } from './operations/vpc-tenancy.ts';
import * as vpcs from './operations/vpcs.ts';
import { ec2Refusal } from './refusal.ts';

/** Amazon EC2, of which Neargate has the part that makes networks. */
export const ec2 = {
  signingName: 'ec2',
  protocol: 'ec2',
  apiVersion: '2016-11-15',
  xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  validationErrorCode: 'InvalidParameterValue',
  constraints,
  refusal: ec2Refusal,
  operations: {
    AllocateAddress: addresses.allocateAddress,
    AssignPrivateIpAddresses: privateAddresses.assignPrivateIpAddresses,
    AssignPrivateNatGatewayAddress: natGatewayAddresses.assignPrivateNatGatewayAddress,
    AssociateAddress: addresses.associateAddressOperation,
    AssociateDhcpOptions: dhcp.associateDhcpOptions,
    AssociateNatGatewayAddress: natGatewayAddresses.associateNatGatewayAddress,
    AssociateRouteTable: routeTables.associateRouteTable,
    AssociateSubnetCidrBlock: subnetCidrBlocks.associateSubnetCidrBlock,
    AssociateVpcCidrBlock: vpcs.associateVpcCidrBlock,
    AttachInternetGateway: internetGateways.attachInternetGateway,
    AttachNetworkInterface: attachments.attachNetworkInterface,
    AuthorizeSecurityGroupEgress: securityGroupRules.authorizeSecurityGroupEgress,
    AuthorizeSecurityGroupIngress: securityGroupRules.authorizeSecurityGroupIngress,
    CreateDefaultVpc: vpcs.createDefaultVpc,
    CreateDhcpOptions: dhcp.createDhcpOptions,
    CreateFlowLogs: flowLogs.createFlowLogs,
    CreateInternetGateway: internetGateways.createInternetGateway,
    CreateNatGateway: natGateways.createNatGateway,
    CreateNetworkAcl: networkAcls.createNetworkAcl,
    CreateNetworkAclEntry: networkAcls.createNetworkAclEntry,
    CreateNetworkInterface: networkInterfaces.createNetworkInterface,
    CreateRoute: routes.createRoute,
    CreateRouteTable: routeTables.createRouteTable,
    CreateSecurityGroup: securityGroups.createSecurityGroup,
    CreateSubnet: subnets.createSubnet,
    CreateTags: tags.createTags,
    CreateVpc: vpcs.createVpc,
    CreateVpcEndpoint: vpcEndpoints.createVpcEndpoint,
    DeleteDhcpOptions: dhcp.deleteDhcpOptions,
    DeleteFlowLogs: flowLogs.deleteFlowLogs,
    DeleteInternetGateway: internetGateways.deleteInternetGateway,
    DeleteNatGateway: natGateways.deleteNatGateway,
    DeleteNetworkAcl: networkAcls.deleteNetworkAcl,
    DeleteNetworkAclEntry: networkAcls.deleteNetworkAclEntry,
    DeleteNetworkInterface: networkInterfaces.deleteNetworkInterface,
    DeleteRoute: routes.deleteRoute,
    DeleteRouteTable: routeTables.deleteRouteTable,
    DeleteSecurityGroup: securityGroups.deleteSecurityGroup,
    DeleteSubnet: subnets.deleteSubnet,
    DeleteTags: tags.deleteTags,
    DeleteVpc: vpcs.deleteVpc,
    DeleteVpcEndpoints: vpcEndpoints.deleteVpcEndpoints,
    DescribeAccountAttributes: zones.describeAccountAttributes,
    DescribeAddresses: addresses.describeAddresses,
    DescribeAddressesAttribute: addresses.describeAddressesAttribute,
    DescribeAvailabilityZones: zones.describeAvailabilityZones,
    DescribeCustomerGateways: absent.describeCustomerGateways,
    DescribeDhcpOptions: dhcp.describeDhcpOptions,
    DescribeEgressOnlyInternetGateways: absent.describeEgressOnlyInternetGateways,
    DescribeFlowLogs: flowLogs.describeFlowLogs,
    DescribeInstanceStatus: absent.describeInstanceStatus,
    DescribeInstances: absent.describeInstances,
    DescribeInternetGateways: internetGateways.describeInternetGateways,
    DescribeKeyPairs: absent.describeKeyPairs,
    DescribeLaunchTemplateVersions: absent.describeLaunchTemplateVersions,
    DescribeLaunchTemplates: absent.describeLaunchTemplates,
    DescribeManagedPrefixLists: prefixLists.describeManagedPrefixLists,
    DescribeNatGateways: natGateways.describeNatGateways,
    DescribeNetworkAcls: networkAcls.describeNetworkAcls,
    DescribeNetworkInterfaces: networkInterfaces.describeNetworkInterfaces,
    DescribePlacementGroups: absent.describePlacementGroups,
    DescribePrefixLists: prefixLists.describePrefixLists,
    DescribeRegions: zones.describeRegions,
    DescribeRouteTables: routeTables.describeRouteTables,
    DescribeSecurityGroupRules: securityGroupRules.describeSecurityGroupRules,
    DescribeSecurityGroups: securityGroups.describeSecurityGroups,
    DescribeSubnets: subnets.describeSubnets,
    DescribeTags: tags.describeTagsOperation,
    DescribeTransitGatewayVpcAttachments: absent.describeTransitGatewayVpcAttachments,
    DescribeTransitGateways: absent.describeTransitGateways,
    DescribeVolumes: absent.describeVolumes,
    DescribeVpcAttribute: vpcAttributes.describeVpcAttribute,
    DescribeVpcEndpointServices: describeVpcEndpointServices,
    DescribeVpcEndpoints: vpcEndpoints.describeVpcEndpoints,
    DescribeVpcPeeringConnections: absent.describeVpcPeeringConnections,
    DescribeVpcs: vpcs.describeVpcs,
    DescribeVpnConnections: absent.describeVpnConnections,
    DescribeVpnGateways: absent.describeVpnGateways,
    DetachInternetGateway: internetGateways.detachInternetGateway,
    DetachNetworkInterface: attachments.detachNetworkInterface,
    DisassociateAddress: addresses.disassociateAddressOperation,
    DisassociateNatGatewayAddress: natGatewayAddresses.disassociateNatGatewayAddress,
    DisassociateRouteTable: routeTables.disassociateRouteTable,
    DisassociateSubnetCidrBlock: subnetCidrBlocks.disassociateSubnetCidrBlock,
    DisassociateVpcCidrBlock: vpcs.disassociateVpcCidrBlock,
    GetManagedPrefixListEntries: prefixLists.getManagedPrefixListEntries,
    ModifyNetworkInterfaceAttribute: networkInterfaces.modifyNetworkInterfaceAttribute,
    ModifySecurityGroupRules: securityGroupRules.modifySecurityGroupRules,
    ModifySubnetAttribute: subnets.modifySubnetAttribute,
    ModifyVpcAttribute: vpcAttributes.modifyVpcAttribute,
    ModifyVpcEndpoint: vpcEndpoints.modifyVpcEndpoint,
    ModifyVpcTenancy: modifyVpcTenancy,
    ReleaseAddress: addresses.releaseAddress,
    ReplaceNetworkAclAssociation: networkAcls.replaceNetworkAclAssociation,
    ReplaceNetworkAclEntry: networkAcls.replaceNetworkAclEntry,
    ReplaceRoute: routes.replaceRoute,
    ReplaceRouteTableAssociation: routeTables.replaceRouteTableAssociation,
    RevokeSecurityGroupEgress: securityGroupRules.revokeSecurityGroupEgress,
    RevokeSecurityGroupIngress: securityGroupRules.revokeSecurityGroupIngress,
    UnassignPrivateIpAddresses: privateAddresses.unassignPrivateIpAddresses,
    UnassignPrivateNatGatewayAddress: natGatewayAddresses.unassignPrivateNatGatewayAddress,
    UpdateSecurityGroupRuleDescriptionsEgress: securityGroupRules.updateSecurityGroupRuleDescriptionsEgress,
    UpdateSecurityGroupRuleDescriptionsIngress: securityGroupRules.updateSecurityGroupRuleDescriptionsIngress,
  },
  stored: {
    AssignPrivateNatGatewayAddress: 'as AssociateNatGatewayAddress',
    AssociateNatGatewayAddress:
      'connections leave by the address of this machine, and more addresses carry no more of them',
    AssociateSubnetCidrBlock: 'no VPC here has an IPv6 block, so that every block is out of range',
    AssociateDhcpOptions: 'tasks resolve names through Neargate whatever the options say',
    CreateDhcpOptions: 'as AssociateDhcpOptions',
    CreateFlowLogs: 'no records are written',
    DescribeVpcEndpointServices: 'lists the services that containers use, not all that AWS has',
  },
} satisfies ServiceDefinition;
