import type { Store } from '../../store/store.ts';
import { canonicalName, isWithin } from '../route53/domain-names.ts';
import { recordSetsOf, route53Tables } from '../route53/store.ts';
import type { ValidationRecord } from './validation-records.ts';

/**
 * Whether a validation record is where ACM looks for it: in the account's public hosted zone that the name belongs to. `unknown` where
 * there is no such zone: the name's DNS is then somewhere else, and nobody here asks it.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function dnsValidation(
  store: Store,
  accountId: string,
  { recordName, recordValue }: ValidationRecord,
): 'found' | 'missing' | 'unknown' {
  const tables = route53Tables(store, accountId);
  const name = canonicalName(recordName);
  const [zone] = [...tables.zones.values()]
    .filter((each) => each.vpcs === undefined && isWithin(name, each.name))
    .toSorted((left, right) => right.name.length - left.name.length);
  if (zone === undefined) return 'unknown';
  const isFound = recordSetsOf(tables, zone.id).some(
    ({ Name, Type, ResourceRecords = [] }) =>
      Name === name &&
      Type === 'CNAME' &&
      ResourceRecords.some(({ Value = '' }) => canonicalName(Value) === canonicalName(recordValue)),
  );
  return isFound ? 'found' : 'missing';
}
