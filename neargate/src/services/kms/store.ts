import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

/** Key = the key id. Rotation is stored, not enforced; the material encrypts and decrypts. */
export interface KeyRow {
  readonly keyId: string;
  readonly arn: string;
  readonly description: string;
  readonly manager: 'AWS' | 'CUSTOMER';
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly multiRegion: boolean;
  readonly enabled: boolean;
  readonly rotationEnabled: boolean;
  readonly rotationPeriodDays: number;
  readonly policy: string;
  readonly createdAtMs: number;
  /** Set while deletion is pending. */
  readonly deletionAtMs?: number | undefined;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** 256 bits as hexadecimal digits, kept in the state directory as they are; it never leaves the service. */
  readonly material: string;
}

/** Key = the alias's name, `alias/…`. */
export interface AliasRow {
  readonly aliasName: string;
  readonly arn: string;
  readonly targetKeyId: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** KMS's tables of one account in one region. */
export class KmsTables {
  private readonly store: Store;
  private readonly scope: string;

  constructor(store: Store, scope: string) {
    this.store = store;
    this.scope = scope;
  }

  get keys(): Table<KeyRow> {
    return this.store.table('kms.keys', this.scope);
  }
  get aliases(): Table<AliasRow> {
    return this.store.table('kms.aliases', this.scope);
  }
}

export function kmsTablesOf(context: OperationContext): KmsTables {
  return new KmsTables(context.store, regionalScope(context.caller));
}
