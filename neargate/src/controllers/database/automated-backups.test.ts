import { expect, it } from 'vitest';
import { rdsTablesOf } from '../../services/rds/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import { keepBackups } from './automated-backups.ts';

const dayMs = 24 * 60 * 60 * 1000;

async function backedUp(BackupRetentionPeriod: number) {
  const { call, context, clock } = await createTestContext();
  const tables = rdsTablesOf(context);
  call('rds', 'CreateDBInstance', {
    DBInstanceIdentifier: 'users',
    DBInstanceClass: 'db.t4g.micro',
    Engine: 'postgres',
    AllocatedStorage: 20,
    MasterUsername: 'app',
    MasterUserPassword: 'correct-horse',
    BackupRetentionPeriod,
  });
  const calls: string[] = [];
  let written = 0;
  const driver = {
    async markArchive(_id: string, since?: string) {
      calls.push(`mark since ${since ?? 'ever'}`);
      return since === String(written) ? undefined : { position: '0/1', writes: String(written) };
    },
    async trimArchive(_id: string, backupId?: string) {
      calls.push(backupId === undefined ? 'trim all' : 'trim');
    },
  };
  return {
    clock,
    calls,
    write: () => (written += 1),
    backups: () => [...tables.snapshots.values()].filter(({ desired }) => desired === 'present'),
    keep: async () => {
      const row = tables.instances.get('users');
      if (row === undefined) throw new Error('no instance');
      const restorable = await keepBackups(context, driver, row);
      tables.instances.update('users', (each) => ({ ...each, observed: { ...each.observed, restorable } }));
      return restorable;
    },
    /** What the instance's reconciler does. */
    take: () => {
      for (const row of tables.snapshots.values()) {
        if (row.observed.status !== 'creating') continue;
        tables.snapshots.put(row.identifier, {
          ...row,
          observed: { status: 'available', takenAtMs: context.clock.now() },
        });
      }
    },
    setRetention: (backupRetentionDays: number) =>
      tables.instances.update('users', (each) => ({ ...each, backupRetentionDays })),
  };
}

it('says that nothing can be restored until a backup has been taken and the log after it', async () => {
  const { clock, calls, keep, take, write, backups } = await backedUp(1);
  expect(await keep()).toBeUndefined();
  expect(backups()).toMatchObject([{ type: 'automated', observed: { status: 'creating' } }]);
  expect(calls).toEqual([]);
  take();
  await clock.advance(1000);
  const first = await keep();
  expect(first).toMatchObject({ untilMs: clock.now(), mark: { atMs: clock.now() } });
  await clock.advance(1000);
  // Nothing written: the time goes on, the mark does not.
  expect(await keep()).toEqual({ ...first, untilMs: clock.now() });
  write();
  await clock.advance(1000);
  expect(await keep()).toMatchObject({ untilMs: clock.now(), mark: { atMs: clock.now() } });
  expect(calls).toEqual(['mark since ever', 'mark since 0', 'mark since 0']);
});

it('backs up once a day and keeps as many days as the instance says', async () => {
  const { clock, calls, keep, take, backups } = await backedUp(2);
  for (let day = 0; day < 5; day++) {
    await keep();
    take();
    await clock.advance(1000);
    await keep();
    await clock.advance(dayMs);
  }
  expect(backups()).toHaveLength(2);
  expect(calls.filter((each) => each === 'trim')).toHaveLength(3);
  expect(calls.filter((each) => each === 'mark since ever')).toHaveLength(5);
});

it('keeps nothing any longer when the retention is none', async () => {
  const { keep, take, clock, backups, calls, setRetention } = await backedUp(1);
  await keep();
  take();
  await clock.advance(1000);
  await keep();
  setRetention(0);
  expect(await keep()).toBeUndefined();
  expect(backups()).toEqual([]);
  expect(calls.at(-1)).toBe('trim all');
});
