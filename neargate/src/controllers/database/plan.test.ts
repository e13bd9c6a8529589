import { describe, expect, it } from 'vitest';
import type { DbInstanceRow } from '../../services/rds/store.ts';
import { planDatabase, restartDelayMs } from './plan.ts';
import { databaseSettings } from './settings.ts';

const running = {
  host: '127.0.0.1',
  port: 5000,
  version: '18.4',
  isNew: false,
  isStandby: false,
  storedParameters: [],
};
const local = { host: '127.0.0.1', port: 5000 };

function rowOf(changes: {
  desired?: DbInstanceRow['desired'];
  observed?: DbInstanceRow['observed'];
}): DbInstanceRow {
  return {
    passwordSetAtMs: 1,
    desired: { state: 'running' },
    observed: { status: 'available', local, passwordAppliedAtMs: 1 },
    ...changes,
  } as DbInstanceRow;
}

describe('planDatabase', () => {
  it.each([
    ['starts what does not run', {}, undefined, true, 'start'],
    ['leaves alone what is as it shall be', {}, running, true, 'none'],
    [
      'notes where a server that was started anew stands',
      { observed: { status: 'starting' as const, passwordAppliedAtMs: 1 } },
      running,
      true,
      'note-available',
    ],
    [
      'restarts what is rebooting',
      { observed: { status: 'rebooting' as const, local, passwordAppliedAtMs: 1 } },
      running,
      true,
      'restart',
    ],
    [
      'sets a new password',
      { observed: { status: 'available' as const, local, passwordAppliedAtMs: 0 } },
      running,
      true,
      'set-password',
    ],
    ['passes on new parameters', {}, running, false, 'configure'],
    ['stops', { desired: { state: 'stopped' as const } }, running, true, 'stop'],
    [
      'looks for leftovers of what was stopping',
      { desired: { state: 'stopped' as const }, observed: { status: 'stopping' as const } },
      undefined,
      true,
      'stop',
    ],
    [
      'leaves alone what is stopped',
      { desired: { state: 'stopped' as const }, observed: { status: 'stopped' as const } },
      undefined,
      true,
      'none',
    ],
    ['destroys', { desired: { state: 'deleted' as const } }, undefined, true, 'destroy'],
  ])('%s', (_what, changes, server, isConfigured, step) => {
    expect(planDatabase(rowOf(changes), { running: server, isConfigured, isBackupDue: false })).toBe(step);
  });

  it.each([
    ['of what runs', {}, running, 'back-up'],
    ['not of what does not run yet', {}, undefined, 'start'],
    ['not of what is stopped', { desired: { state: 'stopped' as const } }, running, 'stop'],
    ['before anything is destroyed', { desired: { state: 'deleted' as const } }, undefined, 'back-up'],
  ])('takes snapshots: %s', (_what, changes, server, step) => {
    const situation = { running: server, isConfigured: true, isBackupDue: true };
    expect(planDatabase(rowOf(changes), situation)).toBe(step);
  });
});

describe('planDatabase of an instance that follows another', () => {
  const standby = { ...running, isStandby: true };
  const calm = { isConfigured: true, isBackupDue: false };
  it.each([
    ['waits for the one that it is to be copied from', undefined, undefined, 'not-running', 'none'],
    ['is copied from one that runs', undefined, undefined, 'running', 'start'],
    ['starts by itself on data that it has', undefined, 1, 'not-running', 'start'],
    ['goes on following', standby, 1, 'running', 'none'],
    ['is promoted when there is nobody to follow', standby, 1, undefined, 'promote'],
  ] as const)('%s', (_what, server, startedAtMs, leader, step) => {
    const row = rowOf({ observed: { status: 'available', local, passwordAppliedAtMs: 1, startedAtMs } });
    expect(planDatabase(row, { ...calm, running: server, leader })).toBe(step);
  });

  it('is not promoted while changes may still come', () => {
    expect(planDatabase(rowOf({}), { ...calm, running: standby, isOldLeaderEnding: true })).toBe('none');
  });
});

describe('restartDelayMs', () => {
  it('waits longer with every exit of the last minute', () => {
    const now = 1_000_000;
    expect([1, 2, 3, 4, 20].map((count) => restartDelayMs(Array(count).fill(now), now))).toEqual([
      0, 1000, 2000, 4000, 30_000,
    ]);
    expect(restartDelayMs([now - 61_000, now - 62_000, now], now)).toBe(0);
  });
});

describe('databaseSettings', () => {
  const group = (parameters: Record<string, [string, 'immediate' | 'pending-reboot']>) => ({
    name: 'g',
    arn: '',
    family: 'postgres18',
    description: '',
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, [value, applyMethod]]) => [name, { value, applyMethod }]),
    ),
  });

  it('demands TLS from PostgreSQL 15 on, unless the group says otherwise', () => {
    const forced = (engineVersion: string, value?: string) =>
      databaseSettings(
        { engine: 'postgres', engineVersion },
        value === undefined ? undefined : group({ 'rds.force_ssl': [value, 'immediate'] }),
      ).forceTls;
    expect([
      forced('14.20'),
      forced('15.2'),
      forced('18.1'),
      forced('18.1', '0'),
      forced('14.20', '1'),
    ]).toEqual([false, true, true, false, true]);
  });

  it('keeps back what waits for a reboot', () => {
    const changed = group({ a: ['2', 'immediate'], b: ['2', 'pending-reboot'], c: ['2', 'pending-reboot'] });
    const row = { engine: 'postgres', engineVersion: '18.1' } as const;
    const started = { parameters: { a: '1', b: '1' }, forceTls: true };
    expect(databaseSettings(row, changed, started).parameters).toEqual({ a: '2', b: '1' });
    expect(databaseSettings(row, changed).parameters).toEqual({ a: '2', b: '2', c: '2' });
  });
});
