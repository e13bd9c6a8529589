import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

const Name = '/app/prod/db-host';

async function parameter() {
  const test = await createTestContext();
  const put = (Value: string, input: object = {}) =>
    test.call('ssm', 'PutParameter', { Name, Value, Type: 'String', Overwrite: true, ...input });
  const get = (reference: string, WithDecryption = false) =>
    test.call('ssm', 'GetParameter', { Name: reference, WithDecryption }).Parameter;
  put('one');
  return { ...test, put, get };
}

it('refuses an option that filters do not have, also where there is no parameter', async () => {
  const { call } = await createTestContext();
  const ParameterFilters = [{ Key: 'Name', Option: 'Around', Values: ['a'] }];
  expect(() => call('ssm', 'DescribeParameters', { ParameterFilters })).toThrow('Around');
});

describe('a parameter', () => {
  it('is read by name, version and ARN', async () => {
    const { put, get } = await parameter();
    expect(put('two')).toEqual({ Version: 2, Tier: 'Standard' });
    const ARN = 'arn:aws:ssm:us-east-1:123456789012:parameter/app/prod/db-host';
    expect(get(Name)).toMatchObject({ Name, Value: 'two', Version: 2, ARN, DataType: 'text' });
    expect(get(`${Name}:1`)).toMatchObject({ Name, Value: 'one', Selector: ':1' });
    expect(get(`${ARN}:1`)?.Value).toBe('one');
    expect(get(ARN)?.Value).toBe('two');
    expect(() => get(`${Name}:3`)).toThrow('could not find version 3');
    expect(() => get('/none')).toThrow(expect.objectContaining({ code: 'ParameterNotFound' }));
    expect(() => get('/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended')).toThrow(
      'does not have the public parameters that AWS publishes',
    );
  });

  it('is not overwritten unless that is wanted', async () => {
    const { call, put } = await parameter();
    expect(() => put('two', { Overwrite: false })).toThrow('The parameter already exists.');
    expect(() => put('two', { Tags: [{ Key: 'a', Value: 'b' }] })).toThrow('tags and overwrite');
    expect(() => call('ssm', 'PutParameter', { Name: 'new', Value: 'x' })).toThrow('type is required');
  });

  it.each([
    ['a/b', 'fully qualified name'],
    ['/aws/mine', 'No access to reserved parameter name'],
    ['ssm-mine', "can't be prefixed"],
    ['/a b', 'Parameter name'],
    [`/${Array.from({ length: 16 }, () => 'x').join('/')}`, 'Hierarchy level limit exceeded'],
  ])('cannot be named %s', async (name, message) => {
    const { put } = await parameter();
    expect(() => put('x', { Name: name })).toThrow(message);
  });

  it('is limited in size by its tier, which does not go down again', async () => {
    const { put } = await parameter();
    const large = 'x'.repeat(4097);
    expect(() => put(large)).toThrow('Standard tier parameters support a maximum');
    expect(put(large, { Tier: 'Intelligent-Tiering' }).Tier).toBe('Advanced');
    expect(put('small').Tier).toBe('Advanced');
    expect(() => put('small', { Tier: 'Standard' })).toThrow("can't downgrade");
    expect(() => put('x'.repeat(8193))).toThrow('Advanced tier parameters');
  });

  it('matches its pattern', async () => {
    const { put } = await parameter();
    expect(() => put('abc', { AllowedPattern: '\\d+' })).toThrow('allowedPattern: \\d+');
    expect(() => put('abc', { AllowedPattern: '(' })).toThrow('not a regular expression');
    put('123', { AllowedPattern: '\\d+' });
  });
});

describe('a SecureString', () => {
  it('is encrypted with its key', async () => {
    const { call, put, get } = await parameter();
    put('secret', { Type: 'SecureString' });
    expect(get(Name)?.Value).not.toContain('secret');
    expect(get(Name, true)?.Value).toBe('secret');
    const { KeyMetadata } = call('kms', 'CreateKey', {});
    put('other', { Type: 'SecureString', KeyId: KeyMetadata?.KeyId });
    expect(get(Name, true)?.Value).toBe('other');
    call('kms', 'DisableKey', { KeyId: KeyMetadata?.KeyId });
    expect(() => get(Name, true)).toThrow('is disabled');
    expect(() => put('x', { Type: 'SecureString', KeyId: 'alias/none' })).toThrow(
      expect.objectContaining({ code: 'InvalidKeyId' }),
    );
  });

  it('of Secrets Manager is read through its reference', async () => {
    const { call, get } = await parameter();
    call('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: 'pw' });
    expect(get('/aws/reference/secretsmanager/db', true)?.Value).toBe('pw');
    expect(() => get('/aws/reference/secretsmanager/db')).toThrow('WithDecryption flag must be True');
  });
});

describe('several parameters', () => {
  it('are read together, the missing ones named', async () => {
    const { call } = await parameter();
    const answer = call('ssm', 'GetParameters', { Names: [Name, '/none', `${Name}:9`] });
    expect(answer.Parameters).toMatchObject([{ Name }]);
    expect(answer.InvalidParameters).toEqual(['/none', `${Name}:9`]);
    expect(call('ssm', 'DeleteParameters', { Names: [Name, '/none'] })).toEqual({
      DeletedParameters: [Name],
      InvalidParameters: ['/none'],
    });
  });

  it('are read by path, one level or all, in pages', async () => {
    const { call, put } = await parameter();
    for (const name of ['/app/a', '/app/prod/x/y', '/application', 'app']) put('x', { Name: name });
    const read = (Path: string, Recursive: boolean) => {
      const names: (string | undefined)[] = [];
      let NextToken: string | undefined;
      do {
        const page = call('ssm', 'GetParametersByPath', { Path, Recursive, MaxResults: 1, NextToken });
        names.push(...(page.Parameters ?? []).map((item) => item.Name));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return names;
    };
    expect(read('/app', false)).toEqual(['/app/a']);
    expect(read('/app/', true)).toEqual(['/app/a', Name, '/app/prod/x/y']);
    expect(() => read('app', true)).toThrow('must begin with a forward slash');
  });

  it('are described by filters', async () => {
    const { call, put } = await parameter();
    put('x', { Name: 'other', Type: 'StringList', Overwrite: false, Tags: [{ Key: 'team', Value: 'a' }] });
    const names = (Key: string, Values?: string[], Option?: string) =>
      call('ssm', 'DescribeParameters', { ParameterFilters: [{ Key, Values, Option }] }).Parameters?.map(
        (item) => item.Name,
      );
    expect(names('Name', [Name])).toEqual([Name]);
    expect(names('Name', ['db'], 'Contains')).toEqual([Name]);
    expect(names('Type', ['StringList'])).toEqual(['other']);
    expect(names('Path', ['/app'], 'Recursive')).toEqual([Name]);
    expect(names('tag:team', ['a'])).toEqual(['other']);
    expect(names('tag:team')).toEqual(['other']);
    expect(() => names('Colour', ['red'])).toThrow(
      "'Colour' at 'parameterFilters.1.member.key' failed to satisfy constraint",
    );
  });
});

describe('labels and history', () => {
  it('point at one version and move', async () => {
    const { call, put, get } = await parameter();
    put('two');
    const label = (ParameterVersion: number, ...Labels: string[]) =>
      call('ssm', 'LabelParameterVersion', { Name, ParameterVersion, Labels });
    expect(label(1, 'stable', '1st', 'aws-x')).toEqual({
      InvalidLabels: ['1st', 'aws-x'],
      ParameterVersion: 1,
    });
    expect(get(`${Name}:stable`)?.Value).toBe('one');
    label(2, 'stable');
    expect(get(`${Name}:stable`)?.Value).toBe('two');
    const { Parameters } = call('ssm', 'GetParameterHistory', { Name });
    expect(Parameters?.map(({ Version, Labels, Value }) => [Version, Labels, Value])).toEqual([
      [1, [], 'one'],
      [2, ['stable'], 'two'],
    ]);
    call('ssm', 'UnlabelParameterVersion', { Name, ParameterVersion: 2, Labels: ['stable'] });
    expect(() => get(`${Name}:stable`)).toThrow('could not find label stable');
  });

  it('keep a hundred versions, and the labelled ones from being dropped', async () => {
    const { call, put } = await parameter();
    for (let version = 2; version <= 101; version++) put(String(version));
    const oldest = () => call('ssm', 'GetParameterHistory', { Name, MaxResults: 1 }).Parameters?.[0]?.Version;
    expect(oldest()).toBe(2);
    call('ssm', 'LabelParameterVersion', { Name, ParameterVersion: 2, Labels: ['keep'] });
    expect(() => put('more')).toThrow('has a label associated with it');
    expect(oldest()).toBe(2);
  });
});

describe('tags', () => {
  it('are put on parameters', async () => {
    const { call } = await parameter();
    const resource = { ResourceType: 'Parameter', ResourceId: Name } as const;
    call('ssm', 'AddTagsToResource', {
      ...resource,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    call('ssm', 'RemoveTagsFromResource', { ...resource, TagKeys: ['a'] });
    expect(call('ssm', 'ListTagsForResource', resource).TagList).toEqual([{ Key: 'b', Value: '2' }]);
    expect(() => call('ssm', 'ListTagsForResource', { ...resource, ResourceId: '/none' })).toThrow(
      'not valid',
    );
  });
});
