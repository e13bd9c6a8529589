import { expect } from 'vitest';
import { pushImage } from '../push-image.ts';
import { type Step, taskPort } from './step.ts';

const program = `
const { createServer } = require('node:http');
const server = createServer((request, response) => response.end(process.env.VERSION));
server.listen(${taskPort}, '0.0.0.0', () => console.log('listening'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

export const executionPolicy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

/** A repository with the image of the service in it. */
export function image(name: string): readonly Step[] {
  return [
    {
      call: ['ecr', 'CreateRepository'],
      input: () => ({ repositoryName: name }),
      keep: ({ repository }) => ({ repository: repository.repositoryUri }),
    },
    {
      refused: ['ecr', 'CreateRepository'],
      input: () => ({ repositoryName: name }),
      code: 'RepositoryAlreadyExistsException',
    },
    { outside: 'push the image', run: ({ repository }) => pushImage(`${repository}:1`, program) },
    {
      call: ['ecr', 'DescribeImages'],
      input: () => ({ repositoryName: name }),
      check: ({ imageDetails }) => expect(imageDetails).toMatchObject([{ imageTags: ['1'] }]),
    },
  ];
}

function taskDefinition(name: string, version: string): Step {
  return {
    call: ['ecs', 'RegisterTaskDefinition'],
    input: ({ repository, role }) => ({
      family: name,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: role,
      containerDefinitions: [
        {
          name: 'web',
          image: `${repository}:1`,
          essential: true,
          environment: [{ name: 'VERSION', value: version }],
          portMappings: [{ containerPort: taskPort }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': `/ecs/${name}`,
              'awslogs-region': 'us-east-1',
              'awslogs-stream-prefix': 'web',
            },
          },
        },
      ],
    }),
    keep: (output) => ({ [`definition${version}`]: output.taskDefinition.taskDefinitionArn }),
  };
}

/** A service of two tasks behind the load balancer. */
export function service(name: string, listenerUrl: () => Promise<string>): readonly Step[] {
  return [
    {
      call: ['iam', 'CreateRole'],
      input: () => ({ RoleName: name, AssumeRolePolicyDocument: trust }),
      keep: ({ Role }) => ({ role: Role.Arn }),
    },
    { wait: ['iam', 'RoleExists'], input: () => ({ RoleName: name }) },
    {
      call: ['iam', 'AttachRolePolicy'],
      input: () => ({ RoleName: name, PolicyArn: executionPolicy }),
    },
    { call: ['logs', 'CreateLogGroup'], input: () => ({ logGroupName: `/ecs/${name}` }) },
    { call: ['ecs', 'CreateCluster'], input: () => ({ clusterName: name }) },
    taskDefinition(name, '1'),
    {
      call: ['ecs', 'CreateService'],
      input: ({ definition1, privateA, privateB, tasks, targets }) => ({
        cluster: name,
        serviceName: name,
        taskDefinition: definition1,
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: [privateA, privateB], securityGroups: [tasks] },
        },
        loadBalancers: [{ targetGroupArn: targets, containerName: 'web', containerPort: taskPort }],
      }),
    },
    { wait: ['ecs', 'ServicesStable'], input: () => ({ cluster: name, services: [name] }) },
    {
      call: ['ecs', 'DescribeServices'],
      input: () => ({ cluster: name, services: [name] }),
      check: ({ services, failures }) => {
        expect(failures).toEqual([]);
        expect(services).toMatchObject([
          { status: 'ACTIVE', runningCount: 2, deployments: [{ status: 'PRIMARY' }] },
        ]);
      },
    },
    {
      call: ['ecs', 'ListTasks'],
      input: () => ({ cluster: name, serviceName: name }),
      keep: ({ taskArns }) => ({ task: taskArns[0], otherTask: taskArns[1] }),
    },
    {
      wait: ['ecs', 'TasksRunning'],
      input: ({ task, otherTask }) => ({ cluster: name, tasks: [task, otherTask] }),
    },
    { wait: ['elbv2', 'TargetInService'], input: ({ targets }) => ({ TargetGroupArn: targets }) },
    { outside: 'ask the service', run: async () => expect(await textOf(listenerUrl)).toBe('1') },
    {
      call: ['logs', 'FilterLogEvents'],
      input: () => ({ logGroupName: `/ecs/${name}`, filterPattern: 'listening' }),
      check: ({ events }) => expect(events).toHaveLength(2),
    },
  ];
}

/** Another version, and one task more. */
export function rollout(name: string, listenerUrl: () => Promise<string>): readonly Step[] {
  return [
    taskDefinition(name, '2'),
    {
      call: ['ecs', 'UpdateService'],
      input: ({ definition2 }) => ({
        cluster: name,
        service: name,
        taskDefinition: definition2,
        desiredCount: 3,
      }),
    },
    { wait: ['ecs', 'ServicesStable'], input: () => ({ cluster: name, services: [name] }) },
    {
      call: ['ecs', 'DescribeServices'],
      input: () => ({ cluster: name, services: [name] }),
      check: ({ services }, { definition2 }) =>
        expect(services).toMatchObject([
          { taskDefinition: definition2, runningCount: 3, deployments: [{ status: 'PRIMARY' }] },
        ]),
    },
    { outside: 'ask the new version', run: async () => expect(await textOf(listenerUrl)).toBe('2') },
    {
      wait: ['ecs', 'TasksStopped'],
      input: ({ task, otherTask }) => ({ cluster: name, tasks: [task, otherTask] }),
    },
    {
      refused: ['ecs', 'UpdateService'],
      input: () => ({ cluster: name, service: 'absent', desiredCount: 1 }),
      code: 'ServiceNotFoundException',
    },
  ];
}

async function textOf(listenerUrl: () => Promise<string>): Promise<string> {
  const response = await fetch(`${await listenerUrl()}/web`);
  return response.text();
}
