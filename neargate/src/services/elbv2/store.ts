import type { Action, RuleCondition, RuleTransform } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface LoadBalancerRow {
  readonly loadBalancerArn: string;
  readonly name: string;
  readonly type: 'application' | 'network' | 'gateway';
  readonly scheme: 'internet-facing' | 'internal';
  readonly ipAddressType: string;
  readonly vpcId: string;
  /** One per zone, each with the load balancer's interface in it. */
  readonly zones: readonly LoadBalancerZone[];
  readonly securityGroupIds: readonly string[];
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly createdAtMs: number;
  /** Every attribute AWS lists for the type, defaults included. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Of the pool that its addresses are asked from; nothing here allocates from it. */
  readonly ipv4IpamPoolId?: string | undefined;
  /** Absent until one is asked for. */
  readonly capacityReservation?: CapacityReservation | undefined;
  /** Written back by the load balancer controller. */
  readonly observed: {
    readonly state: 'provisioning' | 'active' | 'active_impaired' | 'failed';
    readonly reason?: string | undefined;
    /** Where its listeners really listen on this machine. */
    readonly listening: readonly {
      readonly listenerArn: string;
      readonly host: string;
      readonly port: number;
    }[];
  };
}

/** Kept as asked for: a load balancer here has no more and no less capacity for it. */
export interface CapacityReservation {
  /** Absent when there is none any more. */
  readonly capacityUnits?: number | undefined;
  readonly modifiedAtMs: number;
  /** When it was made smaller, as far as that counts against the limit of a day. */
  readonly decreasedAtMs: readonly number[];
}

export interface LoadBalancerZone {
  readonly zoneName: string;
  readonly subnetId: string;
  readonly networkInterfaceId: string;
}

export interface ListenerRow {
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy?: string | undefined;
  /** The default certificate first, then those added by AddListenerCertificates. */
  readonly certificateArns: readonly string[];
  readonly alpnPolicy?: readonly string[] | undefined;
  /** Absent = off. */
  readonly mutualAuthentication?: MutualAuthentication | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

export type MutualAuthentication =
  | { readonly mode: 'passthrough' }
  | {
      readonly mode: 'verify';
      readonly trustStoreArn: string;
      readonly ignoreClientCertificateExpiry: boolean;
      /** Shown as asked for; OpenSSL here names them always. */
      readonly advertiseTrustStoreCaNames: 'on' | 'off';
    };

/** The default rule holds the listener's default actions. */
export interface RuleRow {
  readonly ruleArn: string;
  readonly listenerArn: string;
  readonly priority: number | 'default';
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
  readonly transforms?: readonly RuleTransform[] | undefined;
}

export interface TargetGroupRow {
  readonly targetGroupArn: string;
  readonly name: string;
  readonly targetType: 'instance' | 'ip' | 'lambda' | 'alb';
  readonly protocol?: string | undefined;
  readonly protocolVersion?: string | undefined;
  readonly port?: number | undefined;
  readonly vpcId?: string | undefined;
  readonly ipAddressType: string;
  readonly healthCheck: HealthCheckSettings;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface HealthCheckSettings {
  readonly enabled: boolean;
  readonly protocol: string;
  /** `traffic-port` or a number. */
  readonly port: string;
  readonly path?: string | undefined;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThresholdCount: number;
  readonly unhealthyThresholdCount: number;
  readonly httpCode?: string | undefined;
  readonly grpcCode?: string | undefined;
}

/** A registered target; a draining one stays until its deregistration delay is over. */
export interface TargetRow {
  readonly targetGroupArn: string;
  /** The IP address of an `ip` target. */
  readonly id: string;
  readonly port: number;
  /** As given: a zone's name or `all`. */
  readonly availabilityZone?: string | undefined;
  readonly registeredAtMs: number;
  readonly deregisteredAtMs?: number | undefined;
}

/** What the data plane saw of a registered target; written by the target health controller. */
export interface TargetHealthRow {
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable';
  readonly reason?: string | undefined;
  readonly description?: string | undefined;
  /** What AWS does not tell, such as the security group rule that is missing. */
  readonly detail?: string | undefined;
  readonly sinceMs: number;
}

/** What the data plane finds of a target's errors beside those of the others in its group. */
export interface TargetAnomalyRow {
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  readonly result: 'normal' | 'anomalous';
  readonly isMitigated: boolean;
}

/** Certificate authorities that listeners verify clients by. */
export interface TrustStoreRow {
  readonly trustStoreArn: string;
  readonly name: string;
  /** As they were in S3 when the trust store was created or modified: AWS copies them too. */
  readonly caCertificatesPem: readonly string[];
  readonly revocations: readonly TrustStoreRevocation[];
  readonly nextRevocationId: number;
}

/** One revocation list of a trust store. */
export interface TrustStoreRevocation {
  readonly revocationId: number;
  /** By `certificateIdentity`. */
  readonly revoked: readonly string[];
}

/** All tags of one resource, key = ARN. */
export interface TagsRow {
  readonly resourceArn: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** ELBv2's tables of one account in one region. */
export class Elbv2Tables {
  private readonly store: Store;
  private readonly scope: string;

  constructor(store: Store, scope: string) {
    this.store = store;
    this.scope = scope;
  }

  get loadBalancers(): Table<LoadBalancerRow> {
    return this.store.table('elbv2.load-balancers', this.scope);
  }
  get listeners(): Table<ListenerRow> {
    return this.store.table('elbv2.listeners', this.scope);
  }
  get rules(): Table<RuleRow> {
    return this.store.table('elbv2.rules', this.scope);
  }
  get targetGroups(): Table<TargetGroupRow> {
    return this.store.table('elbv2.target-groups', this.scope);
  }
  /** Key: `targetKey`. */
  get targets(): Table<TargetRow> {
    return this.store.table('elbv2.targets', this.scope);
  }
  /** Key: `targetKey`. */
  get targetHealth(): Table<TargetHealthRow> {
    return this.store.table('elbv2.target-health', this.scope);
  }
  /** Key: `targetKey`. */
  get targetAnomalies(): Table<TargetAnomalyRow> {
    return this.store.table('elbv2.target-anomalies', this.scope);
  }
  get trustStores(): Table<TrustStoreRow> {
    return this.store.table('elbv2.trust-stores', this.scope);
  }
  get tags(): Table<TagsRow> {
    return this.store.table('elbv2.tags', this.scope);
  }
}

export function elbv2Tables(store: Store, scope: string): Elbv2Tables {
  return new Elbv2Tables(store, scope);
}

export function elbv2TablesOf(context: OperationContext): Elbv2Tables {
  return new Elbv2Tables(context.store, regionalScope(context.caller));
}

/** The key of a target in the tables of targets and of target health. */
export function targetKey(targetGroupArn: string, id: string, port: number): string {
  return `${targetGroupArn} ${id}:${port}`;
}
