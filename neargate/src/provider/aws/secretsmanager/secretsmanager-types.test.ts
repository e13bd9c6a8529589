import { beforeEach, describe, expect, it } from 'vitest';
import { requiredText } from '../../arguments.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const policy = (action: string) =>
  `policy = jsonencode(${JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: action,
        Resource: '*',
      },
    ],
  })})`;

describe('aws_secretsmanager_secret', () => {
  it('is created, changed in place and found by its name', async () => {
    const resource = world.resource('aws_secretsmanager_secret');
    const body = `name = "db"\ndescription = "d"\ntags = { A = "1" }\n${policy('secretsmanager:GetSecretValue')}`;
    const state = await resource.apply(body);
    expect(state['arn']).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:db-\w{6}$/);
    expect((await resource.plan(body)).action).toBe('no-op');
    const changed = `name = "db"\ntags = { B = "1" }\n${policy('secretsmanager:DescribeSecret')}`;
    expect((await resource.plan(changed)).action).toBe('update');
    await resource.apply(changed);
    expect((await resource.plan(changed)).action).toBe('no-op');
    expect(await world.data('aws_secretsmanager_secret', 'name = "db"')).toMatchObject({
      arn: state['arn'],
      tags: { B: '1' },
    });
    expect((await resource.plan(changed.replace('"db"', '"other"'))).action).toBe('replace');
  });

  it('is deleted at once or after a while, and counts as gone when it is marked', async () => {
    const resource = world.resource('aws_secretsmanager_secret');
    await resource.apply('name = "db"');
    await resource.destroy();
    expect(world.call('secretsmanager', 'DescribeSecret', { SecretId: 'db' }).DeletedDate).toBeDefined();
    await expect(resource.apply('name = "db"')).rejects.toMatchObject({ code: 'InvalidRequestException' });
    world.call('secretsmanager', 'RestoreSecret', { SecretId: 'db' });
    world.call('secretsmanager', 'DeleteSecret', { SecretId: 'db', ForceDeleteWithoutRecovery: true });
    await resource.apply('name = "db"\nrecovery_window_in_days = 0');
    world.call('secretsmanager', 'DeleteSecret', { SecretId: 'db' });
    expect((await resource.plan('name = "db"')).action).toBe('create');
    world.call('secretsmanager', 'RestoreSecret', { SecretId: 'db' });
  });

  it('refuses a recovery window that AWS refuses', async () => {
    await expect(
      world.resource('aws_secretsmanager_secret').apply('name = "db"\nrecovery_window_in_days = 3'),
    ).rejects.toThrow('expected recovery_window_in_days to be 0 or in the range (7 - 30), got 3');
  });
});

describe('aws_secretsmanager_secret_version', () => {
  let secretId: string;

  beforeEach(async () => {
    secretId = requiredText(await world.resource('aws_secretsmanager_secret').apply('name = "db"'), 'arn');
  });

  const value = () => world.call('secretsmanager', 'GetSecretValue', { SecretId: secretId }).SecretString;

  it('holds a value, and another version with another value', async () => {
    const resource = world.resource('aws_secretsmanager_secret_version');
    const body = (text: string) => `secret_id = "${secretId}"\nsecret_string = "${text}"`;
    const first = await resource.apply(body('one'));
    expect(first).toMatchObject({ version_stages: ['AWSCURRENT'], secret_arn: secretId });
    expect((await resource.plan(body('one'))).action).toBe('no-op');
    const second = await resource.apply(body('two'));
    expect(second['version_id']).not.toBe(first['version_id']);
    expect(value()).toBe('two');
    expect((await resource.plan(body('two'))).action).toBe('no-op');
    expect(await world.data('aws_secretsmanager_secret_version', `secret_id = "${secretId}"`)).toMatchObject({
      secret_string: 'two',
    });
    await resource.destroy();
  });

  it('keeps a write-only value out of the state, and puts it again with its version', async () => {
    const resource = world.resource('aws_secretsmanager_secret_version');
    const body = (text: string, version: number) =>
      `secret_id = "${secretId}"\nsecret_string_wo = "${text}"\nsecret_string_wo_version = ${version}`;
    const state = await resource.apply(body('one', 1));
    expect(JSON.stringify(state)).not.toContain('one');
    expect(value()).toBe('one');
    expect((await resource.plan(body('two', 1))).action).toBe('no-op');
    expect((await resource.plan(body('two', 2))).action).toBe('update');
    await resource.apply(body('two', 2));
    expect(value()).toBe('two');
  });

  it('moves stages', async () => {
    const resource = world.resource('aws_secretsmanager_secret_version');
    const body = (...stages: string[]) =>
      `secret_id = "${secretId}"\nsecret_string = "one"\nversion_stages = ${JSON.stringify(stages)}`;
    await resource.apply(body('AWSCURRENT'));
    await resource.apply(body('AWSCURRENT', 'blue'));
    expect((await resource.plan(body('AWSCURRENT', 'blue'))).action).toBe('no-op');
    await resource.apply(body('AWSCURRENT'));
    expect(resource.state).toMatchObject({ version_stages: ['AWSCURRENT'] });
  });
});
