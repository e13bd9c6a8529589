import { recordSetsOf, route53Tables } from '../../services/route53/store.ts';
import type { Store } from '../../store/store.ts';
import type { PrivateZone } from './private-zone-names.ts';

/** The private zones that are associated with a VPC of an account and region. */
export function readPrivateZones(store: Store, scope: string, vpcId: string): readonly PrivateZone[] {
  const [accountId = '', region = ''] = scope.split('/');
  const tables = route53Tables(store, accountId);
  return [...tables.zones.values()]
    .filter(({ vpcs }) => vpcs?.some((vpc) => vpc.VPCId === vpcId && vpc.VPCRegion === region) === true)
    .map(({ id, name }) => ({ name, recordSets: recordSetsOf(tables, id) }));
}
