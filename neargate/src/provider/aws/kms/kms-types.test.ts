import { beforeEach, describe, expect, it } from 'vitest';
import { requiredText } from '../../arguments.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

describe('aws_kms_key', () => {
  it('is created with the default policy, changed in place and scheduled for deletion', async () => {
    const resource = world.resource('aws_kms_key');
    const body = 'description = "d"\nenable_key_rotation = true\ntags = { A = "1" }';
    const state = await resource.apply(body);
    expect(state).toMatchObject({
      key_id: state['id'],
      arn: `arn:aws:kms:us-east-1:123456789012:key/${requiredText(state, 'id')}`,
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      is_enabled: true,
    });
    expect(state['policy']).toContain('key-default-1');
    expect((await resource.plan(body)).action).toBe('no-op');
    const changed = 'description = "e"\nis_enabled = false\ndeletion_window_in_days = 7';
    expect((await resource.plan(changed)).action).toBe('update');
    await resource.apply(changed);
    expect((await resource.plan(changed)).action).toBe('no-op');
    expect(resource.state).toMatchObject({ tags_all: {}, is_enabled: false, enable_key_rotation: false });
    await resource.apply('description = "f"');
    expect(resource.state).toMatchObject({ is_enabled: true, description: 'f' });
    await resource.destroy();
    expect(world.call('kms', 'DescribeKey', { KeyId: requiredText(state, 'id') }).KeyMetadata?.KeyState).toBe(
      'PendingDeletion',
    );
  });

  it('counts as gone when it is pending deletion', async () => {
    const resource = world.resource('aws_kms_key');
    const state = await resource.apply('');
    expect((await resource.plan('')).action).toBe('no-op');
    world.call('kms', 'ScheduleKeyDeletion', { KeyId: requiredText(state, 'id') });
    expect((await resource.plan('')).action).toBe('create');
  });
});

describe('aws_kms_alias', () => {
  it('stands for a key, named by id or ARN', async () => {
    const first = await world.resource('aws_kms_key').apply('');
    const second = await world.resource('aws_kms_key').apply('');
    const resource = world.resource('aws_kms_alias');
    const body = (target: string) => `name = "alias/app"\ntarget_key_id = "${target}"`;
    expect(await resource.apply(body(requiredText(first, 'id')))).toMatchObject({
      arn: 'arn:aws:kms:us-east-1:123456789012:alias/app',
      target_key_arn: first['arn'],
    });
    expect((await resource.plan(body(requiredText(first, 'arn')))).action).toBe('no-op');
    expect((await resource.plan(body(requiredText(second, 'id')))).action).toBe('update');
    await resource.apply(body(requiredText(second, 'id')));
    expect(await world.data('aws_kms_alias', 'name = "alias/app"')).toMatchObject({
      target_key_id: second['id'],
    });
    expect(await world.data('aws_kms_key', 'key_id = "alias/app"')).toMatchObject({
      arn: second['arn'],
      aws_account_id: '123456789012',
      enabled: true,
    });
    await resource.destroy();
    await expect(world.data('aws_kms_alias', 'name = "alias/app"')).rejects.toThrow("couldn't find resource");
  });

  it("refuses names that are AWS's own", async () => {
    await expect(
      world.resource('aws_kms_alias').apply('name = "alias/aws/s3"\ntarget_key_id = "k"'),
    ).rejects.toThrow(/must begin with "alias\/" and not "alias\/aws\/"/);
  });
});
