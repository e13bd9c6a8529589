import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import {
  eipAssociationType,
  mainRouteTableAssociationType,
  vpcEndpointRouteTableAssociationType,
  vpcIpv4CidrBlockAssociationType,
} from './associations.ts';
import { amiSource } from './ami-source.ts';
import { managedPrefixListSource } from './managed-prefix-list-source.ts';
import {
  availabilityZonesSource,
  securityGroupSource,
  subnetSource,
  subnetsSource,
  vpcSource,
  vpcsSource,
} from './data-sources.ts';
import { dhcpOptionsAssociationType, dhcpOptionsType } from './dhcp-options.ts';
import { eipType } from './eip.ts';
import { flowLogType } from './flow-log.ts';
import { internetGatewayType } from './internet-gateway.ts';
import { keyPairSource, keyPairType } from './key-pair.ts';
import { launchTemplateType } from './launch-template.ts';
import { natGatewayType } from './nat-gateway.ts';
import { networkAclRuleType } from './network-acl-rule.ts';
import { defaultNetworkAclType, networkAclType } from './network-acl.ts';
import { networkInterfaceType } from './network-interface.ts';
import { routeType } from './route.ts';
import { routeTableAssociationType } from './route-table-association.ts';
import { defaultRouteTableType, routeTableType } from './route-table.ts';
import { securityGroupRuleType } from './security-group-rule.ts';
import { defaultSecurityGroupType, securityGroupType } from './security-group.ts';
import { subnetType } from './subnet.ts';
import { vpcEndpointType } from './vpc-endpoint.ts';
import { vpcSecurityGroupRuleType } from './vpc-security-group-rule.ts';
import { vpcType } from './vpc.ts';

export const ec2Types: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_default_network_acl: defaultNetworkAclType,
  aws_default_route_table: defaultRouteTableType,
  aws_default_security_group: defaultSecurityGroupType,
  aws_eip: eipType,
  aws_eip_association: eipAssociationType,
  aws_flow_log: flowLogType,
  aws_internet_gateway: internetGatewayType,
  aws_key_pair: keyPairType,
  aws_launch_template: launchTemplateType,
  aws_main_route_table_association: mainRouteTableAssociationType,
  aws_nat_gateway: natGatewayType,
  aws_network_acl: networkAclType,
  aws_network_acl_rule: networkAclRuleType,
  aws_network_interface: networkInterfaceType,
  aws_route: routeType,
  aws_route_table: routeTableType,
  aws_route_table_association: routeTableAssociationType,
  aws_security_group: securityGroupType,
  aws_security_group_rule: securityGroupRuleType,
  aws_subnet: subnetType,
  aws_vpc: vpcType,
  aws_vpc_dhcp_options: dhcpOptionsType,
  aws_vpc_dhcp_options_association: dhcpOptionsAssociationType,
  aws_vpc_endpoint: vpcEndpointType,
  aws_vpc_endpoint_route_table_association: vpcEndpointRouteTableAssociationType,
  aws_vpc_ipv4_cidr_block_association: vpcIpv4CidrBlockAssociationType,
  aws_vpc_security_group_egress_rule: vpcSecurityGroupRuleType('egress'),
  aws_vpc_security_group_ingress_rule: vpcSecurityGroupRuleType('ingress'),
};

export const ec2DataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_ami: amiSource,
  aws_availability_zones: availabilityZonesSource,
  aws_ec2_managed_prefix_list: managedPrefixListSource,
  aws_key_pair: keyPairSource,
  aws_security_group: securityGroupSource,
  aws_subnet: subnetSource,
  aws_subnets: subnetsSource,
  aws_vpc: vpcSource,
  aws_vpcs: vpcsSource,
};
