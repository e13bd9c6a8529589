import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseSettings } from '../src/database/pool.ts';
import { createDatabase } from './postgres/database.ts';

let buildFolder: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  buildFolder = await mkdtemp(join(tmpdir(), 'server-test-'));
  const bundler = spawn(
    process.execPath,
    [join(import.meta.dirname, '..', 'build.mjs'), join(buildFolder, 'server.mjs')],
    { stdio: 'inherit' },
  );
  const [code] = await once(bundler, 'exit');
  if (code !== 0) throw new Error(`build.mjs ended with ${code}`);
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await rm(buildFolder, { recursive: true, force: true });
});

interface LogLine {
  readonly msg: string;
  readonly [member: string]: unknown;
}

class ServerProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown[]>;
  readonly lines: LogLine[] = [];
  stderr = '';
  private readonly waiting = new Map<string, (line: LogLine) => void>();

  constructor(environment: NodeJS.ProcessEnv) {
    this.child = spawn(process.execPath, [join(buildFolder, 'server.mjs')], {
      env: { PATH: process.env['PATH'], ...environment },
    });
    this.exited = once(this.child, 'exit');
    started.push(this.child);
    let rest = '';
    this.child.stdout?.on('data', (data) => {
      const parts = `${rest}${data}`.split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) this.add(JSON.parse(part));
    });
    this.child.stderr?.on('data', (data) => (this.stderr += data));
  }

  /** Resolves with the first line whose message begins so. */
  async logged(message: string): Promise<LogLine> {
    const earlier = this.lines.find(({ msg }) => msg.startsWith(message));
    return earlier ?? new Promise((resolve) => this.waiting.set(message, resolve));
  }

  /** The port it listens on, taken from Fastify's own log line. */
  async port(): Promise<number> {
    const { msg } = await this.logged('Server listening at');
    return Number(/:(\d+)$/.exec(msg)?.[1]);
  }

  private add(line: LogLine): void {
    this.lines.push(line);
    for (const [message, resolve] of this.waiting) {
      if (line.msg.startsWith(message)) {
        this.waiting.delete(message);
        resolve(line);
      }
    }
  }
}

function environmentFor(database: DatabaseSettings): NodeJS.ProcessEnv {
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    DB_HOST: database.host,
    DB_PORT: String(database.port),
    DB_NAME: database.name,
    DB_USER: database.user,
    DB_PASSWORD: database.password,
    DB_SSL: 'disable',
  };
}

async function send(
  port: number,
  options: { method?: string; path: string; headers?: Record<string, string>; agent?: Agent },
  body?: object,
): Promise<{ response: IncomingMessage; text: string }> {
  const request = httpRequest({ host: '127.0.0.1', port, ...options });
  request.end(body === undefined ? undefined : JSON.stringify(body));
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (response === undefined) throw new Error('There is no response.');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { response, text };
}

async function isRefused(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const outcome = await new Promise<string | undefined>((resolve) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  socket.destroy();
  return outcome === 'ECONNREFUSED';
}

// Each has a process of its own, and most of its time is waiting for it.
describe.concurrent('the server', () => {
  it('says on stderr what is wrong with its environment, and exits 1', async () => {
    const server = new ServerProcess({ PORT: 'http' });
    expect((await server.exited)[0]).toBe(1);
    expect(server.stderr).toBe(
      [
        'The environment is not valid:',
        '  - PORT must be a whole number from 0 to 65535, not "http"',
        '  - DB_HOST is required',
        '  - DB_NAME is required',
        '  - DB_USER is required',
        '  - DB_PASSWORD is required',
        '',
      ].join('\n'),
    );
  });

  it('exits 1 when its port is taken', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const server = new ServerProcess({ ...environmentFor(await createDatabase()), PORT: String(port) });
    const [code] = await server.exited;
    blocker.close();
    expect(code).toBe(1);
    expect(server.lines.find(({ msg }) => msg === 'the service cannot start')).toMatchObject({
      level: 'fatal',
      err: { code: 'EADDRINUSE' },
    });
  });

  it('exits 1 when the database refuses it, which waiting would not heal', async () => {
    const server = new ServerProcess({ ...environmentFor(await createDatabase()), DB_NAME: 'missing' });
    expect((await server.exited)[0]).toBe(1);
    expect(server.lines.find(({ msg }) => msg === 'the service cannot start')).toMatchObject({
      err: { message: 'database "missing" does not exist' },
    });
  });

  it('waits for a database that cannot be reached, unhealthy but running, and is ready once it can be', async () => {
    const database = await createDatabase();
    // A stand-in at the address of the database: first it drops connections, later it passes them on.
    let isUp = false;
    const proxy = createServer((socket) => {
      if (!isUp) {
        socket.destroy();
        return;
      }
      const upstream = connect(database.port, database.host);
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
      socket.pipe(upstream).pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port: proxyPort } = proxy.address() as AddressInfo;

    const server = new ServerProcess({ ...environmentFor(database), DB_PORT: String(proxyPort) });
    const port = await server.port();
    await server.logged('database is unavailable');
    const early = await send(port, { path: '/health' });
    expect(early.response.statusCode).toBe(503);
    expect(JSON.parse(early.text)).toMatchObject({ type: '/users/docs#starting' });

    isUp = true;
    await server.logged('ready');
    expect((await send(port, { path: '/health' })).response.statusCode).toBe(200);
    server.child.kill('SIGTERM');
    expect((await server.exited)[0]).toBe(0);
    proxy.close();
  });

  it('stops at once on SIGTERM while it still waits for its database', async () => {
    const server = new ServerProcess({ ...environmentFor(await createDatabase()), DB_PORT: '1' });
    await server.logged('database is unavailable');
    server.child.kill('SIGTERM');
    expect((await server.exited)[0]).toBe(0);
  });

  it('answers what is in flight on SIGTERM, takes no new connection, and exits 0', async () => {
    const database = await createDatabase();
    const server = new ServerProcess(environmentFor(database));
    const port = await server.port();
    await server.logged('ready');
    const agent = new Agent({ keepAlive: true });
    const created = await send(
      port,
      { method: 'POST', path: '/users', headers: { 'content-type': 'application/json' }, agent },
      { email: 'inflight@example.com', name: 'Before' },
    );
    expect(created.response.headers.connection).toBe('keep-alive');
    // A connection on which nothing is ever asked must not hold the shutdown up.
    const unused = connect(port, '127.0.0.1');
    await once(unused, 'connect');

    const { host, port: databasePort, name, user } = database;
    const holder = new pg.Client({ host, port: databasePort, database: name, user });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM users FOR UPDATE');
    const patched = send(
      port,
      {
        method: 'PATCH',
        path: String(created.response.headers.location),
        headers: { 'content-type': 'application/json', 'if-match': '*' },
        agent,
      },
      { name: 'After' },
    );
    const isBlocked = async (): Promise<boolean> => {
      const { rowCount } = await holder.query(
        "SELECT 1 FROM pg_stat_activity WHERE usename = current_user AND wait_event_type = 'Lock'",
      );
      return rowCount === 1;
    };
    while (!(await isBlocked()));

    server.child.kill('SIGTERM');
    await server.logged('stopping');
    // Ends by the test's time limit if the server goes on listening.
    while (!(await isRefused(port)));

    await holder.query('COMMIT');
    await holder.end();
    const { response, text } = await patched;
    expect(response.statusCode).toBe(200);
    expect(response.headers.connection).toBe('close');
    expect(JSON.parse(text)).toMatchObject({ name: 'After' });
    expect((await server.exited)[0]).toBe(0);
    unused.destroy();
    agent.destroy();
  });
});
