import type {
  DnsConfig,
  DnsRecord,
  HealthCheckConfig,
  NamespaceType,
  OperationTargetType,
  OperationType,
  RecordType,
  RoutingPolicy,
  ServiceType,
  Tag,
} from '@aws-sdk/client-servicediscovery';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface NamespaceRow {
  /** `ns-` and 16 characters. */
  readonly id: string;
  readonly arn: string;
  /** A domain without its last dot for the DNS types. */
  readonly name: string;
  readonly type: NamespaceType;
  readonly description?: string | undefined;
  /** Of a private DNS namespace: the VPC in which its names resolve. */
  readonly vpcId?: string | undefined;
  /** Of a DNS namespace. */
  readonly hostedZoneId?: string | undefined;
  /** Seconds; of a DNS namespace. */
  readonly soaTtl?: number | undefined;
  readonly creatorRequestId?: string | undefined;
  readonly tags: readonly Tag[];
  readonly createdAtMs: number;
}

export interface DiscoveryServiceRow {
  /** `srv-` and 16 characters. */
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly namespaceId: string;
  readonly description?: string | undefined;
  /** `DNS_HTTP`: found by DNS and by DiscoverInstances; `HTTP`: by DiscoverInstances alone. */
  readonly type: ServiceType;
  readonly dns?: DnsRow | undefined;
  /** Stored, not enforced: nobody checks from outside. */
  readonly healthCheckConfig?: HealthCheckConfig | undefined;
  readonly hasCustomHealth: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** Raised with every change of instances and their health. */
  readonly instancesRevision: number;
  readonly creatorRequestId?: string | undefined;
  readonly tags: readonly Tag[];
  readonly createdAtMs: number;
}

export interface DnsRow {
  readonly routingPolicy: RoutingPolicy;
  /** The time to live in seconds. */
  readonly records: readonly { readonly type: RecordType; readonly ttl: number }[];
}

export interface InstanceRow {
  readonly serviceId: string;
  readonly instanceId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly creatorRequestId?: string | undefined;
  readonly createdAtMs: number;
  /** The last UpdateInstanceCustomHealthStatus; it acts after a while. */
  readonly requestedHealth?: { readonly status: 'HEALTHY' | 'UNHEALTHY'; readonly atMs: number } | undefined;
  /** Of services with a custom health check. Written by the instance health controller. */
  readonly observed: { readonly health?: 'HEALTHY' | 'UNHEALTHY' | undefined };
}

/** What an asynchronous call came to. The work is done when the call answers, so there is no state between. */
export interface OperationRow {
  readonly id: string;
  readonly type: OperationType;
  readonly targets: Readonly<Partial<Record<OperationTargetType, string>>>;
  readonly outcome:
    | { readonly status: 'SUCCESS' }
    | { readonly status: 'FAIL'; readonly errorCode: string; readonly errorMessage: string };
  readonly atMs: number;
}

/** Cloud Map's tables of one account in one region. */
export interface ServiceDiscoveryTables {
  /** Keyed by id. */
  readonly namespaces: Table<NamespaceRow>;
  /** Keyed by id. */
  readonly services: Table<DiscoveryServiceRow>;
  /** Keyed by `instanceKey`. */
  readonly instances: Table<InstanceRow>;
  /** Keyed by id. */
  readonly operations: Table<OperationRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const serviceDiscoveryTableNames = {
  namespaces: 'servicediscovery.namespaces',
  services: 'servicediscovery.services',
  instances: 'servicediscovery.instances',
  operations: 'servicediscovery.operations',
} as const satisfies Record<keyof ServiceDiscoveryTables, string>;

export function serviceDiscoveryTables(store: Store, scope: string): ServiceDiscoveryTables {
  return {
    namespaces: store.table(serviceDiscoveryTableNames.namespaces, scope),
    services: store.table(serviceDiscoveryTableNames.services, scope),
    instances: store.table(serviceDiscoveryTableNames.instances, scope),
    operations: store.table(serviceDiscoveryTableNames.operations, scope),
  };
}

export function serviceDiscoveryTablesOf(context: OperationContext): ServiceDiscoveryTables {
  return serviceDiscoveryTables(context.store, regionalScope(context.caller));
}

export function instanceKey(serviceId: string, instanceId: string): string {
  return `${serviceId} ${instanceId}`;
}

export function servicesOf(tables: ServiceDiscoveryTables, namespaceId: string): DiscoveryServiceRow[] {
  return [...tables.services.values()].filter((row) => row.namespaceId === namespaceId);
}

export function instancesOf(tables: ServiceDiscoveryTables, serviceId: string): InstanceRow[] {
  return [...tables.instances.values()].filter((row) => row.serviceId === serviceId);
}

/** The records of AWS's type. */
export function recordsOf(records: readonly DnsRecord[] = []): DnsRow['records'] {
  return records.flatMap(({ Type: type, TTL: ttl }) =>
    type === undefined || ttl === undefined ? [] : { type, ttl },
  );
}

/** As AWS's type holds it. */
export function dnsConfigOf({ dns, namespaceId }: DiscoveryServiceRow): DnsConfig | undefined {
  if (dns === undefined) return undefined;
  return {
    NamespaceId: namespaceId,
    RoutingPolicy: dns.routingPolicy,
    DnsRecords: dns.records.map(({ type, ttl }) => ({ Type: type, TTL: ttl })),
  };
}
