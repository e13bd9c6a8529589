import type { ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { healthyOrElseAll } from './health.ts';
import type { DiscoveryServiceRow, InstanceRow, NamespaceRow } from './store.ts';

/** A record set that Cloud Map keeps in the zone of a namespace. */
export type InstanceRecordSet = ResourceRecordSet & { readonly Name: string; readonly Type: RRType };

/** Which attribute of an instance is the value of a record. */
const attributeOf: Readonly<Partial<Record<RRType, string>>> = {
  A: 'AWS_INSTANCE_IPV4',
  AAAA: 'AWS_INSTANCE_IPV6',
  CNAME: 'AWS_INSTANCE_CNAME',
};

/**
 * The record sets of a service's instances that are healthy (of all, when none is). An SRV record leads to a name of the instance, which
 * has an address of its own. Aliases (AWS_ALIAS_DNS_NAME) are not among them. Pure.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsRecord.html
 */
export function namespaceRecordSets(
  namespace: NamespaceRow,
  service: DiscoveryServiceRow,
  instances: readonly InstanceRow[],
): readonly InstanceRecordSet[] {
  const { dns } = service;
  if (dns === undefined) return [];
  const name = `${service.name}.${namespace.name}`;
  const policy = dns.routingPolicy === 'WEIGHTED' ? { Weight: 1 } : { MultiValueAnswer: true };
  return healthyOrElseAll(service, instances).flatMap(({ instanceId, attributes }) =>
    dns.records.flatMap(({ type, ttl }): InstanceRecordSet[] => {
      const own = { SetIdentifier: instanceId, TTL: ttl, ...policy };
      if (type !== 'SRV') {
        const value = attributes[attributeOf[type] ?? ''];
        return value === undefined
          ? []
          : [{ ...own, Name: name, Type: type, ResourceRecords: [{ Value: value }] }];
      }
      const target = `${instanceId}.${name}`;
      const address = attributes['AWS_INSTANCE_IPV4'];
      const place = { Value: `1 1 ${attributes['AWS_INSTANCE_PORT'] ?? '0'} ${target}.` };
      return [
        { ...own, Name: name, Type: 'SRV', ResourceRecords: [place] },
        ...(address === undefined
          ? []
          : [{ Name: target, Type: 'A' as const, TTL: ttl, ResourceRecords: [{ Value: address }] }]),
      ];
    }),
  );
}
