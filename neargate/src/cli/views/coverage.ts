import type { MissedOperation } from '../../gateway/coverage-protocol.ts';
import { renderTable } from './table.ts';

/** One line for each operation that was called and is not there, most called first. */
export function renderCoverage(missed: readonly MissedOperation[]): string {
  if (missed.length === 0) return 'No client has called an operation that Neargate does not have.\n';
  const rows = missed.map(({ service, operation, count, lastAtMs, client }) => [
    service,
    operation ?? '(no operation named)',
    String(count),
    new Date(lastAtMs).toISOString(),
    client.split(' ')[0] ?? '',
  ]);
  return `${renderTable([['SERVICE', 'OPERATION', 'CALLS', 'LAST', 'CLIENT'], ...rows])}\n\nWhat Neargate has: docs/aws-coverage.md\n`;
}
