import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { randomIds } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import { silentLogger } from '../../core/logger.ts';
import { timing } from '../../core/timing.ts';
import { postgresDriver } from '../../drivers/postgres/postgres-driver.ts';
import { type RelayProcess, startRelayProcess } from '../../drivers/relay/process.ts';
import { nodePreloadEnvironment, nodePreloadFile } from '../../drivers/task/network/node-preload.ts';
import { pickLoopbackAddress } from '../../network/loopback-addresses.ts';
import { allocateNetworkInterface } from '../../services/ec2/network-interfaces.ts';
import { ec2TablesOf } from '../../services/ec2/store.ts';
import { ecsTablesOf, type TaskRow } from '../../services/ecs/store.ts';
import { rdsTablesOf } from '../../services/rds/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import { databaseReconciler } from '../database/database-reconciler.ts';
import { startReconcilers } from '../reconciler.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';
import { privateNetworkReconciler } from './private-network-reconciler.ts';

const run = promisify(execFile);
const scope = '123456789012/us-east-1';
const directory = mkdtempSync(path.join(tmpdir(), 'neargate network '));

/** As the runtime's, in memory. */
function memoryAddresses(
  context: Awaited<ReturnType<typeof createTestContext>>['context'],
): InterfaceAddresses {
  const byInterface = new Map<string, string>();
  return {
    loopbackOf(_scope, id) {
      const privateIp = ec2TablesOf(context).networkInterfaces.get(id)?.privateIpAddress;
      if (privateIp === undefined) return undefined;
      const taken = new Set(byInterface.values());
      const address = byInterface.get(id) ?? pickLoopbackAddress(privateIp, (each) => taken.has(each));
      if (address !== undefined) byInterface.set(id, address);
      return address;
    },
    interfaceAt(address) {
      const found = [...byInterface].find(([, each]) => each === address);
      return found === undefined ? undefined : { scope, networkInterfaceId: found[0] };
    },
  };
}

/** A task and a database with a security group each, real PostgreSQL and a real relay process between them. */
async function world() {
  const test = await createTestContext();
  const context = { ...test.context, clock: systemClock };
  const { call } = test;
  const groupOf = (GroupName: string) =>
    call('ec2', 'CreateSecurityGroup', { GroupName, Description: GroupName }).GroupId ?? '';
  const tasksGroup = groupOf('tasks');
  const databaseGroup = groupOf('database');
  const permission = {
    GroupId: databaseGroup,
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, UserIdGroupPairs: [{ GroupId: tasksGroup }] },
    ],
  };
  call('ec2', 'AuthorizeSecurityGroupIngress', permission);
  const subnetId = call('ec2', 'DescribeSubnets', {}).Subnets?.[1]?.SubnetId ?? '';
  const task = allocateNetworkInterface(
    ec2TablesOf(context),
    { ids: context.ids, nowMs: 0 },
    {
      subnetId,
      groups: [tasksGroup],
      description: `arn:aws:ecs:us-east-1:123456789012:attachment/${context.ids.uuid()}`,
    },
  );
  const taskArn = 'arn:aws:ecs:us-east-1:123456789012:task/main/1';
  const details = [{ name: 'networkInterfaceId', value: task.networkInterfaceId }];
  ecsTablesOf(context).tasks.put(taskArn, {
    taskArn,
    taskId: '1',
    group: 'service:web',
    observed: { lastStatus: 'RUNNING', attachments: [{ details }] },
  } as unknown as TaskRow);
  call('rds', 'CreateDBInstance', {
    DBInstanceIdentifier: 'users',
    DBInstanceClass: 'db.t4g.micro',
    Engine: 'postgres',
    EngineVersion: '18',
    AllocatedStorage: 20,
    DBName: 'users',
    MasterUsername: 'app',
    MasterUserPassword: 'correct-horse',
    VpcSecurityGroupIds: [databaseGroup],
    PubliclyAccessible: false,
  });
  const warnings: string[] = [];
  const log: Logger = {
    ...silentLogger,
    warn: (message, fields) => warnings.push(`${message}: ${String(fields?.['reason'])}`),
  };
  const driver = postgresDriver({ directory: path.join(directory, 'databases'), ids: randomIds });
  const databases = databaseReconciler({
    store: context.store,
    clock: systemClock,
    log,
    driver,
    timing: timing('fast'),
    contextOf: () => context,
  });
  const addresses = memoryAddresses(context);
  const hostsDirectory = path.join(directory, 'hosts');
  const hostsFile = path.join(hostsDirectory, '1', 'hosts.json');
  const modulePath = path.join(directory, 'relay.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../../drivers/relay/main.ts', import.meta.url))],
    outfile: modulePath,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  let relay: RelayProcess | undefined;
  const network = privateNetworkReconciler({
    store: context.store,
    clock: systemClock,
    log,
    addresses,
    hostsDirectory,
    startRelay: async (handlers) => (relay = await startRelayProcess({ modulePath, ...handlers })),
  });
  const reconcilers = startReconcilers([databases, network], {
    store: context.store,
    clock: systemClock,
    log: silentLogger,
  });
  const row = () => rdsTablesOf(context).instances.get('users');
  return {
    call,
    permission,
    databaseGroup,
    warnings,
    network,
    row,
    task,
    relayPid: () => relay?.pid ?? 0,
    hosts: () => JSON.parse(readFileSync(hostsFile, 'utf8')) as Record<string, string>,
    /** Runs the query program with the task's network, as the process driver runs a container. */
    async query(
      host = row()?.endpointAddress,
      sql = 'SELECT current_database() AS database',
    ): Promise<Record<string, unknown>> {
      const address = addresses.loopbackOf(scope, task.networkInterfaceId) ?? '';
      const preload = nodePreloadEnvironment(nodePreloadFile, {
        address: { kind: 'own-address', address },
        hostsFile,
        nodeOptions: undefined,
      });
      const program = fileURLToPath(new URL('./fixtures/query.mjs', import.meta.url));
      const { stdout } = await run(process.execPath, [program], {
        env: {
          ...preload,
          NEARGATE_TASK: taskArn,
          DB_HOST: host,
          DB_QUERY: sql,
          DB_PORT: String(row()?.port),
          DB_PASSWORD: 'correct-horse',
        },
      });
      return JSON.parse(stdout) as Record<string, unknown>;
    },
    async stop() {
      await reconcilers.stop();
      await network.stop();
      await databases.stopAll();
    },
  };
}

// Only Linux has the whole of 127.0.0.0/8.
describe.runIf(process.platform === 'linux')('a task and its database', () => {
  let scene: Awaited<ReturnType<typeof world>>;
  beforeAll(async () => {
    scene = await world();
  });
  afterAll(async () => {
    await scene.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('connect by the name of the endpoint', async () => {
    await expect.poll(() => scene.row()?.observed.status, { timeout: 20_000 }).toBe('available');
    await expect
      .poll(() => Object.keys(scene.hosts()), { timeout: 10_000 })
      .toContain(scene.row()?.endpointAddress);
    expect(await scene.query()).toEqual({ database: 'users' });
    expect(scene.network.deniedConnections()).toEqual([]);
  });

  it('do not connect without the rule, which is named once, and do again with it', async () => {
    scene.call('ec2', 'RevokeSecurityGroupIngress', scene.permission);
    await expect
      .poll(() => scene.query(), { timeout: 10_000 })
      .toEqual({ error: expect.stringMatching(/timeout/) as string });
    await scene.query();
    const [denied] = scene.network.deniedConnections();
    expect(denied).toMatchObject({
      from: 'service web task 1',
      to: 'database users:5432',
      source: { scope, interfaceId: scene.task.networkInterfaceId },
      destination: scene.row()?.networkInterfaceId,
      denial: {
        kind: 'security-group-ingress',
        reason: expect.stringMatching(
          /^Security group sg-\w+ \(database\) has no inbound rule that allows TCP 5432 from security group sg-\w+ \(tasks\)\.$/,
        ) as string,
      },
    });
    expect(denied?.count).toBeGreaterThanOrEqual(2);
    expect(scene.warnings).toHaveLength(1);
    scene.call('ec2', 'AuthorizeSecurityGroupIngress', scene.permission);
    await expect.poll(() => scene.query(), { timeout: 10_000 }).toEqual({ database: 'users' });
    expect(scene.network.deniedConnections()).toEqual([]);
  });

  it('connect again after the relay was killed', async () => {
    const before = scene.relayPid();
    process.kill(before, 'SIGKILL');
    await expect.poll(() => scene.query(), { timeout: 10_000 }).toEqual({ database: 'users' });
    expect(scene.relayPid()).not.toBe(before);
  });

  it('do not connect while the database is stopped, whose name still resolves', async () => {
    scene.call('rds', 'StopDBInstance', { DBInstanceIdentifier: 'users' });
    await expect.poll(() => scene.row()?.observed.status, { timeout: 10_000 }).toBe('stopped');
    await expect
      .poll(() => scene.query(), { timeout: 10_000 })
      .toEqual({ error: expect.stringMatching(/ECONNREFUSED/) as string });
    scene.call('rds', 'StartDBInstance', { DBInstanceIdentifier: 'users' });
    await expect.poll(() => scene.query(), { timeout: 10_000 }).toEqual({ database: 'users' });
  });

  it('of a cluster meet by its endpoints: the writer at one, a reader at the other', async () => {
    const cluster = scene.call('rds', 'CreateDBCluster', {
      DBClusterIdentifier: 'shop',
      Engine: 'aurora-postgresql',
      DatabaseName: 'users',
      MasterUsername: 'app',
      MasterUserPassword: 'correct-horse',
      VpcSecurityGroupIds: [scene.databaseGroup],
    }).DBCluster;
    for (const DBInstanceIdentifier of ['one', 'two']) {
      scene.call('rds', 'CreateDBInstance', {
        DBInstanceIdentifier,
        DBClusterIdentifier: 'shop',
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
        PubliclyAccessible: false,
      });
    }
    const isReader = (host: string | undefined) => scene.query(host, 'SELECT pg_is_in_recovery() AS reads');
    const waiting = { timeout: 30_000, interval: 500 };
    await expect.poll(() => isReader(cluster?.Endpoint), waiting).toEqual({ reads: false });
    await expect.poll(() => isReader(cluster?.ReaderEndpoint), waiting).toEqual({ reads: true });
    expect(scene.network.deniedConnections()).toEqual([]);
  }, 90_000);
});
