import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld({ default_tags: [{ tags: { Stage: 'dev' } }] });
});

describe('aws_cloudwatch_log_group', () => {
  it('is created with retention and tags, and then there is nothing to do', async () => {
    const group = world.resource('aws_cloudwatch_log_group');
    const body = 'name = "/ecs/web"\nretention_in_days = 30\ntags = { A = "1" }';
    expect(await group.apply(body)).toMatchObject({
      id: '/ecs/web',
      arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web',
      tags: { A: '1' },
      tags_all: { A: '1', Stage: 'dev' },
      log_group_class: 'STANDARD',
    });
    expect((await group.plan(body)).action).toBe('no-op');
    expect(
      world.call('logs', 'ListTagsForResource', {
        resourceArn: 'arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web',
      }).tags,
    ).toEqual({ A: '1', Stage: 'dev' });
  });

  it('is created without tags, which the API takes no empty set of', async () => {
    const untagged = (await createTypeWorld({})).resource('aws_cloudwatch_log_group');
    expect(await untagged.apply('name = "plain"')).toMatchObject({ tags_all: {} });
  });

  it('changes retention and tags in place and puts back what was changed elsewhere', async () => {
    const group = world.resource('aws_cloudwatch_log_group');
    await group.apply('name = "web"\nretention_in_days = 30');
    await group.apply('name = "web"');
    expect(group.state).toMatchObject({ retention_in_days: 0 });
    expect((await group.plan('name = "web"')).action).toBe('no-op');
    world.call('logs', 'PutRetentionPolicy', { logGroupName: 'web', retentionInDays: 7 });
    expect((await group.plan('name = "web"')).action).toBe('update');
    expect((await group.plan('name = "api"')).action).toBe('replace');
  });

  it('makes a name up from a prefix, and keeps it', async () => {
    const group = world.resource('aws_cloudwatch_log_group');
    const state = await group.apply('name_prefix = "web-"');
    expect(state['name']).toMatch(/^web-[0-9a-f]{26}$/);
    expect((await group.plan('name_prefix = "web-"')).action).toBe('no-op');
    expect((await group.plan('name_prefix = "api-"')).action).toBe('replace');
  });

  it('refuses a retention that AWS does not have, and a name beside a prefix', async () => {
    const group = world.resource('aws_cloudwatch_log_group');
    await expect(group.apply('name = "web"\nretention_in_days = 31')).rejects.toThrow(
      /expected retention_in_days to be one of \[0 1 3 .* 3653\], got 31/,
    );
    await expect(group.apply('name = "web"\nname_prefix = "w"')).rejects.toThrow(
      '"name": conflicts with name_prefix',
    );
  });

  it('is planned anew when it is gone, and left alone with skip_destroy', async () => {
    const group = world.resource('aws_cloudwatch_log_group');
    await group.apply('name = "web"');
    world.call('logs', 'DeleteLogGroup', { logGroupName: 'web' });
    expect((await group.plan('name = "web"')).action).toBe('create');
    await group.apply('name = "web"\nskip_destroy = true');
    await group.destroy();
    expect(await world.data('aws_cloudwatch_log_group', 'name = "web"')).toMatchObject({
      tags: { Stage: 'dev' },
    });
  });
});

describe('aws_cloudwatch_log_stream', () => {
  it('is created in its group, found and deleted', async () => {
    world.call('logs', 'CreateLogGroup', { logGroupName: 'web' });
    const stream = world.resource('aws_cloudwatch_log_stream');
    const body = 'log_group_name = "web"\nname = "a"';
    expect(await stream.apply(body)).toMatchObject({
      id: 'a',
      arn: 'arn:aws:logs:us-east-1:123456789012:log-group:web:log-stream:a',
    });
    expect((await stream.plan(body)).action).toBe('no-op');
    world.call('logs', 'DeleteLogGroup', { logGroupName: 'web' });
    expect((await stream.plan(body)).action).toBe('create');
  });
});
