import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalNetwork } from '../../network/local-network.ts';
import { groupPeer, rule, testNetwork, type TestNetworkChanges } from '../../network/test-network.ts';
import { nodePreloadEnvironment, nodePreloadFile } from '../task/network/node-preload.ts';
import { JudgeServer } from './judge-server.ts';
import type { DeniedConnection } from './relay-snapshot.ts';

const run = promisify(execFile);
const scope = '123456789012/us-east-1';
const task = { scope, interfaceId: 'eni-task' };
const neighbour = { scope, interfaceId: 'eni-neighbour' };
const port = 31_871;

function network(changes: TestNetworkChanges): LocalNetwork {
  return {
    models: new Map([[scope, testNetwork(changes)]]),
    tasks: new Map([['arn:task', task]]),
    addresses: new Map([
      ['127.56.1.1', task],
      ['127.56.1.2', neighbour],
    ]),
    listeners: new Map(),
  };
}

const open = { groups: { 'sg-tasks': { ingress: [rule(groupPeer('sg-tasks'), port)] } } };
const noWayOut: TestNetworkChanges = {
  privateRoutes: [{ cidrBlock: '10.0.0.0/16', target: { kind: 'local' }, state: 'active' }],
};

/** Says what became of a connection: what it was answered, the code of its error, or that it was not answered. */
const program = `
  const socket = require('node:net').connect(${port}, process.env.TARGET);
  const end = (what) => { console.log(what); socket.destroy(); };
  socket.setTimeout(Number(process.env.PATIENCE ?? 2000), () => end('silence'));
  socket.on('error', ({ code }) => end(code));
  socket.on('data', (data) => end(String(data)));
`;

// Only Linux has the whole of 127.0.0.0/8.
describe.runIf(process.platform === 'linux')('a Node program of a task', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate judge '));
  const hostsFile = path.join(directory, 'hosts.json');
  const denied: DeniedConnection[] = [];
  const judge = new JudgeServer((connection) => denied.push(connection));
  const server = createServer((socket) => socket.end(String(socket.remoteAddress)));

  const connect = async (target: string, environment: Readonly<Record<string, string>> = {}) => {
    const { stdout } = await run(process.execPath, ['-e', program], {
      env: {
        ...nodePreloadEnvironment(nodePreloadFile, {
          address: { kind: 'own-address', address: '127.56.1.1' },
          hostsFile,
          nodeOptions: undefined,
        }),
        NEARGATE_TASK: 'arn:task',
        TARGET: target,
        ...environment,
      },
    });
    return stdout.trim();
  };

  beforeAll(async () => {
    const judgePort = await judge.listen();
    const table = { 'judge.neargate.internal': `127.0.0.1:${judgePort}`, 'api.internal': '127.56.1.2' };
    writeFileSync(hostsFile, JSON.stringify(table));
    await new Promise<void>((resolve) => server.listen(port, '127.56.1.2', resolve));
  });
  afterAll(async () => {
    server.close();
    await judge.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(['127.56.1.2', 'api.internal', '10.0.10.11'])(
    'connects to another task by %s, from its own address',
    async (target) => {
      judge.apply(network(open));
      expect(await connect(target)).toBe('127.56.1.1');
    },
  );

  it('is not answered where no rule lets it through, and the rule is named', async () => {
    judge.apply(network({}));
    denied.length = 0;
    expect(await connect('api.internal')).toBe('silence');
    expect(denied).toMatchObject([
      {
        source: task,
        destination: 'eni-neighbour',
        port,
        denial: {
          reason: `Security group sg-tasks (ecs_tasks_sg) has no inbound rule that allows TCP ${port} from security group sg-tasks (ecs_tasks_sg).`,
        },
      },
    ]);
  });

  it('is not answered from outside where there is no way out, and the route table is named', async () => {
    judge.apply(network(noWayOut));
    denied.length = 0;
    expect(await connect('203.0.113.7')).toBe('silence');
    expect(denied).toMatchObject([
      {
        destination: '203.0.113.7',
        denial: {
          reason:
            'Route table rtb-private (private-a) of subnet subnet-private has no route for 203.0.113.7.',
        },
      },
    ]);
  });

  it('is let neither out nor to anybody under the name of a task that does not run', async () => {
    judge.apply(network(open));
    expect(await connect('127.56.1.2', { NEARGATE_TASK: 'arn:other', PATIENCE: '4000' })).toBe('silence');
  });
});
