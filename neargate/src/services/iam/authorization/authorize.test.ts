import { describe, expect, it } from 'vitest';
import { invokeNow } from '../../invoke.ts';
import { assumeAsService } from '../../sts/assume-as-service.ts';
import { createTestContext, type TestContext } from '../../test-context.ts';
import { RecentDenials } from './denials.ts';

const account = '123456789012';
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (action: string | string[], resource: string, rest: object = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...rest,
});

class World {
  readonly test: TestContext;
  readonly denials = new RecentDenials();
  readonly #isEnforced: boolean;

  constructor(test: TestContext, isEnforced: boolean) {
    this.test = test;
    this.#isEnforced = isEnforced;
  }

  role(name: string, service: string, ...statements: object[]): string {
    const { call } = this.test;
    const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
    call('iam', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: policy(trust) });
    if (statements.length > 0) {
      call('iam', 'PutRolePolicy', {
        RoleName: name,
        PolicyName: 'own',
        PolicyDocument: policy(...statements),
      });
    }
    return `arn:aws:iam::${account}:role/${name}`;
  }

  context(principalArn: string, sessionPolicies?: readonly string[]) {
    const { context } = this.test;
    return {
      ...context,
      caller: { ...context.caller, principalArn, sessionPolicies },
      authorization: {
        isEnforced: this.#isEnforced,
        note: (denial: Parameters<RecentDenials['add']>[0]) => this.denials.add(denial),
      },
    };
  }

  as(principalArn: string, sessionPolicies?: readonly string[]) {
    const context = this.context(principalArn, sessionPolicies);
    return (service: Parameters<typeof invokeNow>[0], operation: string, input: object) =>
      invokeNow(service, operation, input, context);
  }
}

async function world(isEnforced = true): Promise<World> {
  return new World(await createTestContext(), isEnforced);
}

const session = (role: string) => `arn:aws:sts::${account}:assumed-role/${role}/one`;

describe('a call in a role', () => {
  it('is allowed by its policy on the very resource', async () => {
    const it = await world();
    it.role(
      'logs',
      'ecs-tasks.amazonaws.com',
      allow('logs:CreateLogGroup', `arn:aws:logs:us-east-1:${account}:log-group:/app:*`),
    );
    const call = it.as(session('logs'));
    call('logs', 'CreateLogGroup', { logGroupName: '/app' });
    expect(() => call('logs', 'CreateLogGroup', { logGroupName: '/other' })).toThrow(
      `User: ${session('logs')} is not authorized to perform: logs:CreateLogGroup on resource: arn:aws:logs:us-east-1:${account}:log-group:/other:* because no identity-based policy allows the logs:CreateLogGroup action`,
    );
    expect(it.denials.all()[0]).toMatchObject({
      roleArn: `arn:aws:iam::${account}:role/logs`,
      action: 'logs:CreateLogGroup',
      isEnforced: true,
      reason: expect.stringContaining(
        'statement 1 of inline policy own of role logs allows the action, but on',
      ) as string,
    });
  });

  it('needs PassRole for the roles that it hands on, to that service', async () => {
    const it = await world();
    const task = it.role('task', 'ecs-tasks.amazonaws.com');
    const register = {
      family: 'web',
      executionRoleArn: task,
      containerDefinitions: [{ name: 'web', image: 'web', memory: 64 }],
    };
    it.role('deploy', 'codepipeline.amazonaws.com', allow('ecs:RegisterTaskDefinition', '*'));
    expect(() => it.as(session('deploy'))('ecs', 'RegisterTaskDefinition', register)).toThrow(
      `is not authorized to perform: iam:PassRole on resource: ${task} because no identity-based policy allows the iam:PassRole action`,
    );
    const passTo = (service: string) =>
      it.test.call('iam', 'PutRolePolicy', {
        RoleName: 'deploy',
        PolicyName: 'pass',
        PolicyDocument: policy(
          allow('iam:PassRole', task, { Condition: { StringEquals: { 'iam:PassedToService': service } } }),
        ),
      });
    passTo('ec2.amazonaws.com');
    expect(() => it.as(session('deploy'))('ecs', 'RegisterTaskDefinition', register)).toThrow('iam:PassRole');
    passTo('ecs-tasks.amazonaws.com');
    expect(it.as(session('deploy'))('ecs', 'RegisterTaskDefinition', register)).toBeDefined();
  });

  it('is noted and goes on where policies are not enforced', async () => {
    const it = await world(false);
    it.role('nothing', 'ecs-tasks.amazonaws.com');
    const call = it.as(session('nothing'));
    call('logs', 'CreateLogGroup', { logGroupName: '/a' });
    call('logs', 'DeleteLogGroup', { logGroupName: '/a' });
    call('logs', 'CreateLogGroup', { logGroupName: '/a' });
    expect(it.denials.all().map(({ action, count, isEnforced }) => [action, count, isEnforced])).toEqual([
      ['logs:CreateLogGroup', 2, false],
      ['logs:DeleteLogGroup', 1, false],
    ]);
  });

  it('may ask who it is whatever policies say, as AWS has it', async () => {
    const it = await world();
    it.role('nothing', 'ecs-tasks.amazonaws.com');
    expect(it.as(session('nothing'))('sts', 'GetCallerIdentity', {})).toMatchObject({
      Arn: session('nothing'),
    });
  });

  it('is limited by the policies of its session', async () => {
    const it = await world();
    it.role('all', 'ecs-tasks.amazonaws.com', allow('*', '*'));
    it.as(session('all'))('s3', 'CreateBucket', { Bucket: 'a-bucket' });
    const limited = it.as(session('all'), [policy(allow('s3:Get*', '*'))]);
    expect(() => limited('s3', 'DeleteBucket', { Bucket: 'a-bucket' })).toThrow(
      'because no session policy allows',
    );
  });
});

describe("a resource's policy", () => {
  it('gives access to a bucket and takes it', async () => {
    const it = await world();
    const reader = it.role('reader', 'ecs-tasks.amazonaws.com');
    it.test.call('s3', 'CreateBucket', { Bucket: 'shop' });
    it.test.call('s3', 'PutObject', { Bucket: 'shop', Key: 'a', Body: Buffer.from('x') } as never);
    const get = () => it.as(session('reader'))('s3', 'GetObject', { Bucket: 'shop', Key: 'a' });
    expect(get).toThrow('is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::shop/a"');
    const put = (statement: object) =>
      it.test.call('s3', 'PutBucketPolicy', { Bucket: 'shop', Policy: policy(statement) });
    put(allow('s3:GetObject', 'arn:aws:s3:::shop/*', { Principal: { AWS: reader } }));
    expect(get).not.toThrow();
    put({
      ...allow('s3:*', 'arn:aws:s3:::shop/*', {
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      Effect: 'Deny',
    });
    expect(get).toThrow('because no identity-based policy');
  });
});

describe('a role', () => {
  it('is assumed by whom its trust policy names, under its conditions', async () => {
    const it = await world();
    const rule = `arn:aws:events:us-east-1:${account}:rule/push`;
    const trust = policy({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { ArnEquals: { 'aws:SourceArn': rule }, StringEquals: { 'aws:SourceAccount': account } },
    });
    it.test.call('iam', 'CreateRole', { RoleName: 'events', AssumeRolePolicyDocument: trust });
    const roleArn = `arn:aws:iam::${account}:role/events`;
    const assume = (service: string, sourceArn: string) =>
      assumeAsService(it.context(`arn:aws:iam::${account}:root`), {
        roleArn,
        service,
        sourceArn,
        sessionName: 'x',
      });
    expect(assume('events.amazonaws.com', rule).kind).toBe('assumed');
    expect(assume('ecs.amazonaws.com', rule).kind).toBe('refused');
    expect(assume('events.amazonaws.com', `${rule}-2`)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining(`its condition ArnEquals aws:SourceArn wants ${rule}`) as string,
    });
    expect(() =>
      it.as(session('deploy'))('sts', 'AssumeRole', { RoleArn: roleArn, RoleSessionName: 'me' }),
    ).toThrow(`is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`);
  });
});
