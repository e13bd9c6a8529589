import { describe, expect, it } from 'vitest';
import { ec2TablesOf } from '../ec2/store.ts';
import { createTestContext } from '../test-context.ts';
import { forgetDbInstance } from './db-instances.ts';
import { rdsTablesOf } from './store.ts';

async function database() {
  const test = await createTestContext();
  const { call, context } = test;
  const create = (changes: object = {}) =>
    call('rds', 'CreateDBInstance', {
      DBInstanceIdentifier: 'Users-DB',
      DBInstanceClass: 'db.t4g.micro',
      Engine: 'postgres',
      EngineVersion: '18',
      AllocatedStorage: 20,
      StorageType: 'gp3',
      DBName: 'users',
      MasterUsername: 'app',
      MasterUserPassword: 'correct-horse',
      ...changes,
    }).DBInstance;
  const describeDb = () =>
    call('rds', 'DescribeDBInstances', { DBInstanceIdentifier: 'users-db' }).DBInstances?.[0];
  /** What the database controller writes once the server runs. */
  const becomeAvailable = () =>
    rdsTablesOf(context).instances.update('users-db', (row) => ({
      ...row,
      observed: {
        status: 'available',
        startedAtMs: context.clock.now(),
        local: { host: '127.1.0.4', port: 5432 },
      },
    }));
  return { ...test, create, describeDb, becomeAvailable };
}

describe('DB instances', () => {
  it('are creating, without an endpoint, until the controller has the server running', async () => {
    const { create, describeDb, becomeAvailable } = await database();
    expect(create()).toMatchObject({
      DBInstanceIdentifier: 'users-db',
      DBInstanceStatus: 'creating',
      EngineVersion: '18.1',
      DBParameterGroups: [{ DBParameterGroupName: 'default.postgres18' }],
      DBSubnetGroup: { DBSubnetGroupName: 'default', SubnetGroupStatus: 'Complete' },
    });
    expect(describeDb()?.Endpoint).toBeUndefined();
    becomeAvailable();
    expect(describeDb()?.Endpoint?.Address).toMatch(
      /^users-db\.[a-z0-9]{12}\.us-east-1\.rds\.amazonaws\.com$/,
    );
  });

  it('have no database of their own when its name is empty, as Terraform sends it', async () => {
    const { create } = await database();
    expect(create({ DBName: '' })?.DBName).toBeUndefined();
    expect(() => create({ DBInstanceIdentifier: 'other', DBName: '1st' })).toThrow(/DBName must begin/);
  });

  it('are found by their resource id and unknown by another', async () => {
    const { create, call } = await database();
    const resourceId = create()?.DbiResourceId ?? '';
    expect(resourceId).toMatch(/^db-[A-Z0-9]{26}$/);
    const find = (value: string) =>
      call('rds', 'DescribeDBInstances', { Filters: [{ Name: 'dbi-resource-id', Values: [value] }] })
        .DBInstances?.length;
    expect([find(resourceId), find('db-X')]).toEqual([1, 0]);
    expect(() => call('rds', 'DescribeDBInstances', { DBInstanceIdentifier: 'other' })).toThrow(
      expect.objectContaining({
        code: 'DBInstanceNotFound',
        status: 404,
        message: 'DBInstance other not found.',
      }),
    );
  });

  it.each([
    [{ Engine: 'mysql' }, 'InvalidParameterValue', /Neargate runs postgres, not mysql/],
    [{ MasterUsername: 'rdsadmin' }, 'InvalidParameterValue', /reserved word/],
    [{ MasterUserPassword: 'short' }, 'InvalidParameterValue', /between 8 and 128/],
    [{ MasterUserPassword: 'with/slash' }, 'InvalidParameterValue', /printable ASCII/],
    [{ MasterUserPassword: undefined }, 'MissingParameter', /MasterUserPassword/],
    [{ ManageMasterUserPassword: true }, 'InvalidParameterCombination', /ManageMasterUserPassword/],
    [{ AllocatedStorage: 5 }, 'InvalidParameterValue', /Invalid storage size/],
    [{ EngineVersion: '99' }, 'InvalidParameterCombination', /Cannot find version 99 for postgres/],
    [{ DBInstanceClass: 'db.micro' }, 'InvalidParameterValue', /Invalid DB Instance class: db\.micro/],
    [
      { DBInstanceClass: 'db.t2.micro', EngineVersion: '13' },
      'InvalidParameterCombination',
      /combination: DBInstanceClass=db\.t2\.micro, Engine=postgres, EngineVersion=13\.23, LicenseModel=postgresql-license/,
    ],
    [
      { DBInstanceClass: 'db.serverless' },
      'InvalidParameterCombination',
      /combination: DBInstanceClass=db\.serverless, Engine=postgres, /,
    ],
    [{ DBSubnetGroupName: 'nowhere' }, 'DBSubnetGroupNotFoundFault', /nowhere/],
  ])('refuse %j', async (changes, code, message) => {
    const { create } = await database();
    expect(() => create(changes)).toThrow(expect.objectContaining({ code }));
    expect(() => create(changes)).toThrow(message);
  });

  it('keep changes for the maintenance window unless they are applied immediately', async () => {
    const { create, call, becomeAvailable } = await database();
    create();
    becomeAvailable();
    const modify = (ApplyImmediately: boolean) =>
      call('rds', 'ModifyDBInstance', {
        DBInstanceIdentifier: 'users-db',
        DBInstanceClass: 'db.t4g.small',
        DeletionProtection: true,
        ApplyImmediately,
      }).DBInstance;
    expect(modify(false)).toMatchObject({
      DBInstanceClass: 'db.t4g.micro',
      DeletionProtection: true,
      PendingModifiedValues: { DBInstanceClass: 'db.t4g.small' },
    });
    expect(modify(true)).toMatchObject({
      DBInstanceClass: 'db.t4g.small',
      PendingModifiedValues: { DBInstanceClass: undefined },
    });
  });

  it('are deleted only when unprotected and told what becomes of the data', async () => {
    const { create, call, context, describeDb } = await database();
    create({ DeletionProtection: true });
    const remove = (SkipFinalSnapshot?: boolean) =>
      call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'users-db', SkipFinalSnapshot }).DBInstance;
    expect(() => remove(true)).toThrow(/disable deletion protection/);
    rdsTablesOf(context).instances.update('users-db', (row) => ({ ...row, deletionProtection: false }));
    expect(() => remove()).toThrow(/FinalDBSnapshotIdentifier is required/);
    expect(remove(true)?.DBInstanceStatus).toBe('deleting');
    expect(() => remove(true)).toThrow(/already being deleted/);
    expect(describeDb()?.DBInstanceStatus).toBe('deleting');
    forgetDbInstance(context, 'users-db');
    expect(ec2TablesOf(context).networkInterfaces.size).toBe(0);
  });

  it('stop only when available and start only when stopped', async () => {
    const { create, call, becomeAvailable, describeDb } = await database();
    create();
    const named = { DBInstanceIdentifier: 'users-db' };
    expect(() => call('rds', 'StopDBInstance', named)).toThrow(
      expect.objectContaining({ code: 'InvalidDBInstanceState' }),
    );
    becomeAvailable();
    call('rds', 'StopDBInstance', named);
    expect(describeDb()?.DBInstanceStatus).toBe('stopping');
    expect(() => call('rds', 'StartDBInstance', named)).toThrow(/is not in stopped state/);
  });
});

describe('DB subnet groups', () => {
  it('cover two zones at least, and stay while an instance is in them', async () => {
    const { create, call } = await database();
    const subnets = call('ec2', 'DescribeSubnets', {}).Subnets?.map((subnet) => subnet.SubnetId ?? '') ?? [];
    const make = (count: number) =>
      call('rds', 'CreateDBSubnetGroup', {
        DBSubnetGroupName: 'Data',
        DBSubnetGroupDescription: 'private subnets',
        SubnetIds: subnets.slice(0, count),
      }).DBSubnetGroup;
    expect(() => make(1)).toThrow(expect.objectContaining({ code: 'DBSubnetGroupDoesNotCoverEnoughAZs' }));
    expect(make(2)).toMatchObject({ DBSubnetGroupName: 'data', SupportedNetworkTypes: ['IPV4'] });
    create({ DBSubnetGroupName: 'data' });
    expect(() => call('rds', 'DeleteDBSubnetGroup', { DBSubnetGroupName: 'data' })).toThrow(
      expect.objectContaining({ code: 'InvalidDBSubnetGroupStateFault' }),
    );
  });
});

describe('DB parameter groups', () => {
  it('list what the user has set until it is reset', async () => {
    const { call } = await database();
    const DBParameterGroupName = 'tuned';
    call('rds', 'CreateDBParameterGroup', {
      DBParameterGroupName,
      DBParameterGroupFamily: 'postgres18',
      Description: 'test',
    });
    const parameter = { ParameterName: 'log_statement', ParameterValue: 'all' };
    call('rds', 'ModifyDBParameterGroup', { DBParameterGroupName, Parameters: [parameter] });
    const listed = () =>
      call('rds', 'DescribeDBParameters', { DBParameterGroupName, Source: 'user' }).Parameters;
    expect(listed()).toMatchObject([parameter]);
    call('rds', 'ResetDBParameterGroup', { DBParameterGroupName, ResetAllParameters: true });
    expect(listed()).toEqual([]);
  });
});
