import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const valueOf = (Name: string) =>
  world.call('ssm', 'GetParameter', { Name, WithDecryption: true }).Parameter?.Value;

describe('aws_ssm_parameter', () => {
  it('holds a text, changed in place with a new version', async () => {
    const resource = world.resource('aws_ssm_parameter');
    const body = (value: string) =>
      `name = "/app/url"\ntype = "String"\nvalue = "${value}"\ntags = { A = "1" }`;
    expect(await resource.apply(body('one'))).toMatchObject({
      id: '/app/url',
      arn: 'arn:aws:ssm:us-east-1:123456789012:parameter/app/url',
      version: 1,
      tier: 'Standard',
      data_type: 'text',
      insecure_value: null,
    });
    expect((await resource.plan(body('one'))).action).toBe('no-op');
    expect((await resource.plan(body('two'))).action).toBe('update');
    expect(await resource.apply(body('two'))).toMatchObject({ version: 2, value: 'two' });
    world.call('ssm', 'PutParameter', { Name: '/app/url', Value: 'three', Overwrite: true });
    expect((await resource.plan(body('two'))).action).toBe('update');
    expect((await resource.plan(body('two').replace('/app', '/other'))).action).toBe('replace');
    await resource.destroy();
    expect((await resource.plan(body('two'))).action).toBe('create');
  });

  it('encrypts a secure text, and shows a text that need not be secret', async () => {
    const resource = world.resource('aws_ssm_parameter');
    const secure = 'name = "a"\ntype = "SecureString"\nvalue = "s3cret"';
    await resource.apply(secure);
    expect((await resource.plan(secure)).action).toBe('no-op');
    expect(world.call('ssm', 'GetParameter', { Name: 'a' }).Parameter?.Value).not.toBe('s3cret');
    const open = 'name = "a"\ntype = "String"\ninsecure_value = "open"';
    await resource.apply(open);
    expect(valueOf('a')).toBe('open');
    expect(resource.state).toMatchObject({ insecure_value: 'open', value: null });
    expect((await resource.plan(open)).action).toBe('no-op');
    expect(await world.data('aws_ssm_parameter', 'name = "a"')).toMatchObject({ value: 'open' });
  });

  it('keeps a write-only value out of the state', async () => {
    const resource = world.resource('aws_ssm_parameter');
    const body = (value: string, version: number) =>
      `name = "a"\ntype = "String"\nvalue_wo = "${value}"\nvalue_wo_version = ${version}`;
    expect(await resource.apply(body('one', 1))).toMatchObject({ has_value_wo: true, value: null });
    expect((await resource.plan(body('one', 1))).action).toBe('no-op');
    await resource.apply(body('two', 2));
    expect(valueOf('a')).toBe('two');
  });

  it('is overwritten only when that is allowed, and replaced to leave its tier', async () => {
    world.call('ssm', 'PutParameter', { Name: 'a', Type: 'String', Value: 'old' });
    const resource = world.resource('aws_ssm_parameter');
    const body = 'name = "a"\ntype = "String"\nvalue = "new"\ntags = { A = "1" }';
    await expect(resource.apply(body)).rejects.toMatchObject({ code: 'ParameterAlreadyExists' });
    await resource.apply(`${body}\noverwrite = true\ntier = "Advanced"`);
    expect(resource.state).toMatchObject({ tags_all: { A: '1' }, tier: 'Advanced' });
    expect((await resource.plan(`${body}\ntier = "Standard"`)).replacePaths).toEqual([['tier']]);
    await expect(resource.plan('name = "a"\ntype = "String"')).rejects.toThrow(
      'one of `value,insecure_value,value_wo` must be specified',
    );
  });
});
