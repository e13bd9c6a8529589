import { ECR } from '@aws-sdk/client-ecr';
import { ECS, waitUntilTasksRunning } from '@aws-sdk/client-ecs';
import { EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOST_BASE_LABEL } from '../../src/drivers/image/image-config.ts';
import { tarOf } from './clients/push-image.ts';
import { type DockerEngine, dockerEngine } from './docker-engine.ts';
import { createProject, NeargateProcess, processesOf, type Project } from './neargate-process.ts';

describe('the real docker, where an engine can be had', () => {
  let engine: DockerEngine | undefined;
  const docker: DockerEngine['docker'] = (...call) => {
    if (engine === undefined) throw new Error('there is no engine');
    return engine.docker(...call);
  };
  let project: Project;
  let up: NeargateProcess;
  let registry: string;
  let clients: { ecr: ECR; ecs: ECS; ec2: EC2; iam: IAM };

  beforeAll(async () => {
    engine = await dockerEngine();
    if (engine === undefined) return;
    project = await createProject();
    up = new NeargateProcess(project, ['up', '--no-apply']);
    await up.says('Neargate http');
    registry = `localhost:${project.gatewayPort}`;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const options = { endpoint: `http://${registry}`, region: 'us-east-1', credentials };
    clients = {
      ecr: new ECR(options),
      ecs: new ECS(options),
      ec2: new EC2(options),
      iam: new IAM(options),
    };
    const program = await tarOf('app/server.js', 'setInterval(() => {}, 1000)');
    const imported = docker(
      [
        'import',
        '--change=CMD ["node", "server.js"]',
        '--change=WORKDIR /app',
        `--change=LABEL ${HOST_BASE_LABEL}=node:24-alpine`,
        '-',
        `${registry}/app:1`,
      ],
      program,
    );
    expect(imported).toMatchObject({ exitCode: 0 });
  });

  beforeEach(({ skip }) => {
    if (engine === undefined) skip('no Docker engine answers, and none can be started');
  });

  afterAll(async () => {
    if (engine === undefined) return;
    await up.stop();
    expect(process.platform === 'linux' ? processesOf(project) : []).toEqual([]);
    project.remove();
    docker([
      'rmi',
      '--force',
      ...docker(['images', '--quiet', `${registry}/*`])
        .stdout.split(/\s+/)
        .filter(Boolean),
    ]);
    await engine.stop();
  });

  it('is refused without a login, and where there is no repository', async () => {
    await clients.ecr.createRepository({ repositoryName: 'app' });
    expect(docker(['push', `${registry}/app:1`])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('no basic auth credentials') as string,
    });
    const { authorizationData } = await clients.ecr.getAuthorizationToken({});
    const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
    const login = docker(
      ['login', '--username', 'AWS', '--password-stdin', registry],
      token.slice(token.indexOf(':') + 1),
    );
    expect(login).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Login Succeeded') as string,
    });
    docker(['tag', `${registry}/app:1`, `${registry}/absent:1`]);
    expect(docker(['push', `${registry}/absent:1`])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/absent.* does not exist/) as string,
    });
  });

  it('pushes and pulls by tag and digest', async () => {
    const pushed = docker(['push', `${registry}/app:1`]);
    expect(pushed).toMatchObject({ exitCode: 0 });
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed.stdout)?.[1];
    const { imageDetails } = await clients.ecr.describeImages({ repositoryName: 'app' });
    expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['1'] }]);
    expect(docker(['rmi', '--force', `${registry}/app:1`, `${registry}/absent:1`]).exitCode).toBe(0);
    expect(docker(['pull', `${registry}/app@${digest}`])).toMatchObject({ exitCode: 0 });
    const command = docker(['inspect', '--format', '{{json .Config.Cmd}}', `${registry}/app@${digest}`]);
    expect(JSON.parse(command.stdout)).toEqual(['node', 'server.js']);
  });

  it('cannot move a tag that is immutable', async () => {
    await clients.ecr.putImageTagMutability({ repositoryName: 'app', imageTagMutability: 'IMMUTABLE' });
    const other = await tarOf('other', 'other');
    expect(docker(['import', '-', `${registry}/app:1`], other).exitCode).toBe(0);
    expect(docker(['push', `${registry}/app:1`])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/immutable/) as string,
    });
  });

  it('brings the image that a task runs, by either name of the registry', async () => {
    const { Subnets = [] } = await clients.ec2.describeSubnets({});
    await clients.ecs.createCluster({ clusterName: 'main' });
    const { Role } = await clients.iam.createRole({
      RoleName: 'execution',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    });
    const images = [`${registry}/app:1`, '123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1'];
    const started = await Promise.all(
      images.map(async (image, index) => {
        const { taskDefinition } = await clients.ecs.registerTaskDefinition({
          family: `app-${index}`,
          requiresCompatibilities: ['FARGATE'],
          networkMode: 'awsvpc',
          cpu: '256',
          memory: '512',
          executionRoleArn: Role?.Arn ?? '',
          containerDefinitions: [{ name: 'app', image }],
        });
        const { tasks = [] } = await clients.ecs.runTask({
          cluster: 'main',
          taskDefinition: taskDefinition?.taskDefinitionArn ?? '',
          launchType: 'FARGATE',
          networkConfiguration: {
            awsvpcConfiguration: { subnets: [Subnets[0]?.SubnetId ?? ''], assignPublicIp: 'ENABLED' },
          },
        });
        return tasks[0]?.taskArn ?? '';
      }),
    );
    const waiting = { client: clients.ecs, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
    await waitUntilTasksRunning(waiting, { cluster: 'main', tasks: started });
  });
});
