import { beforeEach, describe, expect, it } from 'vitest';
import { type DbInstanceRow, rdsTablesOf } from '../../../services/rds/store.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;
let subnetIds: string[];

beforeEach(async () => {
  world = await createTypeWorld();
  const { Subnets = [] } = world.call('ec2', 'DescribeSubnets', {});
  subnetIds = Subnets.flatMap(({ SubnetId }) => (SubnetId === undefined ? [] : [SubnetId]));
});

describe('aws_db_subnet_group', () => {
  const group = (ids: readonly string[]) => `name = "users"\nsubnet_ids = ${JSON.stringify(ids)}`;

  it('is created, changed in place and deleted', async () => {
    const resource = world.resource('aws_db_subnet_group');
    const body = group(subnetIds.slice(0, 2));
    expect(await resource.apply(body)).toMatchObject({
      id: 'users',
      description: 'Managed by Terraform',
      arn: 'arn:aws:rds:us-east-1:123456789012:subgrp:users',
      supported_network_types: ['IPV4'],
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    const more = `${group(subnetIds.slice(0, 3))}\ntags = { A = "1" }`;
    expect((await resource.plan(more)).action).toBe('update');
    await resource.apply(more);
    expect((await resource.plan(more)).action).toBe('no-op');
    expect((await resource.plan(more.replace('users', 'other'))).action).toBe('replace');
    await resource.destroy();
    expect(world.call('rds', 'DescribeDBSubnetGroups', {}).DBSubnetGroups).toEqual([]);
  });
});

describe('aws_db_parameter_group', () => {
  const group = (parameters: Readonly<Record<string, string>>) =>
    `name = "users"\nfamily = "postgres18"\n${Object.entries(parameters)
      .map(([name, value]) => `parameter {\nname = "${name}"\nvalue = "${value}"\n}`)
      .join('\n')}`;

  it('sets, changes and resets parameters', async () => {
    const resource = world.resource('aws_db_parameter_group');
    const body = group({ log_statement: 'all', work_mem: '4096' });
    await resource.apply(body);
    expect((await resource.plan(body)).action).toBe('no-op');
    const changed = group({ work_mem: '8192' });
    expect((await resource.plan(changed)).action).toBe('update');
    await resource.apply(changed);
    expect(resource.state).toMatchObject({
      parameter: [{ name: 'work_mem', value: '8192', apply_method: 'immediate' }],
    });
    expect((await resource.plan(changed)).action).toBe('no-op');
    await resource.destroy();
  });
});

describe('aws_db_instance', () => {
  const instance = (changes = '') => `
    identifier                  = "users"
    engine                      = "postgres"
    engine_version              = "18"
    instance_class              = "db.t4g.micro"
    storage_type                = "gp3"
    allocated_storage           = 20
    max_allocated_storage       = 100
    storage_encrypted           = true
    db_name                     = "users"
    username                    = "app"
    manage_master_user_password = true
    skip_final_snapshot         = true
    ${changes}`;

  /** What the controller of databases does: servers come up, changes are made, deleted ones go. */
  function control(change: Partial<DbInstanceRow['observed']> = {}): void {
    const { instances } = rdsTablesOf(world.context);
    for (const row of instances.values()) {
      if (row.desired.state === 'deleted') instances.delete(row.identifier);
      else {
        const observed = {
          ...row.observed,
          status: 'available' as const,
          startedAtMs: world.clock.now(),
          ...change,
        };
        instances.put(row.identifier, { ...row, observed });
      }
    }
  }

  it('waits until the server runs, and then there is nothing to do', async () => {
    const resource = world.resource('aws_db_instance');
    let seconds = 0;
    const state = await world.elapse(resource.apply(instance()), () => {
      seconds += 1;
      if (seconds > 2) control();
    });
    expect(seconds).toBeGreaterThan(2);
    expect(world.progress).toContain('users is creating');
    expect(state).toMatchObject({
      identifier: 'users',
      engine_version: '18',
      port: 5432,
      status: 'available',
      arn: 'arn:aws:rds:us-east-1:123456789012:db:users',
      backup_retention_period: 1,
      master_user_secret: [{ secret_status: 'active' }],
    });
    expect(state['address']).toMatch(/^users\..*\.us-east-1\.rds\.amazonaws\.com$/);
    expect(state['endpoint']).toBe(`${String(state['address'] as string)}:5432`);
    expect(state['engine_version_actual']).toMatch(/^18\.\d+$/);
    expect((await resource.plan(instance())).action).toBe('no-op');
  });

  it('says why an instance failed', async () => {
    await expect(
      world.elapse(world.resource('aws_db_instance').apply(instance()), () =>
        control({ status: 'failed', reason: 'PostgreSQL did not start: no space left.' }),
      ),
    ).rejects.toThrow(/unexpected state 'failed'.*PostgreSQL did not start: no space left\./);
    expect(world.announced).toMatchObject([{ identifier: 'users', id: expect.stringMatching(/^db-/) }]);
  });

  it('applies changes at once or leaves them pending, as asked', async () => {
    const resource = world.resource('aws_db_instance');
    await world.elapse(resource.apply(instance()), control);
    const pending = instance().replace('= 20', '= 30');
    expect((await resource.plan(pending)).action).toBe('update');
    await resource.apply(pending);
    expect((await resource.plan(pending)).action).toBe('update');
    const atOnce = `${pending}\napply_immediately = true\ndeletion_protection = true`;
    await resource.apply(atOnce);
    expect((await resource.plan(atOnce)).action).toBe('no-op');
    expect(resource.state).toMatchObject({ allocated_storage: 30, deletion_protection: true });
  });

  it('sees changes made elsewhere, and an instance that is another one', async () => {
    const resource = world.resource('aws_db_instance');
    await world.elapse(resource.apply(instance()), control);
    world.call('rds', 'ModifyDBInstance', { DBInstanceIdentifier: 'users', CopyTagsToSnapshot: true });
    expect((await resource.plan(instance())).action).toBe('update');
    const { instances } = rdsTablesOf(world.context);
    const row = instances.get('users');
    if (row !== undefined) instances.put('users', { ...row, resourceId: 'db-OTHER' });
    expect((await resource.plan(instance())).action).toBe('create');
  });

  it('is replaced by another database name or user', async () => {
    const resource = world.resource('aws_db_instance');
    await world.elapse(resource.apply(instance()), control);
    expect((await resource.plan(instance().replace('"app"', '"other"'))).replacePaths).toEqual([
      ['username'],
    ]);
  });

  it('is deleted only as its arguments allow', async () => {
    const resource = world.resource('aws_db_instance');
    await world.elapse(resource.apply(instance('deletion_protection = true')), control);
    await expect(resource.destroy()).rejects.toMatchObject({ code: 'InvalidParameterCombination' });
    const withSnapshot = instance().replace('skip_final_snapshot         = true', '');
    await resource.apply(withSnapshot);
    await expect(resource.destroy()).rejects.toThrow('final_snapshot_identifier is required');
    await resource.apply(instance());
    await world.elapse(resource.destroy(), control);
    expect([...rdsTablesOf(world.context).instances.keys()]).toEqual([]);
    expect(world.progress).toContain('users is deleting');
  });

  it('says what cannot be done before it calls anything', async () => {
    const resource = world.resource('aws_db_instance');
    await expect(
      resource.apply(
        instance(
          's3_import {\nbucket_name = "b"\ningestion_role = "r"\nsource_engine = "mysql"\nsource_engine_version = "8"\n}',
        ),
      ),
    ).rejects.toThrow('"s3_import" is not supported');
    const noPassword = instance().replace('manage_master_user_password = true', '');
    await expect(resource.apply(noPassword)).rejects.toThrow('"password": required field is not set');
    await expect(resource.apply(instance('password = "x"'))).rejects.toThrow(
      /conflicts with manage_master_user_password/,
    );
  });
});
