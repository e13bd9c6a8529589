import type { CreateServiceRequest } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { createTestRoutes } from '../codedeploy/test-group.ts';
import { createTestAccount, fargateDefinition } from './test-account.ts';

async function createAccount(type: 'EXTERNAL' | 'CODE_DEPLOY' | 'ECS') {
  const account = await createTestAccount();
  account.call('ecs', 'RegisterTaskDefinition', fargateDefinition());
  const template = {
    taskDefinition: 'user-service',
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: [account.subnetId] } },
  } satisfies Partial<CreateServiceRequest>;
  const loadBalancers = [
    { targetGroupArn: createTestRoutes(account).blue, containerName: 'app', containerPort: 3001 },
  ];
  account.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'users',
    desiredCount: 3,
    deploymentController: { type },
    ...(type === 'EXTERNAL' ? {} : template),
    ...(type === 'CODE_DEPLOY' ? { loadBalancers } : {}),
  });
  const place = { cluster: 'main', service: 'users' };
  const service = () =>
    account.call('ecs', 'DescribeServices', { cluster: 'main', services: ['users'] }).services?.[0];
  const create = (extra = {}) =>
    account.call('ecs', 'CreateTaskSet', { ...place, ...template, ...extra }).taskSet ?? {};
  return { ...account, place, service, create };
}

describe('task sets', () => {
  it('are made by an external controller, scaled in percent rounded up', async () => {
    const { create, call, place, service } = await createAccount('EXTERNAL');
    expect(service()).toMatchObject({ taskDefinition: undefined, deployments: [], taskSets: [] });
    const set = create({ scale: { value: 50, unit: 'PERCENT' }, externalId: 'release-7' });
    expect(set).toMatchObject({
      id: expect.stringMatching(/^ecs-svc\/\d{19}$/),
      status: 'ACTIVE',
      externalId: 'release-7',
      computedDesiredCount: 2,
      runningCount: 0,
      stabilityStatus: 'STABILIZING',
    });
    expect(set.taskSetArn).toBe(`arn:aws:ecs:us-east-1:123456789012:task-set/main/users/${set.id}`);
    const scale = { value: 34, unit: 'PERCENT' } as const;
    const updated = call('ecs', 'UpdateTaskSet', { ...place, taskSet: set.taskSetArn, scale });
    expect(updated.taskSet?.computedDesiredCount).toBe(2);
    expect(() => call('ecs', 'UpdateTaskSet', { ...place, taskSet: set.id, scale: { value: 101 } })).toThrow(
      'between 0.0 and 100.0',
    );
  });

  it('become PRIMARY one at a time, and the service shows what the PRIMARY one runs', async () => {
    const { create, call, place, service } = await createAccount('EXTERNAL');
    const [first, second] = [create(), create()];
    call('ecs', 'UpdateServicePrimaryTaskSet', { ...place, primaryTaskSet: first.id });
    expect(service()?.taskDefinition).toMatch(/user-service:1$/);
    call('ecs', 'UpdateServicePrimaryTaskSet', { ...place, primaryTaskSet: second.id });
    expect(service()?.taskSets?.map(({ status }) => status)).toEqual(['ACTIVE', 'PRIMARY']);
  });

  it('are deleted only when scaled to zero or by force', async () => {
    const { create, call, place } = await createAccount('EXTERNAL');
    const { id } = create();
    expect(() => call('ecs', 'DeleteTaskSet', { ...place, taskSet: id })).toThrow('scaled above 0');
    expect(call('ecs', 'DeleteTaskSet', { ...place, taskSet: id, force: true }).taskSet?.status).toBe(
      'DRAINING',
    );
    expect(() => call('ecs', 'DeleteTaskSet', { ...place, taskSet: 'ecs-svc/1' })).toThrow(
      expect.objectContaining({ code: 'TaskSetNotFoundException' }),
    );
    expect(call('ecs', 'DescribeTaskSets', { ...place, taskSets: ['ecs-svc/1'] }).failures).toEqual([
      { arn: 'ecs-svc/1', reason: 'MISSING' },
    ]);
  });

  it('of a CODE_DEPLOY service begin with one PRIMARY set', async () => {
    const { service } = await createAccount('CODE_DEPLOY');
    expect(service()).toMatchObject({
      deployments: [],
      taskSets: [{ status: 'PRIMARY', computedDesiredCount: 3, scale: { value: 100, unit: 'PERCENT' } }],
    });
  });

  it('of a CODE_DEPLOY service need a load balancer', async () => {
    const { call, subnetId } = await createTestAccount();
    call('ecs', 'RegisterTaskDefinition', fargateDefinition());
    expect(() =>
      call('ecs', 'CreateService', {
        cluster: 'main',
        serviceName: 'users',
        desiredCount: 1,
        launchType: 'FARGATE',
        taskDefinition: 'user-service',
        deploymentController: { type: 'CODE_DEPLOY' },
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnetId] } },
      }),
    ).toThrow('must use an Application Load Balancer or Network Load Balancer');
  });

  it('of a CODE_DEPLOY service are changed by CodeDeploy alone, until ECS takes the service over', async () => {
    const { call, place, service } = await createAccount('CODE_DEPLOY');
    call('ecs', 'RegisterTaskDefinition', fargateDefinition());
    const update = (change: object) => () => call('ecs', 'UpdateService', { ...place, ...change });
    expect(update({ taskDefinition: 'user-service:2' })).toThrow(
      'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    );
    expect(update({ forceNewDeployment: true })).toThrow(
      'Cannot force a new deployment on services with a CODE_DEPLOY',
    );
    update({ desiredCount: 1 })();
    expect(service()?.taskSets?.[0]?.computedDesiredCount).toBe(1);
    update({ deploymentController: { type: 'ECS' }, taskDefinition: 'user-service:2' })();
    expect(service()?.taskSets).toBeUndefined();
    expect(service()?.deployments?.[0]?.taskDefinition).toMatch(/:2$/);
  });

  it('are refused to services of the ECS controller', async () => {
    const { create, service } = await createAccount('ECS');
    expect(() => create()).toThrow(
      'Amazon ECS only supports task set management on services configured to use external deployment controllers.',
    );
    expect(service()?.taskSets).toBeUndefined();
  });
});
