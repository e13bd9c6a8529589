import type { NetworkFaults } from './faults.ts';

/**
 * The networks of one account in one region as plain data: all that decides whether a packet arrives. Maps are keyed by
 * AWS's ids.
 */
export interface NetworkModel {
  readonly vpcs: ReadonlyMap<string, VpcModel>;
  readonly subnets: ReadonlyMap<string, SubnetModel>;
  readonly routeTables: ReadonlyMap<string, RouteTableModel>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroupModel>;
  readonly networkAcls: ReadonlyMap<string, NetworkAclModel>;
  readonly interfaces: ReadonlyMap<string, InterfaceModel>;
  readonly internetGateways: ReadonlyMap<string, InternetGatewayModel>;
  readonly natGateways: ReadonlyMap<string, NatGatewayModel>;
  readonly endpoints: ReadonlyMap<string, EndpointModel>;
  readonly prefixLists: ReadonlyMap<string, PrefixListModel>;
  readonly faults: NetworkFaults;
}

export interface VpcModel {
  readonly id: string;
  readonly cidrBlocks: readonly string[];
}

export interface SubnetModel {
  readonly id: string;
  /** The `Name` tag, for sentences. */
  readonly name?: string | undefined;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone: string;
  /** The table that applies: the subnet's own, else the VPC's main one. */
  readonly routeTableId: string;
  readonly networkAclId: string;
}

export interface RouteTableModel {
  readonly id: string;
  readonly name?: string | undefined;
  readonly routes: readonly RouteModel[];
}

export interface RouteModel {
  /** Exactly one of the two. */
  readonly cidrBlock?: string | undefined;
  readonly prefixListId?: string | undefined;
  readonly target: RouteTarget;
  readonly state: 'active' | 'blackhole';
}

export type RouteTarget =
  | { readonly kind: 'local' }
  | { readonly kind: 'internet-gateway'; readonly id: string }
  | { readonly kind: 'nat-gateway'; readonly id: string }
  | { readonly kind: 'endpoint'; readonly id: string }
  /** What Neargate has no model of, such as a peering connection. */
  | { readonly kind: 'other'; readonly id: string };

export interface SecurityGroupModel {
  readonly id: string;
  readonly name: string;
  readonly ingress: readonly SecurityGroupRuleModel[];
  readonly egress: readonly SecurityGroupRuleModel[];
}

export interface SecurityGroupRuleModel {
  readonly id: string;
  /** `tcp`, `udp`, …, or `-1` for all. */
  readonly protocol: string;
  /** Inclusive; without meaning for protocols that have no ports. */
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer:
    | { readonly kind: 'ipv4'; readonly cidrBlock: string }
    | { readonly kind: 'ipv6'; readonly cidrBlock: string }
    | { readonly kind: 'group'; readonly groupId: string }
    | { readonly kind: 'prefix-list'; readonly prefixListId: string };
}

export interface NetworkAclModel {
  readonly id: string;
  readonly name?: string | undefined;
  readonly entries: readonly NetworkAclEntryModel[];
}

export interface NetworkAclEntryModel {
  readonly ruleNumber: number;
  readonly egress: boolean;
  readonly action: 'allow' | 'deny';
  /** `tcp`, `udp`, …, or `-1` for all. */
  readonly protocol: string;
  /** Absent for IPv6 entries, which never match here. */
  readonly cidrBlock?: string | undefined;
  readonly ports?: { readonly from: number; readonly to: number } | undefined;
}

export interface InterfaceModel {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly privateIp: string;
  readonly publicIp?: string | undefined;
  /** A NAT gateway's interface has none and filters nothing. */
  readonly groupIds: readonly string[];
}

export interface InternetGatewayModel {
  readonly id: string;
  readonly vpcId?: string | undefined;
}

export interface NatGatewayModel {
  readonly id: string;
  readonly subnetId: string;
  readonly connectivityType: 'public' | 'private';
  readonly state: string;
  readonly privateIp?: string | undefined;
  readonly publicIp?: string | undefined;
}

export interface EndpointModel {
  readonly id: string;
  readonly serviceName: string;
  readonly vpcId?: string | undefined;
  /** Of an interface endpoint; a gateway endpoint has none and works by routes. */
  readonly interfaceIds?: readonly string[] | undefined;
  /** The service's own name leads to the endpoint inside the VPC. */
  readonly privateDns?: boolean | undefined;
}

export interface PrefixListModel {
  readonly id: string;
  readonly name: string;
  readonly cidrBlocks: readonly string[];
}
