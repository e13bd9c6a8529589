import type { Clock } from '../../core/clock.ts';
import type {
  CertificateAuthority,
  KeyAlgorithm,
} from '../../drivers/certificate-authority/certificate-authority.ts';
import { acmTables, type CertificateRow } from '../../services/acm/store.ts';
import type { Store } from '../../store/store.ts';
import { regionalScopeOfArn } from '../arn-scope.ts';
import type { Reconciler } from '../reconciler.ts';

const tableName = 'acm.certificates';

/** Has the local authority issue the certificates that were requested. A certificate is ISSUED when it exists, not before. */
export function certificateReconciler(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly authority: CertificateAuthority;
}): Reconciler {
  const { store, clock, authority } = options;
  const rowOf = (arn: string): CertificateRow | undefined =>
    acmTables(store, regionalScopeOfArn(arn)).certificates.get(arn);
  return {
    name: 'certificate',
    keysFor: ({ table, key }) => (table === tableName ? [key] : []),
    initialKeys: () =>
      store.scopes(tableName).flatMap((scope) => [...acmTables(store, scope).certificates.keys()]),
    async reconcile(arn) {
      const row = rowOf(arn);
      if (row?.observed.status !== 'PENDING_VALIDATION') return undefined;
      const issued = await authority.issue(row.names, row.keyAlgorithm as KeyAlgorithm);
      // It may have been deleted meanwhile.
      const current = rowOf(arn);
      if (current === undefined) return undefined;
      acmTables(store, regionalScopeOfArn(arn)).certificates.put(arn, {
        ...current,
        observed: { status: 'ISSUED', atMs: clock.now(), ...issued },
      });
      return undefined;
    },
  };
}
