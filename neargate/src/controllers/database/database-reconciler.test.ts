import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { timing } from '../../core/timing.ts';
import {
  type DatabaseDriver,
  DatabaseError,
  type DatabaseSpec,
  type RunningDatabase,
} from '../../drivers/postgres/driver.ts';
import { ec2TablesOf } from '../../services/ec2/store.ts';
import { rdsTablesOf } from '../../services/rds/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import { startReconcilers } from '../reconciler.ts';
import { databaseReconciler } from './database-reconciler.ts';

/** A driver whose servers take a second to come up. */
function fakeDriver(clock: { setTimer(delayMs: number, callback: () => void): unknown }) {
  const servers = new Map<string, { spec: DatabaseSpec; database: RunningDatabase }>();
  const clusters = new Set<string>();
  const passwords = new Map<string, string>();
  const backups = new Set<string>();
  const calls: string[] = [];
  let nextPort = 5001;
  const state = { failure: undefined as DatabaseError | undefined };
  const driver: DatabaseDriver = {
    async start(spec) {
      calls.push('start');
      await new Promise<void>((resolve) => clock.setTimer(1000, resolve));
      if (state.failure !== undefined) throw state.failure;
      const isNew = !clusters.has(spec.id);
      clusters.add(spec.id);
      if (isNew && spec.origin.kind === 'empty') passwords.set(spec.id, spec.origin.master.password);
      const database = {
        host: '127.0.0.1',
        port: nextPort++,
        version: '18.4',
        isNew,
        isStandby: false,
        storedParameters: [],
      };
      servers.set(spec.id, { spec, database });
      return database;
    },
    running: (id) => servers.get(id)?.database,
    async setPassword(id, { password }) {
      passwords.set(id, password);
    },
    async configure(_id, { parameters }) {
      calls.push(`configure ${JSON.stringify(parameters)}`);
    },
    async stop(id) {
      calls.push('stop');
      servers.delete(id);
    },
    async destroy(id) {
      calls.push('destroy');
      servers.delete(id);
      clusters.delete(id);
    },
    async backUp(_id, backupId) {
      // Of automated backups tests of their own tell.
      if (state.failure !== undefined) throw state.failure;
      backups.add(backupId);
    },
    async copyBackup(backupId, copyId) {
      if (!backups.has(backupId)) throw new DatabaseError('The backup is gone.');
      backups.add(copyId);
    },
    async deleteBackup(backupId) {
      backups.delete(backupId);
    },
    async markArchive() {
      return { position: '0/1', writes: '1' };
    },
    async trimArchive(id) {
      calls.push(`trim ${id}`);
    },
    async promote() {
      calls.push('promote');
    },
    isReplicating: async () => false,
    async stopAll() {
      servers.clear();
    },
    quitAll: () => servers.clear(),
    async stopLeftovers() {
      calls.push('stop-leftovers');
    },
  };
  const crash = (id: string) => {
    const server = servers.get(id);
    servers.delete(id);
    server?.spec.onExit('PostgreSQL was ended by SIGKILL.');
  };
  return { driver, calls, passwords, clusters, backups, state, crash };
}

async function world() {
  const test = await createTestContext();
  const { context, clock, call } = test;
  const fake = fakeDriver(clock);
  const reconciler = databaseReconciler({
    store: context.store,
    clock,
    log: silentLogger,
    driver: fake.driver,
    timing: timing('fast'),
    contextOf: () => context,
  });
  const begin = () => {
    const running = startReconcilers([reconciler], { store: context.store, clock, log: silentLogger });
    onTestFinished(async () => {
      const stopped = running.stop();
      await clock.advance(5000);
      await stopped;
    });
    return running;
  };
  const create = (changes: object = {}) =>
    call('rds', 'CreateDBInstance', {
      DBInstanceIdentifier: 'users',
      DBInstanceClass: 'db.t4g.micro',
      Engine: 'postgres',
      EngineVersion: '18',
      AllocatedStorage: 20,
      DBName: 'users',
      MasterUsername: 'app',
      MasterUserPassword: 'correct-horse',
      ...changes,
    });
  const row = () => {
    const found = rdsTablesOf(context).instances.get('users');
    if (found === undefined) throw new Error('no instance');
    return found;
  };
  return { ...test, fake, reconciler, begin, create, row };
}

describe('the database reconciler', () => {
  it('makes an instance available once its server runs, not before', async () => {
    const { begin, create, row, clock, call } = await world();
    begin();
    create();
    await clock.advance(999);
    expect(row().observed.status).toBe('creating');
    await clock.advance(1);
    expect(row().observed).toMatchObject({
      status: 'available',
      local: { host: '127.0.0.1', port: 5001 },
      runningVersion: '18.4',
    });
    const described = call('rds', 'DescribeDBInstances', {}).DBInstances?.[0];
    expect(described).toMatchObject({ DBInstanceStatus: 'available', Endpoint: { Port: 5432 } });
  });

  it('takes the password from the secret that RDS keeps', async () => {
    const { begin, create, row, clock, call, fake } = await world();
    begin();
    create({ MasterUserPassword: undefined, ManageMasterUserPassword: true });
    await clock.advance(1000);
    const secretId = row().masterUserSecret?.arn ?? '';
    const { SecretString } = call('secretsmanager', 'GetSecretValue', { SecretId: secretId });
    expect(JSON.parse(SecretString ?? '')).toEqual({
      username: 'app',
      password: fake.passwords.get(row().resourceId),
    });
  });

  it('applies a new password without a restart', async () => {
    const { begin, create, row, clock, call, fake } = await world();
    begin();
    create();
    await clock.advance(1000);
    call('rds', 'ModifyDBInstance', {
      DBInstanceIdentifier: 'users',
      MasterUserPassword: 'new-password',
      ApplyImmediately: true,
    });
    await clock.advance(0);
    expect(fake.passwords.get(row().resourceId)).toBe('new-password');
    expect(row().observed.passwordAppliedAtMs).toBe(row().passwordSetAtMs);
    expect(fake.calls).toEqual(['start']);
  });

  it('stops, starts and reboots, and says so meanwhile', async () => {
    const { begin, create, row, clock, call, fake } = await world();
    begin();
    create();
    await clock.advance(1000);
    const which = { DBInstanceIdentifier: 'users' };
    call('rds', 'StopDBInstance', which);
    await clock.advance(0);
    expect(row().observed).toMatchObject({ status: 'stopped' });
    expect(row().observed.local).toBeUndefined();
    call('rds', 'StartDBInstance', which);
    await clock.advance(500);
    expect(row().observed.status).toBe('starting');
    await clock.advance(500);
    expect(row().observed.status).toBe('available');
    call('rds', 'RebootDBInstance', which);
    await clock.advance(500);
    expect(row().observed.status).toBe('rebooting');
    await clock.advance(500);
    expect(row().observed).toMatchObject({ status: 'available', local: { port: 5003 } });
    expect(fake.calls).toEqual(['start', 'stop', 'start', 'stop', 'start']);
  });

  it('fails with the reason, and heals by itself', async () => {
    const { begin, create, row, clock, fake } = await world();
    begin();
    fake.state.failure = new DatabaseError('The disk is full.', { remedy: 'Free some space.' });
    create();
    await clock.advance(1000);
    expect(row().observed).toMatchObject({
      status: 'failed',
      reason: 'The disk is full.',
      remedy: 'Free some space.',
    });
    await clock.advance(10_000);
    expect(fake.calls).toEqual(['start']);
    fake.state.failure = undefined;
    await clock.advance(31_000);
    expect(row().observed.status).toBe('available');
    expect(row().observed.reason).toBeUndefined();
  });

  it('starts a server again that ended by itself, ever more slowly', async () => {
    const { begin, create, row, clock, fake } = await world();
    begin();
    create();
    await clock.advance(1000);
    fake.crash(row().resourceId);
    expect(row().observed).toMatchObject({ status: 'starting', reason: 'PostgreSQL was ended by SIGKILL.' });
    expect(row().observed.local).toBeUndefined();
    await clock.advance(1000);
    expect(row().observed.status).toBe('available');
    fake.crash(row().resourceId);
    await clock.advance(999);
    expect(fake.calls).toHaveLength(2);
    await clock.advance(1001);
    expect(row().observed.status).toBe('available');
  });

  it('says after a restart of Neargate that nothing runs until it does', async () => {
    const { begin, create, row, clock, fake, reconciler, context } = await world();
    const first = begin();
    create();
    await clock.advance(1000);
    await first.stop();
    await reconciler.stopAll();
    expect(row().observed.status).toBe('starting');
    // As the journal says it after kill -9.
    rdsTablesOf(context).instances.update('users', (each) => ({
      ...each,
      observed: { ...each.observed, status: 'available', local: { host: '127.0.0.1', port: 5001 } },
    }));
    const recovered = reconciler.recover();
    expect(row().observed.status).toBe('starting');
    expect(row().observed.local).toBeUndefined();
    await recovered;
    begin();
    await clock.advance(1000);
    expect(row().observed).toMatchObject({ status: 'available', local: { port: 5002 } });
    expect(fake.calls).toEqual(['start', 'stop-leftovers', 'start']);
  });

  it('passes on parameters at once, or with the reboot that they wait for', async () => {
    const { begin, create, clock, call, fake } = await world();
    begin();
    call('rds', 'CreateDBParameterGroup', {
      DBParameterGroupName: 'own',
      DBParameterGroupFamily: 'postgres18',
      Description: 'own',
    });
    create({ DBParameterGroupName: 'own' });
    await clock.advance(1000);
    const modify = (ParameterName: string, ApplyMethod: 'immediate' | 'pending-reboot') =>
      call('rds', 'ModifyDBParameterGroup', {
        DBParameterGroupName: 'own',
        Parameters: [{ ParameterName, ParameterValue: '1', ApplyMethod }],
      });
    modify('work_mem', 'immediate');
    await clock.advance(0);
    modify('max_connections', 'pending-reboot');
    await clock.advance(0);
    expect(fake.calls).toEqual(['start', 'configure {"work_mem":"1"}']);
  });

  it('deletes the data, the network interface and the secret', async () => {
    const { begin, create, row, clock, call, context, fake } = await world();
    begin();
    create({ MasterUserPassword: undefined, ManageMasterUserPassword: true });
    await clock.advance(1000);
    const { networkInterfaceId, masterUserSecret } = row();
    call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'users', SkipFinalSnapshot: true });
    expect(row().observed.status).toBe('deleting');
    await clock.advance(0);
    expect(fake.clusters.size).toBe(0);
    expect(rdsTablesOf(context).instances.has('users')).toBe(false);
    expect(ec2TablesOf(context).networkInterfaces.has(networkInterfaceId)).toBe(false);
    expect(() => call('secretsmanager', 'GetSecretValue', { SecretId: masterUserSecret?.arn ?? '' })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
  });
});
