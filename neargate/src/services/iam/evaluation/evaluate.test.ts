import { describe, expect, it } from 'vitest';
import { denialMessage, explainDenial } from './denial-message.ts';
import { type Decision, evaluate, type PolicySet } from './evaluate.ts';
import { readPolicy } from './policy.ts';
import { type AccessRequest, conditionKeys, type Principal } from './request.ts';

const accountId = '123456789012';
const user: Principal = {
  kind: 'user',
  accountId,
  arn: `arn:aws:iam::${accountId}:user/ann`,
  id: 'AIDAAAAAAAAAAAAAAAAAA',
};
const session: Principal = {
  kind: 'session',
  accountId,
  arn: `arn:aws:sts::${accountId}:assumed-role/deploy/one`,
  roleArn: `arn:aws:iam::${accountId}:role/deploy`,
  roleId: 'AROAAAAAAAAAAAAAAAAAA',
  id: 'AROAAAAAAAAAAAAAAAAAA:one',
};
const root: Principal = { kind: 'root', accountId, arn: `arn:aws:iam::${accountId}:root` };
const object = 'arn:aws:s3:::shop/orders/1';

function request(
  change: Partial<AccessRequest> & { readonly given?: Record<string, string | string[]> } = {},
) {
  const { given = {}, ...rest } = change;
  return {
    principal: user,
    action: 's3:GetObject',
    resource: object,
    resourceAccountId: accountId,
    keys: conditionKeys({ 'aws:username': 'ann', ...given }),
    ...rest,
  } satisfies AccessRequest;
}

const policy = (name: string, ...statements: object[]) =>
  readPolicy(name, JSON.stringify({ Version: '2012-10-17', Statement: statements }));
const allow = (rest: object) => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...rest });
const deny = (rest: object) => ({ Effect: 'Deny', Action: 's3:*', Resource: '*', ...rest });
const identity = (...statements: object[]): PolicySet => ({
  identity: [policy('own', ...statements)],
  resource: [],
});
const onResource = (...statements: object[]): PolicySet => ({
  identity: [],
  resource: [policy('bucket policy', ...statements)],
});
const outcome = (decision: Decision) =>
  decision.allowed ? 'allowed' : `${decision.kind} ${decision.policyKind}`;

describe('statements', () => {
  it.each([
    ['an action', allow({ Action: 's3:GetObject' }), 'allowed'],
    ['an action in any case', allow({ Action: 'S3:getobject' }), 'allowed'],
    ['an action with wildcards', allow({ Action: 's3:Get?bject*' }), 'allowed'],
    ['another action', allow({ Action: 's3:PutObject' }), 'implicit identity'],
    ['everything but an action', allow({ Action: undefined, NotAction: 's3:Put*' }), 'allowed'],
    ['everything but this action', allow({ Action: undefined, NotAction: 's3:Get*' }), 'implicit identity'],
    ['a resource whose wildcard reaches over slashes', allow({ Resource: 'arn:aws:s3:::sh*/1' }), 'allowed'],
    ['a resource in another case', allow({ Resource: 'arn:aws:s3:::Shop/*' }), 'implicit identity'],
    [
      'everything but a resource',
      allow({ Resource: undefined, NotResource: 'arn:aws:s3:::other/*' }),
      'allowed',
    ],
    [
      'everything but this resource',
      allow({ Resource: undefined, NotResource: `${object}` }),
      'implicit identity',
    ],
    [
      'a resource with a variable',
      allow({ Resource: 'arn:aws:s3:::shop/${s3:folder}/*' }),
      'implicit identity',
    ],
    [
      'a variable with a default',
      allow({ Resource: "arn:aws:s3:::shop/${s3:folder, 'orders'}/*" }),
      'allowed',
    ],
    ['a variable for a literal asterisk', allow({ Resource: 'arn:aws:s3:::shop/${*}' }), 'implicit identity'],
  ])('%s: %#', (_name, statement, expected) => {
    expect(outcome(evaluate(request(), identity(statement)))).toBe(expected);
  });

  it('takes no wildcards from the values of variables', () => {
    const own = identity(allow({ Resource: 'arn:aws:s3:::shop/${aws:username}/*' }));
    const by = (name: string) =>
      evaluate(request({ given: { 'aws:username': name }, resource: 'arn:aws:s3:::shop/bob/x' }), own);
    expect(by('bob').allowed).toBe(true);
    expect(by('*').allowed).toBe(false);
  });

  it('knows no variables in policies of the older version', () => {
    const old = readPolicy(
      'old',
      JSON.stringify({
        Version: '2008-10-17',
        Statement: [allow({ Resource: 'arn:aws:s3:::shop/${aws:username}/*' })],
      }),
    );
    const asked = request({ resource: 'arn:aws:s3:::shop/ann/x' });
    expect(evaluate(asked, { identity: [old], resource: [] }).allowed).toBe(false);
  });

  it('ends soon however many wildcards a policy has', () => {
    const many = identity(allow({ Resource: `arn:aws:s3:::${'a*'.repeat(1000)}b` }));
    expect(evaluate(request({ resource: `arn:aws:s3:::${'a'.repeat(1000)}` }), many).allowed).toBe(false);
  });
});

describe('conditions', () => {
  const given = {
    'aws:SourceIp': '10.1.2.3',
    'aws:CurrentTime': '2026-11-26T10:00:00Z',
    'aws:SourceArn': 'arn:aws:events:us-east-1:123456789012:rule/shop-push',
    's3:max-keys': '10',
    'aws:TagKeys': ['stage', 'team'],
    'aws:SecureTransport': 'true',
  };
  it.each([
    [{ StringEquals: { 'aws:UserName': ['bob', 'ann'] } }, true],
    [{ StringEquals: { 'aws:username': 'a*' } }, false],
    [{ StringEqualsIgnoreCase: { 'aws:username': 'ANN' } }, true],
    [{ StringLike: { 'aws:username': 'a*' } }, true],
    [{ StringNotLike: { 'aws:username': ['a*', 'b*'] } }, false],
    [{ StringNotEquals: { 'aws:username': ['bob', 'eve'] } }, true],
    [{ StringEquals: { 'aws:missing': 'x' } }, false],
    [{ StringNotEquals: { 'aws:missing': 'x' } }, true],
    [{ StringEqualsIfExists: { 'aws:missing': 'x' } }, true],
    [{ StringEqualsIfExists: { 'aws:username': 'x' } }, false],
    [{ Null: { 'aws:missing': 'true' } }, true],
    [{ Null: { 'aws:missing': 'false' } }, false],
    [{ Null: { 'aws:username': 'false' } }, true],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    [{ NumericLessThanEquals: { 's3:max-keys': '10' } }, true],
    [{ NumericLessThan: { 's3:max-keys': '10' } }, false],
    [{ NumericEquals: { 'aws:username': '1' } }, false],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, true],
    [{ DateLessThan: { 'aws:CurrentTime': '1577836800' } }, false],
    [{ IpAddress: { 'aws:SourceIp': ['192.168.0.0/16', '10.0.0.0/8'] } }, true],
    [{ NotIpAddress: { 'aws:SourceIp': '10.1.2.3' } }, false],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:123456789012:rule/*' } }, true],
    [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:*:rule/shop-push' } }, false],
    [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/other' } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['stage', 'team', 'x'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['stage'] } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:missing': ['stage'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['stage'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:missing': ['stage'] } }, false],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['stage'] } }, true],
    [{ StringEquals: { 'aws:username': 'ann' }, Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ StringEquals: { 'aws:username': '${aws:username}' } }, true],
  ])('%j: %s', (Condition, isMet) => {
    expect(evaluate(request({ given }), identity(allow({ Condition }))).allowed).toBe(isMet);
  });
});

describe('who has to allow', () => {
  const named = (arn: string, rest: object = {}) => allow({ Principal: { AWS: arn }, ...rest });
  it.each<[string, Principal, PolicySet, string]>([
    ['nobody', user, identity(), 'implicit identity'],
    ['nobody for the root user', root, identity(), 'allowed'],
    ['an explicit denial wins', user, identity(allow({}), deny({})), 'explicit identity'],
    ['a resource denies the root user', root, onResource(deny({ Principal: '*' })), 'explicit resource'],
    ['a resource names the user', user, onResource(named(user.arn)), 'allowed'],
    ['a resource names everyone', user, onResource(allow({ Principal: '*' })), 'allowed'],
    ['a resource names the account only', user, onResource(named(accountId)), 'implicit identity'],
    ['a resource names the role', session, onResource(named(session.roleArn)), 'allowed'],
    [
      'a resource names all others',
      user,
      onResource(deny({ NotPrincipal: { AWS: user.arn } }), named(user.arn)),
      'allowed',
    ],
    [
      'a resource denies all others',
      session,
      onResource(deny({ NotPrincipal: { AWS: user.arn } })),
      'explicit resource',
    ],
    [
      'a boundary that does not',
      user,
      { ...identity(allow({})), boundary: [policy('b', allow({ Action: 's3:Put*' }))] },
      'implicit boundary',
    ],
    ['a boundary that does', user, { ...identity(allow({})), boundary: [policy('b', allow({}))] }, 'allowed'],
    ['a boundary alone', user, { ...identity(), boundary: [policy('b', allow({}))] }, 'implicit identity'],
    [
      'a session policy that does not',
      session,
      { ...identity(allow({})), session: [policy('s')] },
      'implicit session',
    ],
    [
      'a session policy against a resource that names the role',
      session,
      { ...onResource(named(session.roleArn)), session: [policy('s')] },
      'implicit session',
    ],
    [
      'a session policy against a resource that names the session',
      session,
      { ...onResource(named(session.arn)), session: [policy('s')] },
      'allowed',
    ],
    [
      'a key whose policy names nobody',
      user,
      { ...identity(allow({})), resourceMustAllow: true },
      'implicit resource',
    ],
    [
      'a key that leaves it to the account',
      user,
      {
        identity: [policy('own', allow({}))],
        resource: [policy('key policy', named(root.arn))],
        resourceMustAllow: true,
      },
      'allowed',
    ],
  ])('%s', (_name, principal, policies, expected) => {
    expect(outcome(evaluate(request({ principal }), policies))).toBe(expected);
  });

  it('needs both sides across accounts', () => {
    const across = request({ resourceAccountId: '210987654321' });
    expect(outcome(evaluate(across, identity(allow({}))))).toBe('implicit resource');
    expect(outcome(evaluate(across, onResource(named(user.arn))))).toBe('implicit identity');
    const both = {
      identity: [policy('own', allow({}))],
      resource: [policy('bucket policy', named(accountId))],
    };
    expect(outcome(evaluate(across, both))).toBe('allowed');
  });

  it('lets services in by name and source only', () => {
    const trust = onResource({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/shop' } },
    });
    const assume = (name: string, sourceArn: string) =>
      evaluate(
        request({
          principal: { kind: 'service', name },
          action: 'sts:AssumeRole',
          given: { 'aws:SourceArn': sourceArn },
        }),
        trust,
      ).allowed;
    expect(assume('events.amazonaws.com', 'arn:aws:events:us-east-1:123456789012:rule/shop')).toBe(true);
    expect(assume('events.amazonaws.com', 'arn:aws:events:us-east-1:123456789012:rule/other')).toBe(false);
    expect(assume('ecs.amazonaws.com', 'arn:aws:events:us-east-1:123456789012:rule/shop')).toBe(false);
  });
});

describe('what a denial says', () => {
  const said = (policies: PolicySet, change: Parameters<typeof request>[0] = {}) => {
    const asked = request(change);
    const decision = evaluate(asked, policies);
    if (decision.allowed) throw new Error('it is allowed');
    return { message: denialMessage(asked, decision), ...explainDenial(asked, decision) };
  };

  it("is AWS's text, and what is missing", () => {
    const pass = { action: 'iam:PassRole', resource: 'arn:aws:iam::123456789012:role/task' };
    expect(said(identity(), pass)).toEqual({
      message:
        'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/task because no identity-based policy allows the iam:PassRole action',
      reason: 'No identity-based policy names the action iam:PassRole.',
      remedy:
        'Add to an identity-based policy: {"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/task"}',
    });
    expect(said(identity(allow({}), deny({ Sid: 'Never' })))).toMatchObject({
      message: expect.stringMatching(
        /on resource: "arn:aws:s3:::shop\/orders\/1" with an explicit deny in an identity-based policy$/,
      ) as string,
      reason: 'Never of own denies it.',
    });
    expect(said(identity(allow({ Sid: 'Read', Resource: 'arn:aws:s3:::shop/a' }))).reason).toBe(
      `Read of own allows the action, but on arn:aws:s3:::shop/a and not on ${object}.`,
    );
    expect(said(identity(allow({ Condition: { Bool: { 'aws:x': 'true' } } }))).reason).toBe(
      'statement 1 of own allows the action, but its condition Bool aws:x wants true: the request has no such key.',
    );
  });
});
