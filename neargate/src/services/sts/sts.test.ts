import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { AssumeRoleWithWebIdentityResponse } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import type { Caller, OperationContext } from '../context.ts';
import type { AccessDenial } from '../iam/authorization/denials.ts';
import { invokeNow } from '../invoke.ts';
import { createTestContext } from '../test-context.ts';
import { issuedCredentials } from './credentials.ts';
import type { ProviderKey } from './web-identity-keys.ts';

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
  const Federated = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
  const trust = (Condition?: object, provider = Federated) => ({
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
  });

  async function world(Statement: object = trust(), changes: Partial<OperationContext> = {}) {
    const test = await account();
    test.call('iam', 'CreateOpenIDConnectProvider', { Url: issuer, ClientIDList: ['sts.amazonaws.com'] });
    test.call('iam', 'UpdateAssumeRolePolicy', {
      RoleName: 'deploy',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
    const defaults = {
      iss: issuer,
      sub: 'repo:me/app:ref:refs/heads/main',
      aud: 'sts.amazonaws.com',
      exp: test.clock.now() / 1000 + 60,
    };
    const tokenOf = (claims: object, sign = (_content: string) => 'c2ln', header: object = {}) => {
      const [head, payload] = [header, { ...defaults, ...claims }].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      return `${head}.${payload}.${sign(`${head}.${payload}`)}`;
    };
    const assume = (WebIdentityToken: string, more: object = {}) =>
      invokeNow(
        'sts',
        'AssumeRoleWithWebIdentity',
        { RoleArn, RoleSessionName: 'GitHubActions', WebIdentityToken, ...more },
        { ...test.context, ...changes },
      );
    return { ...test, tokenOf, assume, assumeWith: (claims: object) => assume(tokenOf(claims)) };
  }

  it('takes a token of a known issuer for a known client', async () => {
    const { assumeWith } = await world();
    expect(assumeWith({})).toMatchObject({
      SubjectFromWebIdentityToken: 'repo:me/app:ref:refs/heads/main',
      Audience: 'sts.amazonaws.com',
      Provider: Federated,
    });
  });

  it.each([
    [{ iss: 'https://example.com' }, 'No OpenIDConnect provider found in your account'],
    [{ aud: 'someone-else' }, 'Incorrect token audience'],
    [{ exp: 1 }, 'Token expired'],
    [{ sub: 5 }, 'lacks a required claim'],
  ])('refuses a token with %j', async (claims, message) => {
    const { assumeWith } = await world();
    expect(() => assumeWith(claims)).toThrow(message);
  });

  const denied = expect.objectContaining({
    code: 'AccessDenied',
    message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  }) as Error;

  it.each([
    [
      'names nobody of the kind',
      { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' },
    ],
    ['names another provider', trust(undefined, `${Federated}.example.com`)],
    ['names it for something else', { ...trust(), Action: 'sts:AssumeRole' }],
    ['denies it', [trust(), { ...trust(), Effect: 'Deny' }]],
  ])('is refused in every mode by a trust policy that %s', async (_what, statement) => {
    const { assumeWith } = await world(statement);
    expect(() => assumeWith({})).toThrow(denied);
  });

  const conditions = {
    StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
    StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:me/app:*' },
  };

  it.each([true, false])(
    'notes conditions that are not met, and refuses where that is %s',
    async (isEnforced) => {
      const denials: AccessDenial[] = [];
      const authorization = { isEnforced, note: (denial: AccessDenial) => denials.push(denial) };
      const { assumeWith } = await world(trust(conditions), { authorization });
      expect(assumeWith({})).toMatchObject({ Provider: Federated });
      expect(denials).toEqual([]);
      const other = () => assumeWith({ sub: 'repo:you/app:ref:refs/heads/main' });
      if (isEnforced) expect(other).toThrow(denied);
      else expect(other()).toMatchObject({ Provider: Federated });
      expect(denials).toMatchObject([
        {
          action: 'sts:AssumeRoleWithWebIdentity',
          resource: RoleArn,
          reason: expect.stringContaining(
            'token.actions.githubusercontent.com:sub wants repo:me/app:*',
          ) as string,
          remedy: `Let the role's trust policy allow sts:AssumeRoleWithWebIdentity to ${Federated}, under conditions that the request meets.`,
          isEnforced,
        },
      ]);
    },
  );

  it('limits the session by policies that are given with the token', async () => {
    const { assume, tokenOf, context } = await world();
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
    });
    const answer = assume(tokenOf({}), { Policy }) as AssumeRoleWithWebIdentityResponse;
    const issued = issuedCredentials(context.store, answer.Credentials?.AccessKeyId ?? '');
    expect(issued?.sessionPolicies).toEqual([Policy]);
    expect(() => assume(tokenOf({}), { Policy: '{}' })).toThrow(
      expect.objectContaining({ code: 'MalformedPolicyDocument' }),
    );
  });

  it('has whom the token was issued to for its audience, where the token says it', async () => {
    const authorization = { isEnforced: true, note: () => undefined };
    const { assumeWith } = await world(
      trust({
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'app',
          'token.actions.githubusercontent.com:oaud': 'sts.amazonaws.com',
        },
        'ForAnyValue:StringEquals': { 'token.actions.githubusercontent.com:amr': 'mfa' },
      }),
      { authorization },
    );
    expect(() => assumeWith({ azp: 'app' })).toThrow(denied);
    expect(assumeWith({ azp: 'app', amr: ['pwd', 'mfa'] })).toMatchObject({ Provider: Federated });
  });

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const known: Record<string, readonly ProviderKey[]> = {
    [issuer]: [
      { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa' },
      { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' },
    ],
  };
  const signer = (key: KeyObject) => (content: string) =>
    sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

  it('verifies signatures by the keys that are known of the issuer', async () => {
    const webIdentityKeys = { isRequired: false, keysOf: (url: string) => known[url] };
    const { assume, tokenOf } = await world(trust(), { webIdentityKeys });
    const good = tokenOf({}, signer(rsa.privateKey), { alg: 'RS256', kid: 'rsa' });
    expect(assume(good)).toMatchObject({ Provider: Federated });
    expect(assume(tokenOf({}, signer(ec.privateKey), { alg: 'ES256', kid: 'ec' }))).toBeDefined();
    const [head, , signature] = good.split('.');
    const [, changed] = tokenOf({ sub: 'repo:you/app' }).split('.');
    for (const bad of [
      `${head}.${changed}.${signature}`,
      tokenOf({}, signer(rsa.privateKey), { alg: 'RS256', kid: 'other' }),
      tokenOf({}, signer(ec.privateKey), { alg: 'RS256' }),
      tokenOf({}, signer(rsa.privateKey), { alg: 'none' }),
      tokenOf({}),
    ]) {
      expect(() => assume(bad)).toThrow(
        expect.objectContaining({
          code: 'InvalidIdentityToken',
          message: expect.stringContaining('signature') as string,
        }),
      );
    }
  });

  it('refuses what it cannot verify only where signatures count', async () => {
    const keysOf = () => undefined;
    const lenient = await world(trust(), { webIdentityKeys: { isRequired: false, keysOf } });
    expect(lenient.assumeWith({})).toMatchObject({ Provider: Federated });
    const strict = await world(trust(), { webIdentityKeys: { isRequired: true, keysOf } });
    expect(() => strict.assumeWith({})).toThrow(
      "Couldn't retrieve verification key from your identity provider",
    );
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
