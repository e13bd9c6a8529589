import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

/** Key = the certificate's ARN. */
export interface CertificateRow {
  readonly arn: string;
  readonly domainName: string;
  /** The domain name first, then the other names, each once. */
  readonly names: readonly string[];
  readonly type: 'AMAZON_ISSUED' | 'IMPORTED';
  /** As RequestCertificate spells it: `RSA_2048`, `EC_prime256v1`. */
  readonly keyAlgorithm: string;
  /** Absent for imported certificates. */
  readonly validationMethod?: 'DNS' | 'EMAIL' | 'HTTP' | undefined;
  readonly transparencyLogging: string;
  readonly exportOption: string;
  readonly idempotencyToken?: string | undefined;
  readonly createdAtMs: number;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** Written back by the certificate controller when the local authority has issued it; at once for imported ones. */
  readonly observed: CertificateObservation;
}

export type CertificateObservation =
  | { readonly status: 'PENDING_VALIDATION' }
  | { readonly status: 'FAILED'; readonly reason: string }
  | {
      readonly status: 'ISSUED';
      readonly atMs: number;
      readonly certificatePem: string;
      /** The issuers' certificates; empty when there are none. */
      readonly chainPem: string;
      /** Kept in the state directory as it is. */
      readonly privateKeyPem: string;
    };

/** ACM's tables of one account in one region. */
export class AcmTables {
  private readonly store: Store;
  private readonly scope: string;

  constructor(store: Store, scope: string) {
    this.store = store;
    this.scope = scope;
  }

  get certificates(): Table<CertificateRow> {
    return this.store.table('acm.certificates', this.scope);
  }
}

export function acmTables(store: Store, scope: string): AcmTables {
  return new AcmTables(store, scope);
}

export function acmTablesOf(context: OperationContext): AcmTables {
  return new AcmTables(context.store, regionalScope(context.caller));
}
