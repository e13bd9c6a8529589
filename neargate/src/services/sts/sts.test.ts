import { describe, expect, it } from 'vitest';
import type { Caller } from '../context.ts';
import { invokeNow } from '../invoke.ts';
import { createTestContext } from '../test-context.ts';
import { issuedCredentials } from './credentials.ts';

const RoleArn = 'arn:aws:iam::123456789012:role/ci/deploy';
const issuer = 'https://token.actions.githubusercontent.com';

async function account() {
  const test = await createTestContext();
  const { Role } = test.call('iam', 'CreateRole', {
    RoleName: 'deploy',
    Path: '/ci/',
    AssumeRolePolicyDocument: JSON.stringify({
      Statement: { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' },
    }),
  });
  const identityOf = (principalArn: string) => {
    const caller: Caller = { ...test.context.caller, principalArn };
    return invokeNow('sts', 'GetCallerIdentity', {}, { ...test.context, caller });
  };
  return { ...test, roleId: Role?.RoleId, identityOf };
}

describe('AssumeRole', () => {
  it('gives credentials that are known to be the role', async () => {
    const { call, context, clock, roleId, identityOf } = await account();
    const { Credentials, AssumedRoleUser } = call('sts', 'AssumeRole', { RoleArn, RoleSessionName: 'ann' });
    const Arn = 'arn:aws:sts::123456789012:assumed-role/deploy/ann';
    expect(AssumedRoleUser).toEqual({ Arn, AssumedRoleId: `${String(roleId)}:ann` });
    expect(Credentials?.Expiration?.getTime()).toBe(clock.now() + 3_600_000);
    const issued = issuedCredentials(context.store, Credentials?.AccessKeyId ?? '');
    expect(issued).toMatchObject({
      accountId: '123456789012',
      principalArn: Arn,
      secretAccessKey: Credentials?.SecretAccessKey,
      sessionToken: Credentials?.SessionToken,
    });
    expect(identityOf(Arn)).toEqual({ Account: '123456789012', Arn, UserId: `${String(roleId)}:ann` });
  });

  it('forgets sessions that have expired', async () => {
    const { call, context, clock } = await account();
    const request = { RoleArn, RoleSessionName: 'ann', DurationSeconds: 900 };
    const { AccessKeyId = '' } = call('sts', 'AssumeRole', request).Credentials ?? {};
    await clock.advance(900_000);
    expect(issuedCredentials(context.store, AccessKeyId)?.expiresAtMs).toBe(clock.now());
    call('sts', 'AssumeRole', request);
    expect(issuedCredentials(context.store, AccessKeyId)).toBeUndefined();
  });

  it('is refused for a role that does not exist or lasts less', async () => {
    const { call } = await account();
    const assume = (input: { RoleArn: string; DurationSeconds?: number }) =>
      call('sts', 'AssumeRole', { RoleSessionName: 'ann', ...input });
    const missing = 'arn:aws:iam::123456789012:role/deploy';
    expect(() => assume({ RoleArn: missing })).toThrow(
      `User: arn:aws:iam::123456789012:root is not authorized to perform: sts:AssumeRole on resource: ${missing}`,
    );
    expect(() => assume({ RoleArn: 'arn:aws:s3:::not-a-role' })).toThrow(
      'arn:aws:s3:::not-a-role is invalid',
    );
    expect(() => assume({ RoleArn, DurationSeconds: 7200 })).toThrow('exceeds the MaxSessionDuration');
  });
});

describe('AssumeRoleWithWebIdentity', () => {
  async function assume(claims: object) {
    const test = await account();
    test.call('iam', 'CreateOpenIDConnectProvider', { Url: issuer, ClientIDList: ['sts.amazonaws.com'] });
    const exp = test.clock.now() / 1000 + 60;
    const defaults = { iss: issuer, sub: 'repo:me/app', aud: 'sts.amazonaws.com', exp };
    const payload = Buffer.from(JSON.stringify({ ...defaults, ...claims })).toString('base64url');
    return test.call('sts', 'AssumeRoleWithWebIdentity', {
      RoleArn,
      RoleSessionName: 'GitHubActions',
      WebIdentityToken: `e30.${payload}.c2ln`,
    });
  }

  it('takes a token of a known issuer for a known client', async () => {
    const answer = await assume({});
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: 'repo:me/app',
      Audience: 'sts.amazonaws.com',
    });
  });

  it.each([
    [{ iss: 'https://example.com' }, 'No OpenIDConnect provider found in your account'],
    [{ aud: 'someone-else' }, 'Incorrect token audience'],
    [{ exp: 1 }, 'Token expired'],
    [{ sub: 5 }, 'lacks a required claim'],
  ])('refuses a token with %j', async (claims, message) => {
    await expect(assume(claims)).rejects.toThrow(message);
  });
});

describe('GetCallerIdentity', () => {
  it('tells root and users apart', async () => {
    const { call, identityOf } = await account();
    expect(call('sts', 'GetCallerIdentity', {})).toEqual({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:root',
      UserId: '123456789012',
    });
    const { User } = call('iam', 'CreateUser', { UserName: 'ann' });
    expect(identityOf(User?.Arn ?? '')).toMatchObject({ UserId: User?.UserId });
  });
});

describe('an access key of a user', () => {
  it('is known with its status', async () => {
    const { call, context } = await account();
    call('iam', 'CreateUser', { UserName: 'ci' });
    const { AccessKeyId = '' } = call('iam', 'CreateAccessKey', { UserName: 'ci' }).AccessKey ?? {};
    expect(call('sts', 'GetAccessKeyInfo', { AccessKeyId }).Account).toBe('123456789012');
    call('iam', 'UpdateAccessKey', { UserName: 'ci', AccessKeyId, Status: 'Inactive' });
    expect(issuedCredentials(context.store, AccessKeyId)).toMatchObject({
      principalArn: 'arn:aws:iam::123456789012:user/ci',
      isActive: false,
    });
    expect(issuedCredentials(context.store, 'test')).toBeUndefined();
  });
});
