import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { namespaceRecordSets } from '../servicediscovery/zone-records.ts';
import { instancesOf, serviceDiscoveryTables, servicesOf } from '../servicediscovery/store.ts';
import { canonicalName } from './domain-names.ts';
import { type HostedZoneRow, type RecordSetRow, recordSetsOf, route53TablesOf } from './store.ts';

/** All that a zone holds: the record sets that were written, and those of the instances of a namespace of Cloud Map. */
export function zoneRecordSets(context: OperationContext, zone: HostedZoneRow): readonly RecordSetRow[] {
  const written = recordSetsOf(route53TablesOf(context), zone.id);
  const arn = parseArn(zone.namespaceArn ?? '');
  if (arn === undefined) return written;
  const tables = serviceDiscoveryTables(context.store, `${arn.accountId}/${arn.region}`);
  const namespace = tables.namespaces.get(arn.resource.replace(/^namespace\//, ''));
  if (namespace === undefined) return written;
  const registered = servicesOf(tables, namespace.id).flatMap((service) =>
    namespaceRecordSets(namespace, service, instancesOf(tables, service.id)),
  );
  return [...written, ...registered.map((row) => ({ ...row, Name: canonicalName(row.Name) }))];
}
