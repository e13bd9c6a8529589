import { beforeEach, describe, expect, it } from 'vitest';
import { rdsTablesOf } from '../../../services/rds/store.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

/** What the controllers do: servers come up, snapshots are taken, what is deleted goes. */
function control(): void {
  const { instances, snapshots, clusters } = rdsTablesOf(world.context);
  for (const row of instances.values()) {
    if (row.desired.state === 'deleted') instances.delete(row.identifier);
    else instances.put(row.identifier, { ...row, observed: { status: 'available', startedAtMs: 1 } });
  }
  for (const row of snapshots.values()) {
    if (row.desired === 'deleted') snapshots.delete(row.identifier);
    else snapshots.put(row.identifier, { ...row, observed: { status: 'available', takenAtMs: 1 } });
  }
  for (const row of clusters.values()) {
    if (row.desired === 'deleted') clusters.delete(row.identifier);
    else clusters.put(row.identifier, { ...row, observed: { status: 'available' } });
  }
}

async function source(): Promise<void> {
  world.call('rds', 'CreateDBInstance', {
    DBInstanceIdentifier: 'users',
    DBInstanceClass: 'db.t4g.micro',
    Engine: 'postgres',
    AllocatedStorage: 20,
    MasterUsername: 'app',
    MasterUserPassword: 'correct-horse',
  });
  control();
}

const snapshot = (changes = '') =>
  `db_instance_identifier = "users"\ndb_snapshot_identifier = "monday"\n${changes}`;

describe('aws_db_snapshot', () => {
  it('waits until it is taken, is shared in place, and found by the data source', async () => {
    await source();
    const resource = world.resource('aws_db_snapshot');
    const state = await world.elapse(resource.apply(snapshot('tags = { A = "1" }')), control);
    expect(state).toMatchObject({
      id: 'monday',
      db_snapshot_arn: 'arn:aws:rds:us-east-1:123456789012:snapshot:monday',
      status: 'available',
      snapshot_type: 'manual',
      allocated_storage: 20,
      shared_accounts: [],
    });
    expect(world.progress).toContain('monday is creating');
    expect((await resource.plan(snapshot('tags = { A = "1" }'))).action).toBe('no-op');
    const shared = snapshot('shared_accounts = ["210987654321"]');
    expect((await resource.plan(shared)).action).toBe('update');
    await resource.apply(shared);
    expect((await resource.plan(shared)).action).toBe('no-op');
    expect(
      await world.data('aws_db_snapshot', 'db_instance_identifier = "users"\nmost_recent = true'),
    ).toMatchObject({ id: 'monday', engine: 'postgres' });
    await resource.destroy();
    control();
    await expect(world.data('aws_db_snapshot', 'db_snapshot_identifier = "monday"')).rejects.toThrow();
  });
});

describe('the data sources of instances and subnet groups', () => {
  it('find what is there, by name or tags', async () => {
    await source();
    const arn = 'arn:aws:rds:us-east-1:123456789012:db:users';
    world.call('rds', 'AddTagsToResource', { ResourceName: arn, Tags: [{ Key: 'team', Value: 'shop' }] });
    const found = await world.data('aws_db_instance', 'db_instance_identifier = "users"');
    expect(found).toMatchObject({
      id: 'users',
      db_instance_arn: arn,
      db_instance_class: 'db.t4g.micro',
      port: 5432,
      master_username: 'app',
      db_subnet_group: 'default',
      db_parameter_groups: ['default.postgres17'],
      tags: { team: 'shop' },
    });
    expect(await world.data('aws_db_instance', 'tags = { team = "shop" }')).toEqual(found);
    await expect(world.data('aws_db_instance', 'tags = { team = "other" }')).rejects.toThrow('no matching');
    expect(await world.data('aws_db_subnet_group', 'name = "default"')).toMatchObject({
      status: 'Complete',
      supported_network_types: ['IPV4'],
    });
    await expect(world.data('aws_db_subnet_group', 'name = "gone"')).rejects.toThrow();
  });
});

describe('aws_db_instance', () => {
  it('is restored from a snapshot, with what the restore does not take set afterwards', async () => {
    await source();
    await world.elapse(world.resource('aws_db_snapshot').apply(snapshot()), control);
    const body = `
      identifier              = "again"
      instance_class          = "db.t4g.small"
      snapshot_identifier     = "monday"
      backup_retention_period = 7
      password                = "another-password"
      skip_final_snapshot     = true`;
    const resource = world.resource('aws_db_instance');
    const state = await world.elapse(resource.apply(body), control);
    expect(state).toMatchObject({
      engine: 'postgres',
      username: 'app',
      allocated_storage: 20,
      backup_retention_period: 7,
      snapshot_identifier: 'monday',
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    expect(rdsTablesOf(world.context).instances.get('again')).toMatchObject({
      masterUserPassword: 'another-password',
      originBackupId: rdsTablesOf(world.context).snapshots.get('monday')?.backupId,
    });
  });

  it('is restored to a point in time', async () => {
    await source();
    const { instances, snapshots } = rdsTablesOf(world.context);
    const mark = { atMs: 1000, position: '0/5', writes: '7' };
    instances.update('users', (row) => ({
      ...row,
      observed: { ...row.observed, restorable: { untilMs: 3000, mark } },
    }));
    world.call('rds', 'CreateDBSnapshot', { DBInstanceIdentifier: 'users', DBSnapshotIdentifier: 'base' });
    snapshots.update('base', (row) => ({
      ...row,
      type: 'automated',
      observed: { status: 'available', takenAtMs: 500 },
    }));
    const body = (time: string) => `
      identifier          = "again"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      restore_to_point_in_time {
        source_db_instance_identifier = "users"
        ${time}
      }`;
    const resource = world.resource('aws_db_instance');
    const earlier = body('restore_time = "1970-01-01T00:00:00.700Z"');
    expect(await world.elapse(resource.apply(earlier), control)).toMatchObject({ username: 'app' });
    const { originRecovery } = instances.get('again') ?? {};
    expect(originRecovery).toMatchObject({ until: { timeMs: 700 } });
    expect((await resource.plan(earlier)).action).toBe('no-op');
    expect((await resource.plan(body('use_latest_restorable_time = true'))).action).toBe('replace');
  });

  it('replicates another one, and is promoted when it no longer does', async () => {
    await source();
    const replica = (changes: string) =>
      `identifier = "reader"\ninstance_class = "db.t4g.micro"\nskip_final_snapshot = true\n${changes}`;
    const resource = world.resource('aws_db_instance');
    const body = replica('replicate_source_db = "users"');
    expect(await world.elapse(resource.apply(body), control)).toMatchObject({
      replicate_source_db: 'users',
      username: 'app',
      backup_retention_period: 0,
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    const arn = 'arn:aws:rds:us-east-1:123456789012:db:users';
    const byArn = replica(`replicate_source_db = "${arn}"`);
    await expect(resource.apply(byArn)).rejects.toThrow('cannot elect new source database for replication');
    const alone = replica('backup_retention_period = 2');
    expect((await resource.plan(alone)).action).toBe('update');
    expect(await world.elapse(resource.apply(alone), control)).toMatchObject({
      replicate_source_db: null,
      backup_retention_period: 2,
    });
    expect((await resource.plan(alone)).action).toBe('no-op');
  });
});

describe('aws_rds_cluster', () => {
  const cluster = (changes = '') => `
    cluster_identifier          = "shop"
    engine                      = "aurora-postgresql"
    engine_version              = "16"
    database_name               = "shop"
    master_username             = "app"
    manage_master_user_password = true
    skip_final_snapshot         = true
    apply_immediately           = true
    ${changes}`;

  it('is created, changed in place, and has nothing to do afterwards', async () => {
    const resource = world.resource('aws_rds_cluster');
    const body = cluster(
      'serverlessv2_scaling_configuration {\nmin_capacity = 0.5\nmax_capacity = 2\n}\nenable_http_endpoint = true',
    );
    const state = await world.elapse(resource.apply(body), control);
    expect(state).toMatchObject({
      id: 'shop',
      arn: 'arn:aws:rds:us-east-1:123456789012:cluster:shop',
      engine_version: '16',
      port: 5432,
      master_user_secret: [{ secret_status: 'active' }],
      enable_http_endpoint: true,
    });
    expect(state['reader_endpoint']).toMatch(/^shop\.cluster-ro-/);
    expect((await resource.plan(body)).action).toBe('no-op');
    const changed = cluster(
      'serverlessv2_scaling_configuration {\nmin_capacity = 1\nmax_capacity = 4\n}\nbackup_retention_period = 5\niam_roles = ["arn:aws:iam::123456789012:role/import"]',
    );
    expect((await resource.plan(changed)).action).toBe('update');
    expect(await resource.apply(changed)).toMatchObject({
      backup_retention_period: 5,
      enable_http_endpoint: false,
      iam_roles: ['arn:aws:iam::123456789012:role/import'],
    });
    expect((await resource.plan(changed)).action).toBe('no-op');
    expect((await resource.plan(changed.replace('"app"', '"other"'))).replacePaths).toEqual([
      ['master_username'],
    ]);
    await world.elapse(resource.destroy(), control);
    expect(rdsTablesOf(world.context).clusters.size).toBe(0);
  });

  it('says at plan time what cannot be done, and wants a name for its last snapshot', async () => {
    const resource = world.resource('aws_rds_cluster');
    await expect(
      resource.apply(cluster('restore_to_point_in_time {\nuse_latest_restorable_time = true\n}')),
    ).rejects.toThrow('"restore_to_point_in_time" is not supported');
    const body = cluster().replace('skip_final_snapshot         = true', '');
    await world.elapse(resource.apply(body), control);
    await expect(resource.destroy()).rejects.toThrow('final_snapshot_identifier is required');
  });

  it('has instances, the first of which is the writer, and is found by the data source', async () => {
    const parameterGroup = world.resource('aws_rds_cluster_parameter_group');
    const parameters = (value: string) =>
      `name = "tuned"\nfamily = "aurora-postgresql16"\nparameter {\nname = "log_statement"\nvalue = "${value}"\n}`;
    expect(await parameterGroup.apply(parameters('all'))).toMatchObject({
      arn: 'arn:aws:rds:us-east-1:123456789012:cluster-pg:tuned',
      parameter: [{ name: 'log_statement', value: 'all', apply_method: 'immediate' }],
    });
    expect((await parameterGroup.plan(parameters('all'))).action).toBe('no-op');
    await parameterGroup.apply(parameters('ddl'));
    expect((await parameterGroup.plan(parameters('ddl'))).action).toBe('no-op');
    const resource = world.resource('aws_rds_cluster');
    await world.elapse(resource.apply(cluster('db_cluster_parameter_group_name = "tuned"')), control);
    const member = (identifier: string, changes = '') =>
      `identifier = "${identifier}"\ncluster_identifier = "shop"\nengine = "aurora-postgresql"\ninstance_class = "db.r6g.large"\n${changes}`;
    const [one, two] = [
      world.resource('aws_rds_cluster_instance'),
      world.resource('aws_rds_cluster_instance'),
    ];
    expect(await world.elapse(one.apply(member('one')), control)).toMatchObject({
      id: 'one',
      writer: true,
      port: 5432,
      promotion_tier: 0,
    });
    expect(await world.elapse(two.apply(member('two', 'promotion_tier = 2')), control)).toMatchObject({
      writer: false,
      promotion_tier: 2,
    });
    expect((await one.plan(member('one'))).action).toBe('no-op');
    const larger = member('two', 'promotion_tier = 3');
    expect((await two.plan(larger)).action).toBe('update');
    await world.elapse(two.apply(larger), control);
    expect((await two.plan(larger)).action).toBe('no-op');
    expect(await world.data('aws_rds_cluster', 'cluster_identifier = "shop"')).toMatchObject({
      cluster_members: ['one', 'two'],
      db_cluster_parameter_group_name: 'tuned',
      master_username: 'app',
    });
    await expect(resource.destroy()).rejects.toThrow(/still contains DB instances/);
    await world.elapse(two.destroy(), control);
    await world.elapse(one.destroy(), control);
    await world.elapse(resource.destroy(), control);
    await parameterGroup.destroy();
    expect(world.call('rds', 'DescribeDBInstances', {}).DBInstances).toEqual([]);
  });
});
