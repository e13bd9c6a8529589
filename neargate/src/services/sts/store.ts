import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';

/** Temporary credentials, so that a request signed with them is known to come from their principal. */
export interface SessionRow {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Such as `arn:aws:sts::123456789012:assumed-role/deploy/ann`. */
  readonly principalArn: string;
  /** As GetCallerIdentity answers it, such as `AROA…:ann`. */
  readonly userId: string;
  readonly expiresAtMs: number;
  /** Documents that take away from what the principal may do. */
  readonly sessionPolicies?: readonly string[] | undefined;
}

/** The sessions of one account, keyed by access key id. */
export function sessionsOf(store: Store, accountId: string): Table<SessionRow> {
  return store.table('sts.sessions', accountId);
}
