import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateDBInstanceReadReplicaCommand,
  CreateDBSnapshotCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DeleteDBSnapshotCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
  RestoreDBInstanceFromDBSnapshotCommand,
  waitUntilDBClusterAvailable,
  waitUntilDBClusterDeleted,
  waitUntilDBClusterSnapshotAvailable,
  waitUntilDBInstanceAvailable,
  waitUntilDBInstanceDeleted,
  waitUntilDBSnapshotAvailable,
  waitUntilDBSnapshotDeleted,
} from '@aws-sdk/client-rds';
import { expect, it, onTestFinished } from 'vitest';
import { clusterReconciler } from '../controllers/database/cluster-reconciler.ts';
import { databaseReconciler } from '../controllers/database/database-reconciler.ts';
import { snapshotReconciler } from '../controllers/database/snapshot-reconciler.ts';
import { startReconcilers } from '../controllers/reconciler.ts';
import { systemClock } from '../core/clock.ts';
import { randomIds } from '../core/ids.ts';
import { silentLogger } from '../core/logger.ts';
import { timing } from '../core/timing.ts';
import { postgresDriver } from '../drivers/postgres/postgres-driver.ts';
import { type AwsDoorOptions, awsDoor } from '../gateway/aws-door.ts';
import { startGateway } from '../gateway/http-server.ts';
import { createInvoke } from '../services/invoke.ts';
import { createTestContext } from '../services/test-context.ts';

/** RDS over the wire, with its controllers and real servers, and a client of the SDK. */
async function rdsClient(): Promise<RDSClient> {
  const context = { ...(await createTestContext()).context, clock: systemClock };
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate-rds-'));
  const options = {
    store: context.store,
    clock: systemClock,
    log: silentLogger,
    driver: postgresDriver({ directory, ids: randomIds }),
    timing: timing('fast'),
    contextOf: () => context,
  };
  const databases = databaseReconciler(options);
  const running = startReconcilers(
    [databases, clusterReconciler(options), snapshotReconciler(options)],
    options,
  );
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    doors: [
      awsDoor({
        invoke: createInvoke(context) as AwsDoorOptions['invoke'],
        defaultAccountId: '123456789012',
        defaultRegion: 'us-east-1',
        log: silentLogger,
        onMissed: () => {},
      }),
    ],
    log: silentLogger,
  });
  onTestFinished(async () => {
    await gateway.stop();
    await running.stop();
    await databases.stopAll();
    rmSync(directory, { recursive: true, force: true });
  });
  return new RDSClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${gateway.port}`,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
  });
}

it("is what the SDK's own waiters wait for: instances, snapshots, replicas, clusters", async () => {
  const client = await rdsClient();
  const patience = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  const users = { DBInstanceIdentifier: 'users' };
  await client.send(
    new CreateDBInstanceCommand({
      ...users,
      DBInstanceClass: 'db.t4g.micro',
      Engine: 'postgres',
      AllocatedStorage: 20,
      MasterUsername: 'app',
      MasterUserPassword: 'correct-horse',
    }),
  );
  await client.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'shop',
      Engine: 'aurora-postgresql',
      MasterUsername: 'app',
      MasterUserPassword: 'correct-horse',
    }),
  );
  const shop = { DBClusterIdentifier: 'shop' };
  await waitUntilDBClusterAvailable(patience, shop);
  await waitUntilDBInstanceAvailable(patience, users);
  await client.send(new CreateDBSnapshotCommand({ ...users, DBSnapshotIdentifier: 'monday' }));
  await client.send(new CreateDBClusterSnapshotCommand({ ...shop, DBClusterSnapshotIdentifier: 'empty' }));
  await waitUntilDBSnapshotAvailable(patience, { DBSnapshotIdentifier: 'monday' });
  await waitUntilDBClusterSnapshotAvailable(patience, { DBClusterSnapshotIdentifier: 'empty' });
  await waitUntilDBInstanceAvailable(patience, users);
  const copies = ['restored', 'reader'];
  await client.send(
    new RestoreDBInstanceFromDBSnapshotCommand({
      DBInstanceIdentifier: 'restored',
      DBSnapshotIdentifier: 'monday',
    }),
  );
  await client.send(
    new CreateDBInstanceReadReplicaCommand({
      DBInstanceIdentifier: 'reader',
      SourceDBInstanceIdentifier: 'users',
    }),
  );
  for (const DBInstanceIdentifier of copies) {
    await waitUntilDBInstanceAvailable(patience, { DBInstanceIdentifier });
  }
  const described = await client.send(new DescribeDBInstancesCommand(users));
  expect(described.DBInstances?.[0]?.ReadReplicaDBInstanceIdentifiers).toEqual(['reader']);
  expect((await client.send(new DescribeGlobalClustersCommand())).GlobalClusters ?? []).toEqual([]);
  for (const DBInstanceIdentifier of [...copies, 'users']) {
    await client.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier, SkipFinalSnapshot: true }));
    await waitUntilDBInstanceDeleted(patience, { DBInstanceIdentifier });
  }
  await client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: 'monday' }));
  await waitUntilDBSnapshotDeleted(patience, { DBSnapshotIdentifier: 'monday' });
  await client.send(new DeleteDBClusterCommand({ ...shop, SkipFinalSnapshot: true }));
  await waitUntilDBClusterDeleted(patience, shop);
}, 180_000);
