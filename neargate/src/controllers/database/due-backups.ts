import type { DbInstanceRow, RdsTables, SnapshotObservation } from '../../services/rds/store.ts';

/** A snapshot of an instance whose data wait to be copied. */
export interface DueBackup {
  readonly snapshot: string;
  readonly backupId: string;
  note(observed: SnapshotObservation): void;
}

/** The oldest one of the instance. */
export function dueBackup(tables: RdsTables, { resourceId }: DbInstanceRow): DueBackup | undefined {
  for (const row of tables.snapshots.values()) {
    const isDue =
      row.instanceResourceId === resourceId &&
      row.copyOf === undefined &&
      row.desired === 'present' &&
      row.observed.status === 'creating';
    if (!isDue) continue;
    return {
      snapshot: row.identifier,
      backupId: row.backupId,
      note: (observed) => {
        const current = tables.snapshots.get(row.identifier);
        if (current?.backupId === row.backupId) {
          tables.snapshots.put(row.identifier, { ...current, observed });
        }
      },
    };
  }
  return undefined;
}
