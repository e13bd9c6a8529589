import type { OperationContext } from '../context.ts';
import { type OperationRow, serviceDiscoveryTablesOf } from './store.ts';

/** AWS keeps operations for a while; so many are kept here. */
const keptOperations = 500;

/** Notes what an asynchronous call came to, for GetOperation, and returns the answer of such a call. */
export function recordOperation(
  context: OperationContext,
  type: OperationRow['type'],
  targets: OperationRow['targets'],
  outcome: OperationRow['outcome'] = { status: 'SUCCESS' },
): { OperationId: string } {
  const { ids, clock } = context;
  const { operations } = serviceDiscoveryTablesOf(context);
  const id = `${ids.alphanumeric(32)}-${ids.alphanumeric(8)}`.toLowerCase();
  operations.put(id, { id, type, targets, outcome, atMs: clock.now() });
  const [oldest] = operations.keys();
  if (operations.size > keptOperations && oldest !== undefined) operations.delete(oldest);
  return { OperationId: id };
}
