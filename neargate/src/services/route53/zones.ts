import type { ChangeInfo, HostedZone } from '@aws-sdk/client-route-53';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { managedByCloudMap, noSuchHostedZone } from './errors.ts';
import { nameServersOf } from './name-servers.ts';
import {
  type ChangeRow,
  type HostedZoneRow,
  recordSetKey,
  type RecordSetRow,
  recordSetsOf,
  route53TablesOf,
} from './store.ts';
import { zoneRecordSets } from './zone-records.ts';

const keptChanges = 1000;
const defaultSoaTtl = 900;

/** The id without the path that AWS writes before it. */
export function bareId(given = ''): string {
  return given.replace(/^\/?(?:hostedzone|change|healthcheck|delegationset)\//, '');
}

/** @throws AwsError NoSuchHostedZone */
export function findZone(context: OperationContext, given: string | undefined): HostedZoneRow {
  const id = bareId(given);
  const row = route53TablesOf(context).zones.get(id);
  if (row === undefined) throw noSuchHostedZone(id);
  return row;
}

/** One that users may change. @throws AwsError NoSuchHostedZone; AccessDenied when the zone belongs to a namespace of Cloud Map */
export function findOwnZone(context: OperationContext, given: string | undefined): HostedZoneRow {
  const row = findZone(context, given);
  if (row.namespaceArn !== undefined) throw managedByCloudMap(row.id, row.namespaceArn);
  return row;
}

export function describeZone(context: OperationContext, row: HostedZoneRow): HostedZone {
  return {
    Id: `/hostedzone/${row.id}`,
    Name: row.name,
    CallerReference: row.callerReference,
    Config: { Comment: row.comment, PrivateZone: row.vpcs !== undefined },
    ResourceRecordSetCount: zoneRecordSets(context, row).length,
    ...(row.namespaceArn === undefined
      ? {}
      : {
          LinkedService: {
            ServicePrincipal: 'servicediscovery.amazonaws.com',
            Description: `Created by AWS Cloud Map namespace with ARN ${row.namespaceArn}`,
          },
        }),
    ...(row.hasAcceleratedRecovery ? { Features: { AcceleratedRecoveryStatus: 'ENABLED' as const } } : {}),
  };
}

/** What a zone begins with. */
export type NewZone = Pick<HostedZoneRow, 'name' | 'callerReference' | 'comment' | 'vpcs' | 'namespaceArn'>;

/**
 * Writes a zone with its own record sets, in the transaction under way.
 * @param soaTtl seconds
 */
export function putZone(context: OperationContext, zone: NewZone, soaTtl = defaultSoaTtl): HostedZoneRow {
  const tables = route53TablesOf(context);
  const id = `Z${context.ids.upperAlphanumeric(20)}`;
  const row: HostedZoneRow = {
    ...zone,
    id,
    nameServers: nameServersOf(id, zone.vpcs !== undefined),
    hasAcceleratedRecovery: false,
    createdAtMs: context.clock.now(),
  };
  tables.zones.put(id, row);
  putOwnRecordSets(context, row, soaTtl);
  return row;
}

/** @param soaTtl seconds */
export function putOwnRecordSets(context: OperationContext, row: HostedZoneRow, soaTtl: number): void {
  for (const recordSet of ownRecordSets(row, soaTtl))
    route53TablesOf(context).recordSets.put(recordSetKey(row.id, recordSet), recordSet);
}

/** Takes a zone away with its record sets and tags, in the transaction under way. */
export function deleteZone(context: OperationContext, zoneId: string): void {
  const tables = route53TablesOf(context);
  for (const recordSet of recordSetsOf(tables, zoneId))
    tables.recordSets.delete(recordSetKey(zoneId, recordSet));
  tables.zones.delete(zoneId);
  tables.tags.delete(`hostedzone ${zoneId}`);
}

/** Those that a zone has from its beginning and as long as it exists. */
function ownRecordSets({ name, nameServers }: HostedZoneRow, soaTtl: number): readonly RecordSetRow[] {
  return [
    {
      Name: name,
      Type: 'NS',
      TTL: 172_800,
      ResourceRecords: nameServers.map((server) => ({ Value: `${server}.` })),
    },
    {
      Name: name,
      Type: 'SOA',
      TTL: soaTtl,
      ResourceRecords: [
        { Value: `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400` },
      ],
    },
  ];
}

/** Writes that something was changed, in the transaction under way. */
export function recordChange(context: OperationContext, comment?: string): ChangeInfo {
  const { changes } = route53TablesOf(context);
  const row: ChangeRow = {
    id: `C${context.ids.upperAlphanumeric(20)}`,
    comment,
    submittedAtMs: context.clock.now(),
    observed: { status: 'PENDING' },
  };
  changes.put(row.id, row);
  for (const oldest of changes.keys()) {
    if (changes.size <= keptChanges) break;
    changes.delete(oldest);
  }
  return describeChange(row);
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeInfo.html */
export function describeChange({ id, comment, submittedAtMs, observed }: ChangeRow): ChangeInfo {
  return {
    Id: `/change/${id}`,
    Status: observed.status,
    SubmittedAt: toDate(submittedAtMs),
    ...(comment === undefined ? {} : { Comment: comment }),
  };
}
