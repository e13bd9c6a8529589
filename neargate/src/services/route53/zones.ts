import type { ChangeInfo, HostedZone } from '@aws-sdk/client-route-53';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { noSuchHostedZone } from './errors.ts';
import {
  type ChangeRow,
  type HostedZoneRow,
  type RecordSetRow,
  recordSetsOf,
  type Route53Tables,
  route53TablesOf,
} from './store.ts';

const keptChanges = 1000;

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

export function describeZone(tables: Route53Tables, row: HostedZoneRow): HostedZone {
  return {
    Id: `/hostedzone/${row.id}`,
    Name: row.name,
    CallerReference: row.callerReference,
    Config: { Comment: row.comment, PrivateZone: row.vpcs !== undefined },
    ResourceRecordSetCount: recordSetsOf(tables, row.id).length,
    ...(row.hasAcceleratedRecovery ? { Features: { AcceleratedRecoveryStatus: 'ENABLED' as const } } : {}),
  };
}

/** Those that a zone has from its beginning and as long as it exists. */
export function ownRecordSets({ name, nameServers }: HostedZoneRow): readonly RecordSetRow[] {
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
      TTL: 900,
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
