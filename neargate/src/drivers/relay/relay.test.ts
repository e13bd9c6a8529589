import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Relay } from './relay.ts';
import type { DeniedConnection, RelayConfig } from './relay-snapshot.ts';

async function echoServer(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

async function startRelay(otherSources: RelayConfig['otherSources']) {
  const denied: DeniedConnection[] = [];
  const relay = new Relay((connection) => denied.push(connection));
  onTestFinished(() => relay.stop());
  const config: RelayConfig = {
    id: 'eni-1',
    listen: { host: '127.0.0.1', port: await freePort() },
    connect: { host: '127.0.0.1', port: await echoServer() },
    sources: {},
    otherSources,
  };
  return { relay, denied, config, states: await relay.apply({ relays: [config] }) };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
    onTestFinished(() => {
      socket.destroy();
    });
  });
}

const firstData = (socket: Socket) =>
  new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));

describe('Relay', () => {
  it('passes an allowed connection on, both ways', async () => {
    const { config, states } = await startRelay({ allowed: true });
    expect(states).toEqual([{ id: 'eni-1', port: config.listen.port }]);
    const socket = await open(config.listen.port);
    socket.write('hello');
    expect(await firstData(socket)).toBe('hello');
  });

  it('never answers a denied connection, and says why', async () => {
    const { config, denied } = await startRelay({ allowed: false, reason: 'no rule' });
    const socket = await open(config.listen.port);
    let answered = false;
    socket.on('data', () => {
      answered = true;
    });
    await new Promise<void>((resolve) => socket.write('hello', () => resolve()));
    const other = await open(config.listen.port);
    await new Promise<void>((resolve) => other.end(() => resolve()));
    await new Promise<void>((resolve) => other.on('close', () => resolve()));
    expect(answered).toBe(false);
    expect(denied[0]).toEqual({ id: 'eni-1', source: '127.0.0.1', reason: 'no rule' });
  });

  it('asks for the verdict of each new connection, and leaves open ones alone', async () => {
    const { relay, config, denied } = await startRelay({ allowed: true });
    const before = await open(config.listen.port);
    before.write('one');
    expect(await firstData(before)).toBe('one');
    await relay.apply({ relays: [{ ...config, otherSources: { allowed: false, reason: 'cut' } }] });
    before.write('two');
    expect(await firstData(before)).toBe('two');
    const after = await open(config.listen.port);
    await new Promise<void>((resolve) => after.end(() => resolve()));
    await new Promise<void>((resolve) => after.on('close', () => resolve()));
    expect(denied.map(({ reason }) => reason)).toEqual(['cut']);
  });

  it('listens at any free port when told to, and keeps it', async () => {
    const { relay, config } = await startRelay({ allowed: true });
    const anywhere = { ...config, listen: { host: '127.0.0.1', port: 0 } };
    const [first] = await relay.apply({ relays: [anywhere] });
    const [second] = await relay.apply({ relays: [{ ...anywhere, sources: {} }] });
    expect(first?.port).toBeGreaterThan(0);
    expect(second).toEqual(first);
    const socket = await open(first?.port ?? 0);
    socket.write('hello');
    expect(await firstData(socket)).toBe('hello');
  });

  it('says when it cannot listen', async () => {
    const { config } = await startRelay({ allowed: true });
    const second = new Relay(() => undefined);
    onTestFinished(() => second.stop());
    expect(await second.apply({ relays: [config] })).toMatchObject([
      { id: 'eni-1', error: { code: 'EADDRINUSE' } },
    ]);
  });
});
