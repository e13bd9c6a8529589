import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';

/** A command that ExecuteCommand was asked to run, until a client opens the stream that belongs to it. */
export interface ExecSessionRow {
  /** `ecs-execute-command-…`. */
  readonly sessionId: string;
  /** Opens the stream, once. */
  readonly tokenValue: string;
  readonly taskArn: string;
  readonly containerName: string;
  readonly command: string;
  readonly expiresAtMs: number;
}

/** Keyed by session id; of all accounts, because the stream's address names nothing but the session. */
export function execSessions(store: Store): Table<ExecSessionRow> {
  return store.table('ecs.exec-sessions', 'local');
}
