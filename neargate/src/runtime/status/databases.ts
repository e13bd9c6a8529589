import type { DatabaseStatus } from '../../gateway/admin-protocol.ts';
import { RdsTables } from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';

export function databaseStatuses(store: Store): readonly DatabaseStatus[] {
  return store.scopes('rds.instances').flatMap((scope) =>
    Array.from(new RdsTables(store, scope).instances.values(), ({ observed, ...row }) => ({
      identifier: row.identifier,
      status: observed.status,
      ...(observed.startedAtMs === undefined ? {} : { endpoint: `${row.endpointAddress}:${row.port}` }),
      ...(observed.local === undefined
        ? {}
        : { localAddress: `${observed.local.host}:${observed.local.port}` }),
      ...(observed.reason === undefined ? {} : { reason: observed.reason }),
    })),
  );
}
