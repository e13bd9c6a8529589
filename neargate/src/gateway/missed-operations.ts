import type { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';
import type { MissedOperation } from './coverage-protocol.ts';

/** Names come from outside: what is kept of them is bounded. */
const longestText = 120;
const mostOperations = 1000;

export interface MissedCall {
  readonly service: string;
  readonly operation: string | undefined;
  readonly client: string;
  readonly atMs: number;
}

/** Counts a call to what Neargate does not have. Beyond a thousand different operations new ones are not kept. */
export function recordMissedCall(store: Store, call: MissedCall): void {
  const table = missedTable(store);
  const service = clipped(call.service);
  const operation = call.operation === undefined ? undefined : clipped(call.operation);
  const key = `${service} ${operation ?? ''}`;
  const before = table.get(key);
  if (before === undefined && table.size >= mostOperations) return;
  table.put(key, {
    service,
    ...(operation === undefined ? {} : { operation }),
    count: (before?.count ?? 0) + 1,
    firstAtMs: before?.firstAtMs ?? call.atMs,
    lastAtMs: call.atMs,
    client: clipped(call.client),
  });
}

/** Most called first, then by name. */
export function missedOperations(store: Store): readonly MissedOperation[] {
  return [...missedTable(store).values()].toSorted(
    (left, right) =>
      right.count - left.count ||
      `${left.service} ${left.operation ?? ''}`.localeCompare(
        `${right.service} ${right.operation ?? ''}`,
        'en',
      ),
  );
}

function missedTable(store: Store): Table<MissedOperation> {
  return store.table('gateway.missed-operations', 'local');
}

function clipped(text: string): string {
  return text.replaceAll(/[^\x20-\x7E]/g, '?').slice(0, longestText);
}
