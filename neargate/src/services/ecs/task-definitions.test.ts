import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { createTestAccount, fargateDefinition } from './test-account.ts';

const accountPrefix = 'arn:aws:ecs:us-east-1:123456789012';

describe('RegisterTaskDefinition', () => {
  it('numbers revisions from 1 and never reuses one', async () => {
    const { call } = await createTestAccount();
    const register = () => call('ecs', 'RegisterTaskDefinition', fargateDefinition()).taskDefinition;
    expect(register()?.revision).toBe(1);
    call('ecs', 'DeregisterTaskDefinition', { taskDefinition: 'user-service:1' });
    call('ecs', 'DeleteTaskDefinitions', { taskDefinitions: ['user-service:1'] });
    expect(register()?.taskDefinitionArn).toBe(`${accountPrefix}:task-definition/user-service:2`);
  });

  it('writes the defaults of AWS into container definitions and nothing more', async () => {
    const { call } = await createTestAccount();
    const { taskDefinition } = call('ecs', 'RegisterTaskDefinition', fargateDefinition());
    expect(taskDefinition?.containerDefinitions).toEqual([
      {
        name: 'app',
        image: 'nginx:1.27',
        cpu: 0,
        essential: true,
        portMappings: [{ containerPort: 3001, hostPort: 3001, protocol: 'tcp' }],
        environment: [],
        mountPoints: [],
        volumesFrom: [],
        systemControls: [],
      },
    ]);
    expect(taskDefinition?.compatibilities).toEqual(['EC2', 'FARGATE']);
  });

  it('normalises sizes given with units', async () => {
    const { call } = await createTestAccount();
    const sizes = { cpu: '.25 vCPU', memory: '0.5 GB' };
    expect(call('ecs', 'RegisterTaskDefinition', fargateDefinition(sizes)).taskDefinition).toMatchObject({
      cpu: '256',
      memory: '512',
    });
  });

  const refused: [string, Partial<RegisterTaskDefinitionRequest>, Partial<ContainerDefinition>, string][] = [
    [
      'a size that Fargate does not offer',
      { cpu: '1024', memory: '1024' },
      {},
      'No Fargate configuration exists for given values: 1024 CPU, 1024 memory. See the Amazon ECS documentation for the valid values.',
    ],
    [
      'an environment file that is none',
      {},
      { environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::bucket/settings.txt' }] },
      "Invalid environmentFiles value 'arn:aws:s3:::bucket/settings.txt' of container 'app'. It must be the ARN of an S3 object whose name ends in .env.",
    ],
    [
      'a restart period that is too short',
      {},
      { restartPolicy: { enabled: true, restartAttemptPeriod: 59 } },
      "Invalid restartPolicy restartAttemptPeriod 59 of container 'app'. It must be between 60 and 1800.",
    ],
    [
      'a ulimit with the soft limit above the hard one',
      {},
      { ulimits: [{ name: 'nofile', softLimit: 2, hardLimit: 1 }] },
      "Invalid ulimit 'nofile' of container 'app'. The soft limit must be at most the hard limit.",
    ],
    [
      'a volume whose name is a path',
      { volumes: [{ name: '../up' }] },
      {},
      "Invalid volume name '../up'. Up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores are allowed.",
    ],
    ['no cpu', { cpu: undefined }, {}, "Fargate requires that 'cpu' be defined at the task level."],
    ['another network mode', { networkMode: 'bridge' }, {}, 'Fargate only supports network mode ‘awsvpc’.'],
    [
      'awslogs without an execution role',
      {},
      {
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': 'g', 'awslogs-region': 'r', 'awslogs-stream-prefix': 'p' },
        },
      },
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    ],
    [
      'an ECR image without an execution role, named by the gateway',
      {},
      { image: 'localhost:4566/user-service:1' },
      'Fargate requires task definition to have execution role ARN to support ECR images.',
    ],
    [
      'a secret that shadows a variable',
      {},
      {
        environment: [{ name: 'PASSWORD', value: 'x' }],
        secrets: [{ name: 'PASSWORD', valueFrom: 'y' }],
      },
      "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'PASSWORD'.",
    ],
    [
      'awsfirelens without a router',
      {},
      { logConfiguration: { logDriver: 'awsfirelens' } },
      'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
    ],
    [
      'a log router that nobody uses',
      {},
      { firelensConfiguration: { type: 'fluentbit' } },
      'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
    ],
    ['no image', {}, { image: '' }, 'Container.image should not be null or empty.'],
    [
      'a host port of its own',
      {},
      { portMappings: [{ containerPort: 80, hostPort: 8080 }] },
      'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    ],
    [
      'a container that waits for itself',
      {},
      { dependsOn: [{ containerName: 'app', condition: 'START' }] },
      'Container dependencies form a cycle: app -> app.',
    ],
  ];

  it.each(refused)('refuses %s', async (_what, changes, container, message) => {
    const { call } = await createTestAccount();
    expect(() => call('ecs', 'RegisterTaskDefinition', fargateDefinition(changes, container))).toThrow(
      expect.objectContaining({ code: 'ClientException', message }),
    );
  });
});

describe('DescribeTaskDefinition', () => {
  it('finds the latest ACTIVE revision of a bare family', async () => {
    const { call } = await createTestAccount();
    for (let count = 0; count < 3; count++) call('ecs', 'RegisterTaskDefinition', fargateDefinition());
    call('ecs', 'DeregisterTaskDefinition', { taskDefinition: 'user-service:3' });
    const latest = call('ecs', 'DescribeTaskDefinition', { taskDefinition: 'user-service' });
    expect(latest.taskDefinition?.revision).toBe(2);
    const inactive = call('ecs', 'DescribeTaskDefinition', { taskDefinition: 'user-service:3' });
    expect(inactive.taskDefinition?.status).toBe('INACTIVE');
  });

  it('fails for an unknown family, unlike the other Describe operations', async () => {
    const { call } = await createTestAccount();
    expect(() => call('ecs', 'DescribeTaskDefinition', { taskDefinition: 'none' })).toThrow(
      'Unable to describe task definition.',
    );
  });

  it('pages through revisions in order', async () => {
    const { call } = await createTestAccount();
    for (let count = 0; count < 3; count++) call('ecs', 'RegisterTaskDefinition', fargateDefinition());
    const first = call('ecs', 'ListTaskDefinitions', { maxResults: 2 });
    const second = call('ecs', 'ListTaskDefinitions', { maxResults: 2, nextToken: first.nextToken });
    expect([...(first.taskDefinitionArns ?? []), ...(second.taskDefinitionArns ?? [])]).toEqual(
      [1, 2, 3].map((revision) => `${accountPrefix}:task-definition/user-service:${revision}`),
    );
    expect(second.nextToken).toBeUndefined();
  });
});
