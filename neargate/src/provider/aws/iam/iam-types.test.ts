import { beforeEach, describe, expect, it } from 'vitest';
import { issuedCredentials } from '../../../services/sts/credentials.ts';
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

describe('aws_iam_user', () => {
  it('is renamed and moved in place, with its tags and its boundary', async () => {
    const resource = world.resource('aws_iam_user');
    const state = await resource.apply('name = "ci"\ntags = { A = "1" }');
    expect(state).toMatchObject({
      id: 'ci',
      arn: 'arn:aws:iam::123456789012:user/ci',
      path: '/',
      tags_all: { A: '1' },
    });
    const body = `name = "deploy"\npath = "/team/"\npermissions_boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"`;
    expect((await resource.plan(body)).action).toBe('update');
    expect(await resource.apply(body)).toMatchObject({
      id: 'deploy',
      arn: 'arn:aws:iam::123456789012:user/team/deploy',
      tags_all: {},
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    expect(await world.data('aws_iam_user', 'user_name = "deploy"')).toMatchObject({
      path: '/team/',
      permissions_boundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
    await resource.apply('name = "deploy"');
    await resource.destroy();
    await expect(world.data('aws_iam_user', 'user_name = "deploy"')).rejects.toThrow(
      "couldn't find resource",
    );
  });

  it('goes with its keys and out of its groups when force_destroy says so', async () => {
    const resource = world.resource('aws_iam_user');
    await resource.apply('name = "ci"\nforce_destroy = true');
    world.call('iam', 'CreateGroup', { GroupName: 'deployers' });
    world.call('iam', 'AddUserToGroup', { GroupName: 'deployers', UserName: 'ci' });
    world.call('iam', 'CreateAccessKey', { UserName: 'ci' });
    world.call('iam', 'CreateServiceSpecificCredential', {
      UserName: 'ci',
      ServiceName: 'codecommit.amazonaws.com',
    });
    await resource.destroy();
    expect(world.call('iam', 'ListUsers', {}).Users).toEqual([]);
  });

  it('has a policy of its own, and one that is attached', async () => {
    await world.resource('aws_iam_user').apply('name = "ci"');
    const own = world.resource('aws_iam_user_policy');
    const ownBody = `user = "ci"\nname = "p"\npolicy = ${JSON.stringify(allow('ecr:*'))}`;
    expect(await own.apply(ownBody)).toMatchObject({ id: 'ci:p' });
    expect((await own.plan(ownBody)).action).toBe('no-op');
    const arn = 'arn:aws:iam::aws:policy/AWSCodeCommitPowerUser';
    const attachment = world.resource('aws_iam_user_policy_attachment');
    const attachmentBody = `user = "ci"\npolicy_arn = "${arn}"`;
    expect(await attachment.apply(attachmentBody)).toMatchObject({ id: `ci/${arn}` });
    expect((await attachment.plan(attachmentBody)).action).toBe('no-op');
    world.call('iam', 'DetachUserPolicy', { UserName: 'ci', PolicyArn: arn });
    expect((await attachment.plan(attachmentBody)).action).toBe('create');
    await own.destroy();
    expect(world.call('iam', 'ListUserPolicies', { UserName: 'ci' }).PolicyNames).toEqual([]);
  });
});

describe('aws_iam_access_key', () => {
  it('keeps its secret, which is the one that signs, and is switched off in place', async () => {
    await world.resource('aws_iam_user').apply('name = "ci"');
    const resource = world.resource('aws_iam_access_key');
    const state = await resource.apply('user = "ci"');
    const stored = issuedCredentials(world.context.store, String(state['id'] as string));
    expect(stored).toMatchObject({
      principalArn: 'arn:aws:iam::123456789012:user/ci',
      secretAccessKey: state['secret'],
      isActive: true,
    });
    expect((await resource.plan('user = "ci"')).action).toBe('no-op');
    const off = 'user = "ci"\nstatus = "Inactive"';
    expect(await resource.apply(off)).toMatchObject({ id: state['id'], secret: state['secret'] });
    expect((await resource.plan(off)).action).toBe('no-op');
    await resource.destroy();
    expect(world.call('iam', 'ListAccessKeys', { UserName: 'ci' }).AccessKeyMetadata).toEqual([]);
  });

  it('may be made switched off; is not encrypted', async () => {
    await world.resource('aws_iam_user').apply('name = "ci"');
    const off = 'user = "ci"\nstatus = "Inactive"';
    const resource = world.resource('aws_iam_access_key');
    expect(await resource.apply(off)).toMatchObject({ status: 'Inactive' });
    await expect(resource.apply('user = "ci"\nstatus = "Expired"')).rejects.toThrow('Expired');
    expect((await resource.plan(off)).action).toBe('no-op');
    await expect(
      world.resource('aws_iam_access_key').apply('user = "ci"\npgp_key = "keybase:me"'),
    ).rejects.toThrow('"pgp_key" is not supported');
  });
});

describe('aws_iam_group', () => {
  it('has users and policies, and is renamed in place', async () => {
    for (const name of ['ann', 'bob', 'eve']) await world.resource('aws_iam_user').apply(`name = "${name}"`);
    const group = world.resource('aws_iam_group');
    await group.apply('name = "devs"');
    expect(await group.apply('name = "developers"\npath = "/team/"')).toMatchObject({
      id: 'developers',
      arn: 'arn:aws:iam::123456789012:group/team/developers',
    });
    expect((await group.plan('name = "developers"\npath = "/team/"')).action).toBe('no-op');

    const membership = world.resource('aws_iam_group_membership');
    const members = (...users: string[]) =>
      `name = "m"\ngroup = "developers"\nusers = ${JSON.stringify(users)}`;
    await membership.apply(members('ann', 'bob'));
    expect((await membership.plan(members('ann', 'bob'))).action).toBe('no-op');
    world.call('iam', 'AddUserToGroup', { GroupName: 'developers', UserName: 'eve' });
    expect((await membership.plan(members('bob'))).action).toBe('update');
    await membership.apply(members('bob'));
    const { Users = [] } = world.call('iam', 'GetGroup', { GroupName: 'developers' });
    expect(Users.map(({ UserName }) => UserName)).toEqual(['bob']);

    const own = world.resource('aws_iam_group_policy');
    const ownBody = `group = "developers"\nname = "p"\npolicy = ${JSON.stringify(allow('ecr:*'))}`;
    await own.apply(ownBody);
    expect((await own.plan(ownBody)).action).toBe('no-op');
    const attachment = world.resource('aws_iam_group_policy_attachment');
    const attachmentBody = 'group = "developers"\npolicy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"';
    expect((await attachment.apply(attachmentBody))['id']).toMatch(/^developers-[0-9a-f]{26}$/);
    expect((await attachment.plan(attachmentBody)).action).toBe('no-op');
    for (const resource of [attachment, own, membership, group]) await resource.destroy();
    expect(world.call('iam', 'ListGroups', {}).Groups).toEqual([]);
  });
});

describe('aws_iam_openid_connect_provider', () => {
  const thumbprint = '6938fd4d98bab03faadb97b34396831e3780aea1';
  const body = (...clients: string[]) =>
    `url = "https://token.actions.githubusercontent.com"\nclient_id_list = ${JSON.stringify(clients)}\nthumbprint_list = ["${thumbprint}"]`;

  it('changes in place and is found by its URL', async () => {
    const resource = world.resource('aws_iam_openid_connect_provider');
    const arn = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
    expect(await resource.apply(body('sts.amazonaws.com'))).toMatchObject({ id: arn, arn });
    expect((await resource.plan(body('sts.amazonaws.com'))).action).toBe('no-op');
    const changed = `${body('other')}\ntags = { A = "1" }`;
    await resource.apply(changed);
    expect((await resource.plan(changed)).action).toBe('no-op');
    expect(
      await world.data(
        'aws_iam_openid_connect_provider',
        'url = "https://token.actions.githubusercontent.com"',
      ),
    ).toMatchObject({ arn, client_id_list: ['other'], thumbprint_list: [thumbprint], tags: { A: '1' } });
    await resource.destroy();
    await expect(world.data('aws_iam_openid_connect_provider', `arn = "${arn}"`)).rejects.toThrow(
      "couldn't find resource",
    );
  });
});

describe('aws_iam_service_linked_role', () => {
  it('is the role that IAM keeps, changes its description and tags, and goes', async () => {
    const role = world.resource('aws_iam_service_linked_role');
    const body = (more: string) => `aws_service_name = "autoscaling.amazonaws.com"\n${more}`;
    const arn =
      'arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_web';
    const state = await role.apply(body('custom_suffix = "web"'));
    expect(state).toMatchObject({
      id: arn,
      arn,
      name: 'AWSServiceRoleForAutoScaling_web',
      path: '/aws-service-role/autoscaling.amazonaws.com/',
      description: null,
    });
    const described = body('custom_suffix = "web"\ndescription = "d"\ntags = { A = "1" }');
    expect((await role.plan(described)).action).toBe('update');
    await role.apply(described);
    expect((await role.plan(described)).action).toBe('no-op');
    const RoleName = 'AWSServiceRoleForAutoScaling_web';
    expect(world.call('iam', 'GetRole', { RoleName }).Role).toMatchObject({
      Arn: arn,
      Description: 'd',
      Tags: [{ Key: 'A', Value: '1' }],
    });
    await role.destroy();
    expect(() => world.call('iam', 'GetRole', { RoleName })).toThrow('cannot be found');
  });

  it('has no suffix where its name only looks like it', async () => {
    const role = world.resource('aws_iam_service_linked_role');
    const body = 'aws_service_name = "ecs.application-autoscaling.amazonaws.com"';
    expect(await role.apply(body)).toMatchObject({
      name: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
      custom_suffix: null,
    });
    expect((await role.plan(body)).action).toBe('no-op');
  });

  it('waits until its service has let go of it, and gives up after a minute', async () => {
    const role = world.resource('aws_iam_service_linked_role');
    await role.apply('aws_service_name = "ecs.amazonaws.com"');
    const { cluster } = world.call('ecs', 'CreateCluster', { clusterName: 'main' });
    await expect(world.elapse(role.destroy())).rejects.toThrow(cluster?.clusterArn ?? 'no cluster');
    const destroyed = world.elapse(role.destroy(), () =>
      world.call('ecs', 'DeleteCluster', { cluster: 'main' }),
    );
    await destroyed;
    expect(() => world.call('iam', 'GetRole', { RoleName: 'AWSServiceRoleForECS' })).toThrow(
      'cannot be found',
    );
  });
});
