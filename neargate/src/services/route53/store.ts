import type {
  ChangeStatus,
  HealthCheckConfig,
  ResourceRecordSet,
  RRType,
  Tag,
  TagResourceType,
  VPC,
} from '@aws-sdk/client-route-53';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { globalScope, type OperationContext } from '../context.ts';

export interface HostedZoneRow {
  /** `Z` and 20 characters, without `/hostedzone/`. */
  readonly id: string;
  /** In lower case, with its last dot. */
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string;
  /** Of a private zone: the VPCs in which its names resolve; absent for a public one. */
  readonly vpcs?: readonly VPC[] | undefined;
  readonly nameServers: readonly string[];
  /** Of a zone that belongs to a namespace of Cloud Map: the namespace's ARN. Its records are what the instances say. */
  readonly namespaceArn?: string | undefined;
  /** Stored, not enforced. */
  readonly hasAcceleratedRecovery: boolean;
  readonly createdAtMs: number;
}

/** Records of one name, type and set identifier. */
export interface RecordSetRow extends Omit<ResourceRecordSet, 'Name' | 'Type'> {
  /** In lower case, with its last dot and escapes as AWS writes them. */
  readonly Name: string;
  readonly Type: RRType;
}

/** A change that was made. Tasks see it at once; it is on its way to AWS's name servers for as long as it is there. */
export interface ChangeRow {
  readonly id: string;
  readonly comment?: string | undefined;
  readonly submittedAtMs: number;
  /** Written by the controller of changes. */
  readonly observed: { readonly status: ChangeStatus };
}

/** Stored, not enforced: nothing checks from outside. */
export interface HealthCheckRow {
  /** A UUID. */
  readonly id: string;
  readonly callerReference: string;
  readonly config: HealthCheckConfig;
  readonly version: number;
}

export interface TagsRow {
  readonly resourceType: TagResourceType;
  readonly resourceId: string;
  readonly tags: readonly Tag[];
}

/** Route 53's tables of one account: it has no regions. */
export interface Route53Tables {
  /** Keyed by id. */
  readonly zones: Table<HostedZoneRow>;
  /** Keyed by `recordSetKey`. */
  readonly recordSets: Table<RecordSetRow>;
  /** Keyed by id, the newest thousand. */
  readonly changes: Table<ChangeRow>;
  /** Keyed by id. */
  readonly healthChecks: Table<HealthCheckRow>;
  /** Keyed by `TYPE ID`. */
  readonly tags: Table<TagsRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const route53TableNames = {
  zones: 'route53.zones',
  recordSets: 'route53.record-sets',
  changes: 'route53.changes',
  healthChecks: 'route53.health-checks',
  tags: 'route53.tags',
} as const satisfies Record<keyof Route53Tables, string>;

export function route53Tables(store: Store, accountId: string): Route53Tables {
  return {
    zones: store.table(route53TableNames.zones, accountId),
    recordSets: store.table(route53TableNames.recordSets, accountId),
    changes: store.table(route53TableNames.changes, accountId),
    healthChecks: store.table(route53TableNames.healthChecks, accountId),
    tags: store.table(route53TableNames.tags, accountId),
  };
}

export function route53TablesOf(context: OperationContext): Route53Tables {
  return route53Tables(context.store, globalScope(context.caller));
}

export function recordSetKey(zoneId: string, { Name, Type, SetIdentifier = '' }: RecordSetRow): string {
  return `${zoneId} ${Name} ${Type} ${SetIdentifier}`;
}

export function recordSetsOf(
  { recordSets }: Pick<Route53Tables, 'recordSets'>,
  zoneId: string,
): RecordSetRow[] {
  return [...recordSets.entries()].flatMap(([key, row]) => (key.startsWith(`${zoneId} `) ? [row] : []));
}
