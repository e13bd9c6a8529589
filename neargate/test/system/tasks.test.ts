import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type ContainerDefinition,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ExecuteCommandCommand,
  PutClusterCapacityProvidersCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
  type Task,
} from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodeSsmMessage, encodeSsmMessage, payloadTypes } from '../../src/gateway/exec/ssm-message.ts';
import {
  createProject,
  eventually,
  neargate,
  NeargateProcess,
  processesOf,
  type Project,
} from './neargate-process.ts';

const account = '123456789012';
const onLinux = process.platform === 'linux';

/** Prints what a container finds about itself, one line each: a name and JSON. Then serves on 8080. */
const tellEverything = `
const fs = require('node:fs');
const say = (name, value) => console.log(name + ' ' + JSON.stringify(value));
const json = async (url) => (await fetch(url)).json();
process.on('SIGTERM', () => process.exit(0));
require('node:http').createServer((request, response) => response.end('only here')).listen(9090, '127.0.0.1');
require('node:http').createServer((request, response) => response.end('ok')).listen(8080, async () => {
  const { ECS_CONTAINER_METADATA_URI_V4: v4, FROM_FILE, BOTH, SECRET, OVER } = process.env;
  say('container', await json(v4));
  say('task', await json(v4 + '/task'));
  say('stats', await json(v4 + '/stats'));
  say('credentials', await json('http://169.254.170.2' + process.env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI));
  say('variables', { FROM_FILE, BOTH, SECRET, OVER });
  say('volume', fs.readFileSync('/data/made', 'utf8'));
  try { fs.writeFileSync('/app/x', ''); say('root', 'writable'); } catch (error) { say('root', error.code); }
});`;

describe('tasks', { timeout: 240_000 }, () => {
  let project: Project;
  let up: NeargateProcess;
  let ecs: ECSClient;
  let settings: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  let networkConfiguration: RunTaskCommandInput['networkConfiguration'];

  beforeAll(async () => {
    project = await createProject();
    up = new NeargateProcess(project, ['up', '-var', `listener_port=${project.listenerPort}`]);
    await up.says(/Ready after/);
    settings = {
      endpoint: `http://localhost:${project.gatewayPort}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    ecs = new ECSClient(settings);
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
      ],
    };
    await new IAMClient(settings).send(
      new CreateRoleCommand({ RoleName: 'task', AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: ['web'] }));
    networkConfiguration = services?.[0]?.networkConfiguration;
  });

  afterAll(async () => {
    await up.stop();
    expect(onLinux ? processesOf(project) : []).toEqual([]);
    project.remove();
  });

  async function run(
    family: string,
    containers: readonly ContainerDefinition[],
    request: Partial<RunTaskCommandInput> = {},
  ): Promise<string> {
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '512',
        memory: '1024',
        executionRoleArn: `arn:aws:iam::${account}:role/web-execution`,
        taskRoleArn: `arn:aws:iam::${account}:role/task`,
        volumes: [{ name: 'shared' }],
        containerDefinitions: containers.map((container) => ({
          image: `localhost:${project.gatewayPort}/web:latest`,
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/web',
              'awslogs-region': 'us-east-1',
              'awslogs-stream-prefix': family,
            },
          },
          ...container,
        })),
      }),
    );
    const { tasks } = await ecs.send(
      new RunTaskCommand({
        cluster: 'main',
        taskDefinition: taskDefinition?.taskDefinitionArn,
        ...(request.capacityProviderStrategy === undefined ? { launchType: 'FARGATE' } : {}),
        networkConfiguration,
        ...request,
      }),
    );
    return tasks?.[0]?.taskArn ?? '';
  }

  const reaches = (taskArn: string, isThere: (task: Task) => boolean) =>
    eventually(async () => {
      const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: [taskArn] }));
      const [task] = tasks ?? [];
      return task !== undefined && isThere(task) ? task : undefined;
    });

  async function linesOf(family: string, container: string, taskArn: string): Promise<readonly string[]> {
    const { events } = await new CloudWatchLogsClient(settings).send(
      new GetLogEventsCommand({
        logGroupName: '/web',
        logStreamName: `${family}/${container}/${taskArn.split('/').at(-1)}`,
        startFromHead: true,
      }),
    );
    return (events ?? []).map(({ message }) => message ?? '');
  }

  it('give containers their order, health, files, secrets, volumes, metadata and credentials', async () => {
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'settings' }));
    await s3.send(
      new PutObjectCommand({ Bucket: 'settings', Key: 'a.env', Body: '# no\nFROM_FILE=file\nBOTH=file\n' }),
    );
    const { ARN } = await new SecretsManagerClient(settings).send(
      new CreateSecretCommand({ Name: 'db', SecretString: '{"password":"pw"}' }),
    );
    const mount = { sourceVolume: 'shared', containerPath: '/data' };
    const taskArn = await run(
      'whole',
      [
        {
          name: 'init',
          essential: false,
          user: 'root',
          command: ['sh', '-c', 'echo -n hello > /data/made'],
          mountPoints: [mount],
        },
        {
          name: 'app',
          command: ['node', '-e', tellEverything],
          portMappings: [{ containerPort: 8080 }],
          dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }],
          mountPoints: [{ ...mount, readOnly: true }],
          readonlyRootFilesystem: true,
          environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::settings/a.env' }],
          environment: [
            { name: 'BOTH', value: 'definition' },
            { name: 'OVER', value: 'definition' },
          ],
          secrets: [{ name: 'SECRET', valueFrom: `${ARN}:password::` }],
          healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/ || exit 1'], interval: 5 },
        },
        {
          name: 'side',
          essential: false,
          command: [
            'node',
            '-e',
            'fetch("http://localhost:9090").then((r) => r.text()).then(console.log); setInterval(() => {}, 1000)',
          ],
          dependsOn: [{ containerName: 'app', condition: 'HEALTHY' }],
        },
      ],
      { overrides: { containerOverrides: [{ name: 'app', environment: [{ name: 'OVER', value: 'run' }] }] } },
    );
    const task = await reaches(taskArn, ({ lastStatus }) => lastStatus === 'RUNNING');
    expect(task.healthStatus).toBe('HEALTHY');
    expect(task.containers?.map(({ name, lastStatus, exitCode }) => [name, lastStatus, exitCode])).toEqual([
      ['init', 'STOPPED', 0],
      ['app', 'RUNNING', undefined],
      ['side', 'RUNNING', undefined],
    ]);
    const said = await eventually(async () => {
      const lines = await linesOf('whole', 'app', taskArn);
      return lines.some((line) => line.startsWith('root ')) ? lines : undefined;
    });
    const told = Object.fromEntries(
      said.map((line) => [
        line.slice(0, line.indexOf(' ')),
        JSON.parse(line.slice(line.indexOf(' '))) as unknown,
      ]),
    );
    expect(told).toMatchObject({
      container: { Name: 'app', KnownStatus: 'RUNNING', Networks: [{ NetworkMode: 'awsvpc' }] },
      task: { TaskARN: taskArn, Family: 'whole', Limits: { CPU: 0.5, Memory: 1024 } },
      variables: { FROM_FILE: 'file', BOTH: 'definition', SECRET: 'pw', OVER: 'run' },
      volume: 'hello',
    });
    expect((told['stats'] as { memory_stats: { usage: number } }).memory_stats.usage).toBeGreaterThan(1e6);
    const { AccessKeyId, SecretAccessKey, Token } = told['credentials'] as Record<string, string>;
    const identity = await new STSClient({
      ...settings,
      credentials: {
        accessKeyId: AccessKeyId ?? '',
        secretAccessKey: SecretAccessKey ?? '',
        sessionToken: Token ?? '',
      },
    }).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${account}:assumed-role/task/${taskArn.split('/').at(-1)}`);
    await eventually(async () =>
      (await linesOf('whole', 'side', taskArn)).includes('only here') ? true : undefined,
    );
  });

  it('fail to start without a secret, in the words of ECS', async () => {
    const valueFrom = `arn:aws:secretsmanager:us-east-1:${account}:secret:none-AbCdEf`;
    const taskArn = await run('secretless', [{ name: 'app', secrets: [{ name: 'A', valueFrom }] }]);
    const task = await reaches(taskArn, ({ lastStatus }) => lastStatus === 'STOPPED');
    expect(task.stopCode).toBe('TaskFailedToStart');
    expect(task.stoppedReason).toMatch(
      /^ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: .* ResourceNotFoundException: Secrets Manager can't find the specified secret\.$/,
    );
  });

  it('run commands: neargate exec, and ExecuteCommand by the protocol of session-manager-plugin', async () => {
    const taskArn = await run(
      'commands',
      [{ name: 'app', command: ['node', '-e', 'setInterval(() => {}, 1000)'] }],
      { enableExecuteCommand: true },
    );
    const task = await reaches(taskArn, ({ lastStatus }) => lastStatus === 'RUNNING');
    expect(task.containers?.[0]?.managedAgents).toEqual([
      { name: 'ExecuteCommandAgent', lastStatus: 'RUNNING', lastStartedAt: expect.any(Date) as Date },
    ]);
    const id = taskArn.split('/').at(-1) ?? '';
    const { exitCode, output } = await neargate(project, 'exec', id, '--', 'sh', '-c', 'pwd; id -u; exit 4');
    expect(output).toBe('/app\n0\n');
    expect(exitCode).toBe(4);
    expect((await neargate(project, 'exec', 'nobody', '--', 'ls')).output).toContain(
      'No service or task nobody runs.',
    );
    const { session } = await ecs.send(
      new ExecuteCommandCommand({
        cluster: 'main',
        task: taskArn,
        command: 'echo "a $((40 + 2))"',
        interactive: true,
      }),
    );
    expect(await runSession(session?.streamUrl ?? '', session?.tokenValue ?? '')).toContain('a 42');
    // A token opens one stream.
    await expect(runSession(session?.streamUrl ?? '', session?.tokenValue ?? '')).rejects.toThrow('1008');
  });

  it('are interrupted on Spot on request', async () => {
    await ecs.send(
      new PutClusterCapacityProvidersCommand({
        cluster: 'main',
        capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
        defaultCapacityProviderStrategy: [],
      }),
    );
    const command = [
      'node',
      '-e',
      'process.on("SIGTERM", () => process.exit(9)); setInterval(() => {}, 1000)',
    ];
    const taskArn = await run('spot', [{ name: 'app', command }], {
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    });
    await reaches(taskArn, ({ lastStatus }) => lastStatus === 'RUNNING');
    const { exitCode } = await neargate(project, 'task', 'interrupt', taskArn.split('/').at(-1) ?? '');
    expect(exitCode).toBe(0);
    const task = await reaches(taskArn, ({ lastStatus }) => lastStatus === 'STOPPED');
    expect(task).toMatchObject({
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
      containers: [{ exitCode: 9 }],
    });
  });
});

/** What session-manager-plugin does with a session, as far as a command that needs no input is concerned. */
function runSession(streamUrl: string, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(streamUrl);
    let output = '';
    let isClosed = false;
    socket.on('open', () => socket.send(JSON.stringify({ MessageSchemaVersion: '1.0', TokenValue: token })));
    socket.on('error', reject);
    socket.on('close', (code) => (isClosed ? resolve(output) : reject(new Error(`closed: ${code}`))));
    socket.on('message', (data) => {
      const message = decodeSsmMessage(data as Buffer);
      if (message?.messageType === 'channel_closed') isClosed = true;
      if (message?.payloadType === payloadTypes.output) output += message.payload.toString();
      if (message?.payloadType !== payloadTypes.handshakeRequest) return;
      socket.send(
        encodeSsmMessage({
          messageType: 'input_stream_data',
          sequenceNumber: 0,
          flags: 1,
          messageId: '0f0e0d0c-0b0a-4908-8706-050403020100',
          createdAtMs: 0,
          payloadType: payloadTypes.handshakeResponse,
          payload: Buffer.from('{"ClientVersion":"1.2.0.0"}'),
        }),
      );
    });
  });
}
