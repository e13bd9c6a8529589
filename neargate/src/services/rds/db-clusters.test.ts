import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { rdsTablesOf } from './store.ts';

async function clusters() {
  const test = await createTestContext();
  const { call, context } = test;
  const tables = rdsTablesOf(context);
  const create = (changes: object = {}) =>
    call('rds', 'CreateDBCluster', {
      DBClusterIdentifier: 'Shop',
      Engine: 'aurora-postgresql',
      EngineVersion: '16',
      DatabaseName: 'shop',
      MasterUsername: 'app',
      MasterUserPassword: 'correct-horse',
      ...changes,
    }).DBCluster;
  /** What the controllers write. */
  const isAvailable = () =>
    tables.clusters.update('shop', (row) => ({ ...row, observed: { status: 'available' } }));
  const member = (DBInstanceIdentifier: string, changes: object = {}) =>
    call('rds', 'CreateDBInstance', {
      DBInstanceIdentifier,
      DBClusterIdentifier: 'shop',
      DBInstanceClass: 'db.serverless',
      Engine: 'aurora-postgresql',
      ...changes,
    }).DBInstance;
  const describeCluster = () =>
    call('rds', 'DescribeDBClusters', { DBClusterIdentifier: 'shop' }).DBClusters?.[0];
  return { ...test, tables, create, isAvailable, member, describeCluster };
}

const refusal = (code: string) => expect.objectContaining({ code });

describe('DB clusters', () => {
  it('have two endpoints, the default groups of their family, and no instances at first', async () => {
    const { create } = await clusters();
    const made = create();
    expect(made).toMatchObject({
      DBClusterIdentifier: 'shop',
      DBClusterArn: 'arn:aws:rds:us-east-1:123456789012:cluster:shop',
      EngineVersion: '16.11',
      Status: 'creating',
      DBClusterParameterGroup: 'default.aurora-postgresql16',
      StorageType: 'aurora',
      AllocatedStorage: 1,
      DBClusterMembers: [],
      Port: 5432,
    });
    expect(made?.Endpoint).toMatch(/^shop\.cluster-[a-z0-9]{12}\.us-east-1\.rds\.amazonaws\.com$/);
    expect(made?.ReaderEndpoint).toMatch(/^shop\.cluster-ro-[a-z0-9]{12}\.us-east-1\./);
    expect(() => create()).toThrow(refusal('DBClusterAlreadyExistsFault'));
  });

  it.each([
    [{ Engine: 'aurora-mysql' }, 'InvalidParameterValue', /not aurora-mysql/],
    [
      { EngineVersion: '16.5' },
      'InvalidParameterCombination',
      /Cannot find version 16.5 for aurora-postgresql/,
    ],
    [{ EngineMode: 'serverless' }, 'InvalidParameterCombination', /serverless/],
    [{ BackupRetentionPeriod: 0 }, 'InvalidParameterValue', /between 1 and 35/],
    [{ GlobalClusterIdentifier: 'world' }, 'GlobalClusterNotFoundFault', /world/],
    [{ DBClusterParameterGroupName: 'gone' }, 'DBClusterParameterGroupNotFound', /gone/],
    [{ Engine: 'postgres' }, 'MissingParameter', /DBClusterInstanceClass/],
  ])('refuse %j', async (changes, code, message) => {
    const { create } = await clusters();
    expect(() => create(changes)).toThrow(refusal(code));
    expect(() => create(changes)).toThrow(message);
  });

  it('have instances of their engine and version, the first of which writes', async () => {
    const { create, member, describeCluster, call } = await clusters();
    create({ Port: 5433 });
    expect(member('one')).toMatchObject({
      DBClusterIdentifier: 'shop',
      MasterUsername: 'app',
      EngineVersion: '16.11',
      StorageType: 'aurora',
      PromotionTier: 1,
    });
    member('two', { PromotionTier: 3, EngineVersion: '16' });
    expect(describeCluster()?.DBClusterMembers).toMatchObject([
      { DBInstanceIdentifier: 'one', IsClusterWriter: true },
      { DBInstanceIdentifier: 'two', IsClusterWriter: false, PromotionTier: 3 },
    ]);
    for (const wrong of [
      { Engine: 'postgres' },
      { EngineVersion: '15' },
      { MasterUserPassword: 'long-enough' },
    ]) {
      expect(() => member('three', wrong)).toThrow(refusal('InvalidParameterCombination'));
    }
    expect(() => member('three', { DBClusterIdentifier: undefined })).toThrow(/DBClusterIdentifier/);
    const filters = [{ Name: 'db-cluster-id', Values: ['shop'] }];
    expect(call('rds', 'DescribeDBInstances', { Filters: filters }).DBInstances).toHaveLength(2);
  });

  it("keep to themselves what is not an instance's: snapshots, the password, stopping", async () => {
    const { create, member, call } = await clusters();
    create();
    member('one');
    const one = { DBInstanceIdentifier: 'one' };
    expect(() => call('rds', 'CreateDBSnapshot', { ...one, DBSnapshotIdentifier: 'monday' })).toThrow(
      /CreateDBClusterSnapshot/,
    );
    expect(() => call('rds', 'DeleteDBInstance', { ...one, FinalDBSnapshotIdentifier: 'last' })).toThrow(
      'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance',
    );
    expect(() =>
      call('rds', 'CreateDBInstanceReadReplica', {
        DBInstanceIdentifier: 'reader',
        SourceDBInstanceIdentifier: 'one',
      }),
    ).toThrow(refusal('InvalidDBInstanceState'));
  });

  it('are changed with their instances', async () => {
    const { create, member, isAvailable, call, describeCluster, tables } = await clusters();
    create();
    member('one');
    const modify = (changes: object) =>
      call('rds', 'ModifyDBCluster', { DBClusterIdentifier: 'shop', ...changes }).DBCluster;
    expect(() => modify({ Port: 6000 })).toThrow(refusal('InvalidDBClusterStateFault'));
    isAvailable();
    modify({ Port: 6000, EngineVersion: '16.10', DeletionProtection: true });
    expect(describeCluster()).toMatchObject({
      Port: 6000,
      EngineVersion: '16.11',
      DeletionProtection: true,
      PendingModifiedValues: { EngineVersion: '16.10' },
    });
    modify({
      ApplyImmediately: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 2 },
    });
    expect(describeCluster()).toMatchObject({
      EngineVersion: '16.10',
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 2 },
    });
    expect(tables.instances.get('one')).toMatchObject({ port: 6000, engineVersion: '16.10' });
    modify({ ManageMasterUserPassword: true });
    expect(describeCluster()?.MasterUserSecret?.SecretArn).toMatch(/:secret:rds!cluster-/);
  });

  it('are deleted when unprotected, empty, and told what becomes of the data', async () => {
    const { create, member, call, tables } = await clusters();
    create({ DeletionProtection: true });
    const remove = (changes: object = { SkipFinalSnapshot: true }) =>
      call('rds', 'DeleteDBCluster', { DBClusterIdentifier: 'shop', ...changes }).DBCluster;
    expect(remove).toThrow(/disable deletion protection/);
    tables.clusters.update('shop', (row) => ({ ...row, deletionProtection: false }));
    member('one');
    expect(remove).toThrow(refusal('InvalidDBClusterStateFault'));
    call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'one', SkipFinalSnapshot: true });
    expect(() => remove({})).toThrow(/FinalDBSnapshotIdentifier is required/);
    expect(remove()?.Status).toBe('deleting');
    expect(() => member('two')).toThrow(refusal('InvalidDBClusterStateFault'));
  });

  it('keep roles and whether the HTTP endpoint is on', async () => {
    const { create, call, describeCluster } = await clusters();
    const { DBClusterArn: ResourceArn = '' } = create() ?? {};
    const role = {
      DBClusterIdentifier: 'shop',
      RoleArn: 'arn:aws:iam::123456789012:role/import',
      FeatureName: 's3Import',
    };
    call('rds', 'AddRoleToDBCluster', role);
    expect(() => call('rds', 'AddRoleToDBCluster', role)).toThrow(refusal('DBClusterRoleAlreadyExists'));
    expect(call('rds', 'EnableHttpEndpoint', { ResourceArn }).HttpEndpointEnabled).toBe(true);
    expect(describeCluster()).toMatchObject({
      HttpEndpointEnabled: true,
      AssociatedRoles: [{ RoleArn: role.RoleArn, FeatureName: 's3Import', Status: 'ACTIVE' }],
    });
    call('rds', 'RemoveRoleFromDBCluster', role);
    expect(() => call('rds', 'RemoveRoleFromDBCluster', role)).toThrow(refusal('DBClusterRoleNotFound'));
    call('rds', 'DisableHttpEndpoint', { ResourceArn });
    expect(() => call('rds', 'EnableHttpEndpoint', { ResourceArn: `${ResourceArn}-other` })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundFault' }),
    );
    expect(describeCluster()).toMatchObject({ HttpEndpointEnabled: false, AssociatedRoles: [] });
  });
});

describe('cluster parameter groups', () => {
  it('list what is set, and stay while a cluster uses them', async () => {
    const { create, call } = await clusters();
    const DBClusterParameterGroupName = 'tuned';
    call('rds', 'CreateDBClusterParameterGroup', {
      DBClusterParameterGroupName,
      DBParameterGroupFamily: 'aurora-postgresql16',
      Description: 'test',
    });
    const parameter = { ParameterName: 'log_statement', ParameterValue: 'all' };
    call('rds', 'ModifyDBClusterParameterGroup', { DBClusterParameterGroupName, Parameters: [parameter] });
    const listed = () =>
      call('rds', 'DescribeDBClusterParameters', { DBClusterParameterGroupName, Source: 'user' }).Parameters;
    expect(listed()).toMatchObject([parameter]);
    create({ DBClusterParameterGroupName });
    expect(() => call('rds', 'DeleteDBClusterParameterGroup', { DBClusterParameterGroupName })).toThrow(
      refusal('InvalidDBParameterGroupState'),
    );
    call('rds', 'ResetDBClusterParameterGroup', { DBClusterParameterGroupName, ResetAllParameters: true });
    expect(listed()).toEqual([]);
    const groups = call('rds', 'DescribeDBClusterParameterGroups', {}).DBClusterParameterGroups;
    expect(groups?.map((group) => group.DBClusterParameterGroupName)).toContain(
      'default.aurora-postgresql17',
    );
  });
});

describe('what nothing here creates', () => {
  it('is not found', async () => {
    const { call } = await clusters();
    expect(call('rds', 'DescribeGlobalClusters', {}).GlobalClusters).toEqual([]);
    expect(call('rds', 'DescribeBlueGreenDeployments', {}).BlueGreenDeployments).toEqual([]);
    expect(() =>
      call('rds', 'DeleteBlueGreenDeployment', { BlueGreenDeploymentIdentifier: 'bgd-1' }),
    ).toThrow(refusal('BlueGreenDeploymentNotFoundFault'));
    expect(() =>
      call('rds', 'RemoveFromGlobalCluster', {
        GlobalClusterIdentifier: 'world',
        DbClusterIdentifier: 'arn',
      }),
    ).toThrow(refusal('GlobalClusterNotFoundFault'));
  });
});
