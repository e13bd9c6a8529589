import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Relay } from './relay.ts';
import type { LocalNetwork } from '../../network/local-network.ts';
import { testNetwork, type TestNetworkChanges } from '../../network/test-network.ts';
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

const scope = '123456789012/us-east-1';
const destination = { scope, interfaceId: 'eni-db' };

/** A network with a task at 127.0.0.1 and a database, that lets the task through or not. */
function network(changes: TestNetworkChanges = {}): LocalNetwork {
  return {
    models: new Map([[scope, testNetwork(changes)]]),
    tasks: new Map(),
    addresses: new Map([['127.0.0.1', { scope, interfaceId: 'eni-task' }]]),
    listeners: new Map(),
  };
}

const closed = network({ groups: { 'sg-db': { ingress: [] } } });
const cut = network({
  faults: { cuts: [{ faultId: 'fault-1', by: 'security-group', between: ['sg-db', 'sg-tasks'] }] },
});

async function startRelay(first: LocalNetwork) {
  const denied: DeniedConnection[] = [];
  const relay = new Relay((connection) => denied.push(connection));
  onTestFinished(() => relay.stop());
  const config: RelayConfig = {
    destination,
    port: 5432,
    listen: { host: '127.0.0.1', port: await freePort() },
    connect: { host: '127.0.0.1', port: await echoServer() },
  };
  return { relay, denied, config, states: await relay.apply({ network: first, relays: [config] }) };
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
    const { config, states } = await startRelay(network());
    expect(states).toEqual([{ interfaceId: 'eni-db', port: config.listen.port }]);
    const socket = await open(config.listen.port);
    socket.write('hello');
    expect(await firstData(socket)).toBe('hello');
  });

  it('never answers a denied connection, and says why', async () => {
    const { config, denied } = await startRelay(closed);
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
    expect(denied[0]).toMatchObject({
      source: { scope, interfaceId: 'eni-task' },
      destination: 'eni-db',
      port: 5432,
      denial: { at: 'sg-db', kind: 'security-group-ingress' },
    });
  });

  it('asks for the verdict of each new connection, and leaves open ones alone', async () => {
    const { relay, config, denied } = await startRelay(network());
    const before = await open(config.listen.port);
    before.write('one');
    expect(await firstData(before)).toBe('one');
    await relay.apply({ network: closed, relays: [config] });
    before.write('two');
    expect(await firstData(before)).toBe('two');
    const after = await open(config.listen.port);
    await new Promise<void>((resolve) => after.end(() => resolve()));
    await new Promise<void>((resolve) => after.on('close', () => resolve()));
    expect(denied.map(({ denial }) => denial.at)).toEqual(['sg-db']);
  });

  it('breaks what is open when a fault cuts it, and not what waits for an answer', async () => {
    const { relay, config } = await startRelay(network());
    const before = await open(config.listen.port);
    before.write('one');
    expect(await firstData(before)).toBe('one');
    await relay.apply({ network: cut, relays: [config] });
    await new Promise<void>((resolve) => before.on('close', () => resolve()));
    const silent = await open(config.listen.port);
    let closes = 0;
    silent.on('close', () => closes++);
    await relay.apply({ network: cut, relays: [config] });
    await relay.apply({ network: network(), relays: [config] });
    const after = await open(config.listen.port);
    after.write('two');
    expect(await firstData(after)).toBe('two');
    expect(closes).toBe(0);
  });

  it('listens at any free port when told to, and keeps it', async () => {
    const { relay, config } = await startRelay(network());
    const anywhere = { ...config, listen: { host: '127.0.0.1', port: 0 } };
    const [first] = await relay.apply({ network: network(), relays: [anywhere] });
    const [second] = await relay.apply({ network: closed, relays: [anywhere] });
    expect(first?.port).toBeGreaterThan(0);
    expect(second).toEqual(first);
    await relay.apply({ network: network(), relays: [anywhere] });
    const socket = await open(first?.port ?? 0);
    socket.write('hello');
    expect(await firstData(socket)).toBe('hello');
  });

  it('says when it cannot listen', async () => {
    const { config } = await startRelay(network());
    const second = new Relay(() => undefined);
    onTestFinished(() => second.stop());
    expect(await second.apply({ network: network(), relays: [config] })).toMatchObject([
      { interfaceId: 'eni-db', error: { code: 'EADDRINUSE' } },
    ]);
  });
});
