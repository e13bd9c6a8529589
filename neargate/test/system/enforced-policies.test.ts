import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import {
  CreateAccessKeyCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codecommitAuthorization } from '../../src/core/codecommit-password.ts';
import { type Clone, cloneRepository } from './clone.ts';
import { neargate, NeargateProcess } from './neargate-process.ts';

const startPatienceMs = 600_000;
const region = 'us-east-1';
const rootKey = { accessKeyId: 'neargate', secretAccessKey: 'neargate' };
const run = promisify(execFile);

// What is tested is terraform/ as much as Neargate: its roles must be allowed everything that AWS would ask of them.
describe('the reference system where policies and signatures count', { timeout: startPatienceMs }, () => {
  let clone: Clone;
  let system: NeargateProcess;
  const gateway = () => `http://127.0.0.1:${clone.gatewayPort}`;
  const as = (credentials = rootKey) => ({ region, endpoint: gateway(), credentials });
  const basic = (user: string, password: string) =>
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const repositoryName = async () => {
    const { pipelines } = (await (await fetch(`${gateway()}/_neargate/status`)).json()) as {
      pipelines: readonly { readonly source?: { readonly repositoryName: string } }[];
    };
    return pipelines[0]?.source?.repositoryName ?? '';
  };

  /** What git says when it lists the branches; its error where it is refused. */
  const lsRemote = async (authorization?: string): Promise<string> => {
    const url = `${gateway()}/v1/repos/${await repositoryName()}`;
    const header =
      authorization === undefined ? [] : ['-c', `http.extraHeader=Authorization: ${authorization}`];
    return run('git', [...header, 'ls-remote', url], {
      env: {
        PATH: process.env['PATH'],
        HOME: clone.home,
        GIT_TERMINAL_PROMPT: '0',
        GIT_CONFIG_NOSYSTEM: '1',
      },
    }).then(
      ({ stdout }) => stdout,
      ({ stderr }: { stderr: string }) => stderr,
    );
  };

  const iam = () => new IAMClient(as());
  const allow = (UserName: string, Action: readonly string[]) =>
    iam().send(
      new PutUserPolicyCommand({
        UserName,
        PolicyName: 'own',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
        }),
      }),
    );

  beforeAll(async () => {
    clone = await cloneRepository();
    system = new NeargateProcess(clone, [], {
      program: clone.startProgram,
      environment: { HOME: clone.home, NEARGATE_IAM: 'enforce', NEARGATE_AUTH: 'strict' },
      patienceMs: startPatienceMs,
    });
  }, startPatienceMs);

  afterAll(async () => {
    await system.stop();
    clone.remove();
  });

  it('becomes ready through its pipeline, with no call denied', async () => {
    await system.says(/Ready {2}(http:\S+)/);
    await system.says('Stop with Ctrl-C.');
    expect(system.output).toMatch(/product-service +2 of 2 tasks healthy/);
    expect(system.output).toMatch(/user-service +2 of 2 tasks healthy/);
    const response = await fetch(`${gateway()}/_neargate/iam/denials`);
    expect(await response.json()).toEqual({ isEnforced: true, denials: [] });
  });

  it('lets git in with the signature of an access key, and not without', async () => {
    const url = `${gateway()}/v1/repos/${await repositoryName()}`;
    const signed = (secretAccessKey: string) =>
      codecommitAuthorization(url, region, { ...rootKey, secretAccessKey }, Date.now());
    expect(await lsRemote(signed('neargate'))).toContain('refs/heads/main');
    expect(await lsRemote(signed('other'))).toContain('403');
    expect(await lsRemote()).toContain('could not read Username');
  });

  it('lets git in with the password of a user whom a policy allows it', async () => {
    const UserName = 'ann';
    await iam().send(new CreateUserCommand({ UserName }));
    const { ServiceSpecificCredential: made } = await iam().send(
      new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'codecommit.amazonaws.com' }),
    );
    const authorization = basic(made?.ServiceUserName ?? '', made?.ServicePassword ?? '');
    expect(await lsRemote(authorization)).toContain('403');
    await allow(UserName, ['codecommit:GitPull']);
    expect(await lsRemote(authorization)).toContain('refs/heads/main');
    expect(await lsRemote(basic(made?.ServiceUserName ?? '', 'other'))).toContain('403');
  });

  it('lets docker in with a token of ECR, for what its owner may do', async () => {
    const UserName = 'ben';
    await iam().send(new CreateUserCommand({ UserName }));
    await allow(UserName, ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:ListImages']);
    const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
    const { authorizationData = [] } = await new ECRClient(as({ accessKeyId, secretAccessKey })).send(
      new GetAuthorizationTokenCommand({}),
    );
    const authorization = `Basic ${authorizationData[0]?.authorizationToken}`;
    const ask = (path: string, method = 'GET', shown = authorization) =>
      fetch(`${gateway()}/v2/${path}`, { method, headers: { authorization: shown } });
    expect((await ask('')).status).toBe(200);
    expect((await ask('', 'GET', basic('AWS', 'anything'))).status).toBe(403);
    expect((await ask('user-service/tags/list')).status).toBe(200);
    const push = await ask('user-service/blobs/uploads/', 'POST');
    expect(push.status).toBe(403);
    expect(await push.text()).toContain('ben is not authorized to perform: ecr:InitiateLayerUpload');
  });

  it('lets its own commands in', async () => {
    const { output, exitCode } = await neargate(clone, 'pipeline', 'start');
    expect(exitCode, output).toBe(0);
    expect(output).toContain('Started execution');
  });
});
