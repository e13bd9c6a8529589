import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { randomIds } from '../../core/ids.ts';
import { isSameProcess, identifyProcess } from '../task/process/process-identity.ts';
import type { DatabaseSpec, RunningDatabase } from './driver.ts';
import { postgresDriver } from './postgres-driver.ts';

/** A folder that only its owner enters, with a space and a quote in its name; below /root when run by root. */
const directory = mkdtempSync(
  path.join(process.getuid?.() === 0 ? homedir() : tmpdir(), "neargate state's "),
);
const newDriver = () => postgresDriver({ directory: path.join(directory, 'postgres'), ids: randomIds });
const driver = newDriver();
const specOf = (id: string, changes: Partial<DatabaseSpec> = {}): DatabaseSpec => ({
  id,
  hostNames: [`${id}.example.us-east-1.rds.amazonaws.com`],
  origin: {
    kind: 'empty',
    databaseName: 'shop',
    master: { username: 'app', password: "p'w\\1 is long" },
  },
  parameters: {},
  forceTls: true,
  onExit: () => undefined,
  ...changes,
});

async function query<Row extends pg.QueryResultRow>(
  { host, port }: Pick<RunningDatabase, 'host' | 'port'>,
  sql: string,
  changes: pg.ClientConfig = {},
): Promise<Row[]> {
  const client = new pg.Client({
    host,
    port,
    user: 'app',
    password: "p'w\\1 is long",
    database: 'shop',
    ssl: { rejectUnauthorized: false },
    ...changes,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const filesOf = (id: string) => path.join(directory, 'postgres/instances', id);
const postmasterPid = (id: string) =>
  Number(readFileSync(path.join(filesOf(id), 'data/postmaster.pid'), 'utf8').split('\n')[0]);

afterAll(async () => {
  await driver.stopAll();
  rmSync(directory, { recursive: true, force: true });
});

describe('the PostgreSQL driver', () => {
  let first: RunningDatabase;
  beforeAll(async () => {
    first = await driver.start(specOf('first'));
  });

  it('runs a server whose master user owns the database without being a superuser', async () => {
    expect(first.isNew).toBe(true);
    const [row] = await query(
      first,
      `SELECT current_setting('server_version') AS version, ssl,
              rolsuper, rolcreatedb, rolcreaterole, pg_has_role('rds_superuser', 'member') AS rds,
              pg_get_userbyid(datdba) AS owner
       FROM pg_roles, pg_stat_ssl, pg_database
       WHERE rolname = current_user AND pid = pg_backend_pid() AND datname = current_database()`,
    );
    expect(row).toEqual({
      version: first.version,
      ssl: true,
      rolsuper: false,
      rolcreatedb: true,
      rolcreaterole: true,
      rds: true,
      owner: 'app',
    });
    await query(first, 'CREATE EXTENSION pgcrypto; CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION pg_trgm');
    await query(first, 'CREATE DATABASE another');
  });

  it('lets the master user create the extensions that RDS lets him create, and no others', async () => {
    await query(first, 'CREATE EXTENSION pg_stat_statements; CREATE EXTENSION pgstattuple');
    const [seen] = await query<{ calls: number }>(
      first,
      `SELECT count(*)::int AS calls FROM pg_stat_statements WHERE query LIKE 'CREATE EXTENSION%'`,
    );
    expect(seen?.calls).toBeGreaterThan(0);
    await expect(query(first, 'CREATE EXTENSION file_fdw')).rejects.toThrow(
      'permission denied to create extension "file_fdw"',
    );
  });

  it('sorts text as RDS does, not by bytes', async () => {
    const rows = await query<{ word: string }>(
      first,
      `SELECT word FROM unnest(ARRAY['b', 'B', 'a', 'A', 'ä', 'z']) AS word ORDER BY word`,
    );
    expect(rows.map(({ word }) => word)).toEqual(['a', 'A', 'ä', 'b', 'B', 'z']);
  });

  it('refuses a wrong password, and connections without TLS when told to', async () => {
    await expect(query(first, 'SELECT 1', { password: 'wrong' })).rejects.toThrow(
      'password authentication failed for user "app"',
    );
    await expect(query(first, 'SELECT 1', { ssl: false })).rejects.toThrow(
      /no pg_hba.conf entry for host "127.0.0.1", user "app", database "shop", no encryption/,
    );
    await driver.configure('first', { parameters: {}, forceTls: false });
    await expect
      .poll(() => query(first, 'SELECT 1 AS one', { ssl: false }), { timeout: 10_000 })
      .toEqual([{ one: 1 }]);
    await driver.configure('first', { parameters: {}, forceTls: true });
  });

  it('shows a certificate that holds for the name of its endpoint', async () => {
    const ca = readFileSync(path.join(filesOf('first'), 'data/server.crt'), 'utf8');
    const servername = 'first.example.us-east-1.rds.amazonaws.com';
    expect(await query(first, 'SELECT 1 AS one', { ssl: { ca, servername } })).toEqual([{ one: 1 }]);
    await expect(query(first, 'SELECT 1', { ssl: { ca, servername: 'second.example.com' } })).rejects.toThrow(
      /altnames/,
    );
  });

  it('gives a second instance data of its own', async () => {
    const second = await driver.start(specOf('second'));
    expect(second.port).not.toBe(first.port);
    await query(first, 'CREATE TABLE mine (id int)');
    await expect(query(second, 'SELECT * FROM mine')).rejects.toThrow('relation "mine" does not exist');
    await driver.destroy('second');
    await expect(query(second, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect(driver.running('second')).toBeUndefined();
  });

  it('keeps data and port over an orderly restart', async () => {
    await query(first, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
    const pid = postmasterPid('first');
    const ended = identifyProcess(pid);
    await driver.stop('first');
    expect(ended !== undefined && isSameProcess(ended)).toBe(false);
    const { port } = first;
    first = await driver.start(specOf('first'));
    expect(first).toMatchObject({ port, isNew: false });
    expect(await query(first, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
  });

  it('changes the password of the master user, and writes none to the log', async () => {
    await driver.setPassword('first', { username: 'app', password: 'another-secret' });
    expect(await query(first, 'SELECT 1 AS one', { password: 'another-secret' })).toEqual([{ one: 1 }]);
    await expect(query(first, 'SELECT 1')).rejects.toThrow('password authentication failed');
    await driver.setPassword('first', { username: 'app', password: "p'w\\1 is long" });
    await expect(driver.setPassword('first', { username: 'gone', password: 'topsecret' })).rejects.toThrow(
      'role "gone" does not exist',
    );
    expect(readFileSync(path.join(filesOf('first'), 'postgresql.log'), 'utf8')).not.toContain('topsecret');
  });

  it('applies parameters that it knows and says which it only stores', async () => {
    const parameters = { work_mem: '8192', 'rds.force_ssl': '1', rds_made_up: '1', shared_buffers: '{X/4}' };
    await driver.configure('first', { parameters, forceTls: true });
    expect(driver.running('first')?.storedParameters).toEqual(['rds_made_up', 'shared_buffers']);
    await expect
      .poll(() => query(first, 'SHOW work_mem'), { timeout: 10_000 })
      .toEqual([{ work_mem: '8MB' }]);
    await expect(
      driver.configure('first', { parameters: { work_mem: 'plenty' }, forceTls: true }),
    ).rejects.toThrow('PostgreSQL does not accept "plenty" for the parameter work_mem.');
    await driver.configure('first', { parameters: {}, forceTls: true });
  });

  it('ends what a killed Neargate left running, and loses nothing committed', async () => {
    const reasons: string[] = [];
    await driver.stop('first');
    first = await driver.start(specOf('first', { onExit: (reason) => reasons.push(reason) }));
    await query(first, 'INSERT INTO kept VALUES (8)');
    // Another driver on the same folder is what a new process of Neargate is.
    const pid = postmasterPid('first');
    const left = identifyProcess(pid);
    const next = newDriver();
    onTestFinished(() => next.stopAll());
    const taken = await next.start(specOf('first'));
    expect(left !== undefined && isSameProcess(left)).toBe(false);
    expect(await query(taken, 'SELECT id FROM kept ORDER BY id')).toEqual([{ id: 7 }, { id: 8 }]);
    expect(postmasterPid('first')).not.toBe(pid);
    await next.stop('first');
    await expect.poll(() => reasons.length, { timeout: 10_000 }).toBe(1);
  });

  it('recovers from kill -9 of the server itself, after saying that it ended', async () => {
    const reasons: string[] = [];
    first = await driver.start(specOf('first', { onExit: (reason) => reasons.push(reason) }));
    await query(first, 'INSERT INTO kept VALUES (9)');
    process.kill(postmasterPid('first'), 'SIGKILL');
    await expect.poll(() => reasons, { timeout: 10_000 }).toEqual(['PostgreSQL was ended by SIGKILL.']);
    expect(driver.running('first')).toBeUndefined();
    first = await driver.start(specOf('first'));
    expect(await query(first, 'SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 3 }]);
  });

  it('says which parameter keeps it from starting', async () => {
    const spec = specOf('third', { parameters: { max_connections: 'many' } });
    await expect(driver.start(spec)).rejects.toThrow(
      'PostgreSQL does not accept "many" for the parameter max_connections.',
    );
    await driver.destroy('third');
  });

  it.runIf(process.getuid?.() === 0)('runs as nobody also in folders that everybody may enter', async () => {
    const open = mkdtempSync(path.join(tmpdir(), 'neargate-open-'));
    chmodSync(open, 0o755);
    const other = postgresDriver({ directory: path.join(open, 'postgres'), ids: randomIds });
    onTestFinished(async () => {
      await other.stopAll();
      rmSync(open, { recursive: true, force: true });
    });
    const database = await other.start(specOf('open'));
    expect(await query(database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await other.stop('open');
    expect((await other.start(specOf('open'))).isNew).toBe(false);
  });

  it('ends at once when there is no time, and loses nothing committed', async () => {
    const reasons: string[] = [];
    await driver.stop('first');
    first = await driver.start(specOf('first', { onExit: (reason) => reasons.push(reason) }));
    await query(first, 'INSERT INTO kept VALUES (10)');
    driver.quitAll();
    await expect.poll(() => reasons.length, { timeout: 5000 }).toBe(1);
    first = await driver.start(specOf('first'));
    expect(await query(first, 'SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 4 }]);
  });

  it('stops every leftover, and touches no process that only has the number', async () => {
    mkdirSync(path.join(filesOf('ghost'), 'data'), { recursive: true });
    const sleeper = Number(
      execFileSync('sh', ['-c', 'sleep 30 >/dev/null 2>&1 & echo $!'], { encoding: 'utf8' }),
    );
    onTestFinished(() => {
      process.kill(sleeper, 'SIGKILL');
    });
    const file = path.join(filesOf('ghost'), 'data/postmaster.pid');
    execFileSync('sh', ['-c', 'echo "$1" > "$2"', 'sh', String(sleeper), file]);
    const pid = postmasterPid('first');
    await newDriver().stopLeftovers();
    expect(identifyProcess(pid)).toBeUndefined();
    expect(identifyProcess(sleeper)).toBeDefined();
  });
});
