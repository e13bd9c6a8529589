import { parseArn } from '../../core/arn.ts';
import type { Clock } from '../../core/clock.ts';
import type {
  CertificateAuthority,
  KeyAlgorithm,
} from '../../drivers/certificate-authority/certificate-authority.ts';
import { acmTables, type CertificateRow } from '../../services/acm/store.ts';
import { dnsValidation } from '../../services/acm/dns-validation.ts';
import { validationRecords } from '../../services/acm/validation-records.ts';
import { route53TableNames } from '../../services/route53/store.ts';
import type { Store } from '../../store/store.ts';
import { regionalScopeOfArn } from '../arn-scope.ts';
import type { Reconciler } from '../reconciler.ts';

const tableName = 'acm.certificates';
const zoneTables: ReadonlySet<string> = new Set([route53TableNames.zones, route53TableNames.recordSets]);

/**
 * Has the local authority issue the certificates that were requested. A certificate is ISSUED when it exists and the records that
 * prove its names are in Route 53, as far as it has their zones; not before.
 */
export function certificateReconciler(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly authority: CertificateAuthority;
}): Reconciler {
  const { store, clock, authority } = options;
  const rowOf = (arn: string): CertificateRow | undefined =>
    acmTables(store, regionalScopeOfArn(arn)).certificates.get(arn);
  const all = () =>
    store.scopes(tableName).flatMap((scope) => [...acmTables(store, scope).certificates.keys()]);
  return {
    name: 'certificate',
    keysFor: ({ table, key }) => (table === tableName ? [key] : zoneTables.has(table) ? all() : []),
    initialKeys: all,
    async reconcile(arn) {
      const row = rowOf(arn);
      if (row?.observed.status !== 'PENDING_VALIDATION' || lacksRecords(store, row)) return undefined;
      const issued = await authority.issue(row.names, row.keyAlgorithm as KeyAlgorithm);
      // It may have been deleted meanwhile, or its zone may have come: both are asked for at once.
      const current = rowOf(arn);
      if (current === undefined || lacksRecords(store, current)) return undefined;
      acmTables(store, regionalScopeOfArn(arn)).certificates.put(arn, {
        ...current,
        observed: { status: 'ISSUED', atMs: clock.now(), ...issued },
      });
      return undefined;
    },
  };
}

function lacksRecords(store: Store, { arn, names, validationMethod }: CertificateRow): boolean {
  if (validationMethod !== 'DNS') return false;
  const accountId = parseArn(arn)?.accountId ?? '';
  return validationRecords(names, accountId).some(
    (record) => dnsValidation(store, accountId, record) === 'missing',
  );
}
