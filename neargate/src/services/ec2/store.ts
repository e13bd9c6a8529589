import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { regionalScope, type OperationContext } from '../context.ts';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';

/** What EC2 knows about an account in a region as a whole; one row, key `account`. */
export interface AccountRow {
  /** Set once the default VPC has been made; it is not made again when the user deletes it. */
  readonly defaultNetworkMadeAtMs: number;
  readonly defaultDhcpOptionsId: string;
}

export interface VpcRow {
  readonly vpcId: string;
  readonly cidrBlock: string;
  /** The primary block first, then those of AssociateVpcCidrBlock. */
  readonly cidrBlockAssociations: readonly { readonly associationId: string; readonly cidrBlock: string }[];
  readonly isDefault: boolean;
  readonly instanceTenancy: string;
  readonly dhcpOptionsId: string;
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly enableNetworkAddressUsageMetrics: boolean;
}

export interface DhcpOptionsRow {
  readonly dhcpOptionsId: string;
  readonly configurations: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export interface SubnetRow {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  readonly defaultForAz: boolean;
  readonly mapPublicIpOnLaunch: boolean;
  readonly assignIpv6AddressOnCreation: boolean;
  readonly enableDns64: boolean;
  readonly hostnameType: string;
  readonly enableResourceNameDnsARecord: boolean;
  readonly enableResourceNameDnsAaaaRecord: boolean;
}

export interface InternetGatewayRow {
  readonly internetGatewayId: string;
  readonly vpcId?: string | undefined;
}

/** An Elastic IP address. */
export interface AddressRow {
  readonly allocationId: string;
  readonly publicIp: string;
  readonly association?:
    | {
        readonly associationId: string;
        readonly networkInterfaceId: string;
        readonly privateIpAddress: string;
      }
    | undefined;
}

export type NatGatewayState = 'pending' | 'available' | 'deleting' | 'deleted' | 'failed';

export interface NatGatewayRow {
  readonly natGatewayId: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly connectivityType: 'public' | 'private';
  readonly allocationId?: string | undefined;
  readonly publicIp?: string | undefined;
  readonly associationId?: string | undefined;
  readonly networkInterfaceId?: string | undefined;
  readonly privateIp?: string | undefined;
  /** On its interface beside the primary one; absent = none. */
  readonly secondaryAddresses?: readonly NatGatewaySecondaryAddress[] | undefined;
  readonly createdAtMs: number;
  readonly deleteRequestedAtMs?: number | undefined;
  /** Written back by the network controller. */
  readonly observed: {
    readonly state: NatGatewayState;
    readonly failureCode?: string | undefined;
    readonly failureMessage?: string | undefined;
    readonly deletedAtMs?: number | undefined;
  };
}

/** With an Elastic IP on a public gateway, without one on a private gateway. */
export interface NatGatewaySecondaryAddress {
  readonly privateIp: string;
  readonly allocationId?: string | undefined;
  readonly associationId?: string | undefined;
  readonly publicIp?: string | undefined;
}

/** Exactly one of the destinations is set. */
export interface RouteDestination {
  readonly cidrBlock?: string | undefined;
  readonly ipv6CidrBlock?: string | undefined;
  readonly prefixListId?: string | undefined;
}

export type RouteTargetKind =
  | 'local'
  | 'gateway'
  | 'nat-gateway'
  | 'network-interface'
  | 'vpc-peering-connection'
  | 'transit-gateway'
  | 'egress-only-internet-gateway'
  | 'carrier-gateway'
  | 'local-gateway'
  | 'instance'
  | 'core-network';

export interface RouteRow {
  readonly destination: RouteDestination;
  readonly target: { readonly kind: RouteTargetKind; readonly id: string };
  readonly origin: 'CreateRouteTable' | 'CreateRoute' | 'EnableVgwRoutePropagation';
}

export interface RouteTableAssociation {
  readonly associationId: string;
  readonly main: boolean;
  readonly subnetId?: string | undefined;
  readonly gatewayId?: string | undefined;
}

export interface RouteTableRow {
  readonly routeTableId: string;
  readonly vpcId: string;
  readonly routes: readonly RouteRow[];
  readonly associations: readonly RouteTableAssociation[];
}

export interface SecurityGroupRow {
  readonly groupId: string;
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
}

/** One rule with one peer: exactly one of the four peers is set. */
export interface SecurityGroupRuleRow {
  readonly ruleId: string;
  readonly groupId: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `-1` for all. */
  readonly ipProtocol: string;
  /** -1 where the protocol has no ports. */
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrIpv4?: string | undefined;
  readonly cidrIpv6?: string | undefined;
  readonly prefixListId?: string | undefined;
  readonly referencedGroup?: { readonly groupId: string; readonly userId: string } | undefined;
  readonly description?: string | undefined;
}

const securityGroupOf = ({ groupId }: SecurityGroupRuleRow) => groupId;

/** In the order in which they were made. */
export function rulesOfSecurityGroup(tables: Ec2Tables, groupId: string): SecurityGroupRuleRow[] {
  return [...tables.securityGroupRules.group(securityGroupOf, groupId).values()];
}

export interface NetworkAclEntryRow {
  readonly ruleNumber: number;
  readonly egress: boolean;
  /** A protocol number, `-1` for all. */
  readonly protocol: string;
  readonly ruleAction: 'allow' | 'deny';
  readonly cidrBlock?: string | undefined;
  readonly ipv6CidrBlock?: string | undefined;
  readonly portRange?: { readonly from: number; readonly to: number } | undefined;
  readonly icmpTypeCode?: { readonly type: number; readonly code: number } | undefined;
}

export interface NetworkAclRow {
  readonly networkAclId: string;
  readonly vpcId: string;
  readonly isDefault: boolean;
  readonly entries: readonly NetworkAclEntryRow[];
  readonly associations: readonly { readonly associationId: string; readonly subnetId: string }[];
}

export interface NetworkInterfaceRow {
  readonly networkInterfaceId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  /** The primary one. */
  readonly privateIpAddress: string;
  /** Absent = none. */
  readonly secondaryPrivateIpAddresses?: readonly string[] | undefined;
  readonly macAddress: string;
  readonly groupIds: readonly string[];
  readonly description: string;
  /** `interface`, `nat_gateway`, `vpc_endpoint`, `load_balancer`, … */
  readonly interfaceType: string;
  /** An AWS service made it for the user, who cannot detach or delete it. */
  readonly requesterManaged: boolean;
  readonly requesterId?: string | undefined;
  readonly status: 'available' | 'in-use';
  readonly attachment?:
    | {
        readonly attachmentId: string;
        readonly instanceOwnerId: string;
        readonly attachedAtMs: number;
      }
    | undefined;
  readonly association?:
    | {
        readonly publicIp: string;
        readonly ipOwnerId: string;
        readonly allocationId?: string | undefined;
        readonly associationId?: string | undefined;
      }
    | undefined;
  readonly sourceDestCheck: boolean;
}

export interface VpcEndpointRow {
  readonly vpcEndpointId: string;
  readonly vpcEndpointType: 'Gateway' | 'Interface';
  readonly vpcId: string;
  readonly serviceName: string;
  readonly policyDocument: string;
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly networkInterfaceIds: readonly string[];
  readonly privateDnsEnabled: boolean;
  readonly dnsRecordIpType?: string | undefined;
  readonly createdAtMs: number;
}

export interface FlowLogRow {
  readonly flowLogId: string;
  readonly resourceId: string;
  readonly trafficType?: string | undefined;
  readonly logDestinationType: string;
  readonly logDestination?: string | undefined;
  readonly logGroupName?: string | undefined;
  readonly deliverLogsPermissionArn?: string | undefined;
  readonly deliverCrossAccountRole?: string | undefined;
  readonly logFormat: string;
  readonly maxAggregationIntervalSeconds: number;
  readonly destinationOptions?:
    | {
        readonly fileFormat: string;
        readonly hiveCompatiblePartitions: boolean;
        readonly perHourPartition: boolean;
      }
    | undefined;
  readonly createdAtMs: number;
}

/** The public half of a key that instances would let in. */
export interface KeyPairRow {
  readonly keyPairId: string;
  readonly keyName: string;
  readonly keyType: 'rsa' | 'ed25519';
  readonly fingerprint: string;
  /** As it was imported, in OpenSSH's format. */
  readonly publicKey: string;
  readonly createdAtMs: number;
}

/** What instances would be launched by, in numbered versions. */
export interface LaunchTemplateRow {
  readonly launchTemplateId: string;
  readonly name: string;
  readonly defaultVersion: number;
  readonly versions: readonly LaunchTemplateVersionRow[];
  /** An ARN. */
  readonly createdBy: string;
  readonly createdAtMs: number;
}

export interface LaunchTemplateVersionRow {
  readonly number: number;
  readonly description?: string | undefined;
  readonly data: RequestLaunchTemplateData;
  readonly createdBy: string;
  readonly createdAtMs: number;
}

/** All tags of one resource, key = resource id. */
export interface TagsRow {
  readonly resourceId: string;
  /** EC2's resource type, such as `vpc` or `security-group-rule`. */
  readonly resourceType: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** EC2's tables of one account in one region. */
export class Ec2Tables {
  private readonly store: Store;
  private readonly scope: string;

  constructor(store: Store, scope: string) {
    this.store = store;
    this.scope = scope;
  }

  get account(): Table<AccountRow> {
    return this.store.table('ec2.account', this.scope);
  }
  get vpcs(): Table<VpcRow> {
    return this.store.table('ec2.vpcs', this.scope);
  }
  get dhcpOptions(): Table<DhcpOptionsRow> {
    return this.store.table('ec2.dhcp-options', this.scope);
  }
  get subnets(): Table<SubnetRow> {
    return this.store.table('ec2.subnets', this.scope);
  }
  get internetGateways(): Table<InternetGatewayRow> {
    return this.store.table('ec2.internet-gateways', this.scope);
  }
  get addresses(): Table<AddressRow> {
    return this.store.table('ec2.addresses', this.scope);
  }
  get natGateways(): Table<NatGatewayRow> {
    return this.store.table('ec2.nat-gateways', this.scope);
  }
  get routeTables(): Table<RouteTableRow> {
    return this.store.table('ec2.route-tables', this.scope);
  }
  get securityGroups(): Table<SecurityGroupRow> {
    return this.store.table('ec2.security-groups', this.scope);
  }
  get securityGroupRules(): Table<SecurityGroupRuleRow> {
    return this.store.table('ec2.security-group-rules', this.scope);
  }
  get networkAcls(): Table<NetworkAclRow> {
    return this.store.table('ec2.network-acls', this.scope);
  }
  get networkInterfaces(): Table<NetworkInterfaceRow> {
    return this.store.table('ec2.network-interfaces', this.scope);
  }
  get vpcEndpoints(): Table<VpcEndpointRow> {
    return this.store.table('ec2.vpc-endpoints', this.scope);
  }
  get flowLogs(): Table<FlowLogRow> {
    return this.store.table('ec2.flow-logs', this.scope);
  }
  /** Keyed by name. */
  get keyPairs(): Table<KeyPairRow> {
    return this.store.table('ec2.key-pairs', this.scope);
  }
  get launchTemplates(): Table<LaunchTemplateRow> {
    return this.store.table('ec2.launch-templates', this.scope);
  }
  get tags(): Table<TagsRow> {
    return this.store.table('ec2.tags', this.scope);
  }
}

/** EC2's tables of one account in one region; `scope` is that of `regionalScope`. */
export function ec2Tables(store: Store, scope: string): Ec2Tables {
  return new Ec2Tables(store, scope);
}

/** EC2's tables of the caller's account and region. */
export function ec2TablesOf(context: OperationContext): Ec2Tables {
  return new Ec2Tables(context.store, regionalScope(context.caller));
}
