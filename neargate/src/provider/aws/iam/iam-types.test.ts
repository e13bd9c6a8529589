import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const trust = (service = 'ecs-tasks.amazonaws.com') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
  });

const allow = (...actions: string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });

const role = (changes = '', document = trust()) =>
  `name = "task"\nassume_role_policy = ${JSON.stringify(document)}\n${changes}`;

describe('aws_iam_role', () => {
  it('is created, and its document is compared by what it means', async () => {
    const resource = world.resource('aws_iam_role');
    const state = await resource.apply(role('description = "d"\ntags = { A = "1" }'));
    expect(state).toMatchObject({
      id: 'task',
      arn: 'arn:aws:iam::123456789012:role/task',
      assume_role_policy: trust(),
      max_session_duration: 3600,
      path: '/',
    });
    expect(state['region']).toBeUndefined();
    const same = JSON.stringify({
      Statement: {
        Action: ['sts:AssumeRole'],
        Effect: 'Allow',
        Principal: { Service: ['ecs-tasks.amazonaws.com'] },
      },
      Version: '2012-10-17',
    });
    expect((await resource.plan(role('description = "d"\ntags = { A = "1" }', same))).action).toBe('no-op');
  });

  it('changes in place, and takes back what is gone', async () => {
    const resource = world.resource('aws_iam_role');
    await resource.apply(role('tags = { A = "1" }'));
    const body = role('max_session_duration = 7200\ntags = { B = "1" }', trust('ec2.amazonaws.com'));
    expect((await resource.plan(body)).action).toBe('update');
    await resource.apply(body);
    expect((await resource.plan(body)).action).toBe('no-op');
    expect(resource.state).toMatchObject({ tags_all: { B: '1' }, max_session_duration: 7200 });
    expect((await resource.plan(body.replace('"task"', '"other"'))).action).toBe('replace');
  });

  it('leaves policies alone that are kept elsewhere, and has exclusive ones when they are written', async () => {
    const resource = world.resource('aws_iam_role');
    await resource.apply(role());
    world.call('iam', 'PutRolePolicy', {
      RoleName: 'task',
      PolicyName: 'other',
      PolicyDocument: allow('s3:GetObject'),
    });
    expect((await resource.plan(role())).action).toBe('no-op');
    const exclusive = role(
      `inline_policy {\nname = "mine"\npolicy = ${JSON.stringify(allow('s3:PutObject'))}\n}`,
    );
    expect((await resource.plan(exclusive)).action).toBe('update');
    await resource.apply(exclusive);
    expect(world.call('iam', 'ListRolePolicies', { RoleName: 'task' }).PolicyNames).toEqual(['mine']);
    expect((await resource.plan(exclusive)).action).toBe('no-op');
    const managed = role('managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]');
    await resource.apply(managed);
    expect((await resource.plan(managed)).action).toBe('no-op');
    await resource.destroy();
    expect(() => world.call('iam', 'GetRole', { RoleName: 'task' })).toThrow();
  });

  it('refuses a document that is none', async () => {
    await expect(world.resource('aws_iam_role').apply(role('', '{'))).rejects.toThrow(
      /"assume_role_policy" contains an invalid JSON policy/,
    );
  });
});

describe('policies', () => {
  it('aws_iam_role_policy is put, compared and deleted', async () => {
    await world.resource('aws_iam_role').apply(role());
    const resource = world.resource('aws_iam_role_policy');
    const body = (...actions: string[]) =>
      `role = "task"\nname = "p"\npolicy = ${JSON.stringify(allow(...actions))}`;
    expect(await resource.apply(body('s3:GetObject', 's3:PutObject'))).toMatchObject({ id: 'task:p' });
    expect((await resource.plan(body('s3:PutObject', 's3:GetObject'))).action).toBe('no-op');
    await resource.apply(body('s3:*'));
    expect((await resource.plan(body('s3:*'))).action).toBe('no-op');
    world.call('iam', 'DeleteRolePolicy', { RoleName: 'task', PolicyName: 'p' });
    expect((await resource.plan(body('s3:*'))).action).toBe('create');
  });

  it('aws_iam_policy gets a new version with each document, and old ones make room', async () => {
    const resource = world.resource('aws_iam_policy');
    const body = (action: string) => `name = "p"\npolicy = ${JSON.stringify(allow(action))}`;
    const state = await resource.apply(body('s3:Get0'));
    for (const index of [1, 2, 3, 4, 5, 6]) await resource.apply(body(`s3:Get${index}`));
    expect((await resource.plan(body('s3:Get6'))).action).toBe('no-op');
    const { Versions } = world.call('iam', 'ListPolicyVersions', {
      PolicyArn: String(state['arn'] as string),
    });
    expect(Versions).toHaveLength(5);
    expect(await world.data('aws_iam_policy', 'name = "p"')).toMatchObject({ policy: allow('s3:Get6') });
    await resource.destroy();
    await expect(world.data('aws_iam_policy', 'name = "p"')).rejects.toThrow("couldn't find resource");
  });

  it('aws_iam_role_policy_attachment is there, or planned anew', async () => {
    await world.resource('aws_iam_role').apply(role());
    const arn = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
    const resource = world.resource('aws_iam_role_policy_attachment');
    const body = `role = "task"\npolicy_arn = "${arn}"`;
    await resource.apply(body);
    expect((await resource.plan(body)).action).toBe('no-op');
    world.call('iam', 'DetachRolePolicy', { RoleName: 'task', PolicyArn: arn });
    expect((await resource.plan(body)).action).toBe('create');
  });
});

describe('aws_iam_instance_profile', () => {
  it('holds a role, which changes in place', async () => {
    await world.resource('aws_iam_role').apply(role());
    const other = role().replace('"task"', '"other"');
    await world.resource('aws_iam_role').apply(other);
    const resource = world.resource('aws_iam_instance_profile');
    await resource.apply('name = "p"\nrole = "task"');
    expect((await resource.plan('name = "p"\nrole = "task"')).action).toBe('no-op');
    expect(await resource.apply('name = "p"\nrole = "other"')).toMatchObject({ role: 'other' });
    await resource.destroy();
    expect(await world.data('aws_iam_role', 'name = "other"')).toMatchObject({
      unique_id: expect.any(String),
    });
  });
});
