import type { TableRow } from './store.ts';

const dayMs = 86_400_000;

/** AWS's copy is five minutes behind. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html */
const behindMs = 5 * 60_000;

/** The times to which a table can be restored; undefined while point-in-time recovery is off. */
export function restorableTimes(
  { recoveryDays, recoverableSinceMs }: Pick<TableRow, 'recoveryDays' | 'recoverableSinceMs'>,
  nowMs: number,
): { readonly earliestMs: number; readonly latestMs: number } | undefined {
  if (recoveryDays === undefined) return undefined;
  const earliestMs = Math.max(recoverableSinceMs ?? 0, nowMs - recoveryDays * dayMs);
  return { earliestMs, latestMs: Math.max(earliestMs, nowMs - behindMs) };
}
