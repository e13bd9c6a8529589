import type { CreateServiceRequest } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { appendServiceEvent } from './service-events.ts';
import { ecsTablesOf } from './store.ts';
import { createTestAccount, fargateDefinition } from './test-account.ts';

async function createAccountWithService(changes: Partial<CreateServiceRequest> = {}) {
  const account = await createTestAccount();
  account.call('ecs', 'RegisterTaskDefinition', fargateDefinition());
  const created = account.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'users',
    taskDefinition: 'user-service',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: [account.subnetId] } },
    ...changes,
  });
  const update = (input: object) =>
    account.call('ecs', 'UpdateService', { cluster: 'main', service: 'users', ...input }).service;
  return { ...account, service: created.service, update };
}

describe('CreateService', () => {
  it('begins one PRIMARY deployment and claims no running task', async () => {
    const { service } = await createAccountWithService();
    expect(service).toMatchObject({
      serviceArn: 'arn:aws:ecs:us-east-1:123456789012:service/main/users',
      status: 'ACTIVE',
      desiredCount: 2,
      runningCount: 0,
      platformVersion: 'LATEST',
      deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, strategy: 'ROLLING' },
    });
    expect(service?.deployments).toHaveLength(1);
    const [deployment] = service?.deployments ?? [];
    expect(deployment?.id).toMatch(/^ecs-svc\/\d{19}$/);
    expect(deployment).toMatchObject({
      status: 'PRIMARY',
      rolloutState: 'IN_PROGRESS',
      rolloutStateReason: `ECS deployment ${deployment?.id} in progress.`,
    });
  });

  it('gives the revision of a deployment the digits of its id, by which Terraform finds it', async () => {
    const { call, service } = await createAccountWithService();
    const digits = service?.deployments?.[0]?.id?.replace('ecs-svc/', '') ?? '';
    const list = call('ecs', 'ListServiceDeployments', { cluster: 'main', service: 'users' });
    expect(list.serviceDeployments?.[0]?.targetServiceRevisionArn).toContain(digits);
    expect(list.serviceDeployments?.[0]?.status).toBe('PENDING');
  });

  const network = (subnet: string) => ({ awsvpcConfiguration: { subnets: [subnet] } });
  const refused: [string, Partial<CreateServiceRequest>, string][] = [
    [
      'no network configuration',
      { networkConfiguration: undefined },
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ],
    [
      'a subnet that does not exist',
      { networkConfiguration: network('subnet-b') },
      "Error retrieving subnet information for [subnet-b]: The subnet ID 'subnet-b' does not exist (ErrorCode: InvalidSubnetID.NotFound)",
    ],
    [
      'a container that does not exist',
      { loadBalancers: [{ targetGroupArn: 'arn', containerName: 'web', containerPort: 80 }] },
      'The container web does not exist in the task definition.',
    ],
    [
      'a port that no container exposes',
      { loadBalancers: [{ targetGroupArn: 'arn', containerName: 'app', containerPort: 80 }] },
      'The container app did not have a container port 80 defined.',
    ],
    [
      'a target group that does not exist',
      { loadBalancers: [{ targetGroupArn: 'arn', containerName: 'app', containerPort: 3001 }] },
      'Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions.',
    ],
    [
      'a grace period without a load balancer',
      { healthCheckGracePeriodSeconds: 30 },
      'Health check grace period is only valid for services configured to use load balancers',
    ],
  ];

  it.each(refused)('refuses %s', async (_what, changes, message) => {
    await expect(createAccountWithService(changes)).rejects.toThrow(
      expect.objectContaining({ code: 'InvalidParameterException', message }),
    );
  });

  it('is idempotent by client token and refuses the name otherwise', async () => {
    const { call, subnetId } = await createAccountWithService({ clientToken: 'once' });
    const again = (clientToken: string) =>
      call('ecs', 'CreateService', {
        cluster: 'main',
        serviceName: 'users',
        taskDefinition: 'user-service',
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: network(subnetId),
        clientToken,
      });
    expect(again('once').service?.deployments).toHaveLength(1);
    expect(() => again('twice')).toThrow('Creation of service was not idempotent.');
  });
});

describe('UpdateService', () => {
  it('starts a deployment for a new task definition and demotes the old one', async () => {
    const { call, service, update } = await createAccountWithService();
    call('ecs', 'RegisterTaskDefinition', fargateDefinition());
    const updated = update({ taskDefinition: 'user-service:2' });
    expect(updated?.deployments?.map(({ status }) => status)).toEqual(['PRIMARY', 'ACTIVE']);
    expect(updated?.deployments?.[1]?.id).toBe(service?.deployments?.[0]?.id);
  });

  it('keeps the deployment when only the count changes or nothing does', async () => {
    const { service, update } = await createAccountWithService();
    const id = service?.deployments?.[0]?.id;
    const scaled = update({ desiredCount: 5 });
    expect(scaled?.deployments).toMatchObject([{ id, desiredCount: 5 }]);
    expect(update({ taskDefinition: 'user-service:1' })?.deployments).toMatchObject([{ id }]);
  });

  it('starts a deployment with the same task definition when forced', async () => {
    const { update } = await createAccountWithService();
    expect(update({ forceNewDeployment: true })?.deployments).toHaveLength(2);
  });

  it('refuses a deregistered revision', async () => {
    const { call, update } = await createAccountWithService();
    call('ecs', 'RegisterTaskDefinition', fargateDefinition());
    call('ecs', 'DeregisterTaskDefinition', { taskDefinition: 'user-service:2' });
    expect(() => update({ taskDefinition: 'user-service:2' })).toThrow(
      expect.objectContaining({ code: 'ClientException', message: 'TaskDefinition is inactive' }),
    );
  });
});

describe('DeleteService', () => {
  it('refuses while the service is scaled above 0 and drains it otherwise', async () => {
    const { call, update } = await createAccountWithService();
    const remove = () => call('ecs', 'DeleteService', { cluster: 'main', service: 'users' });
    expect(remove).toThrow('The service cannot be stopped while it is scaled above 0.');
    update({ desiredCount: 0 });
    expect(remove().service?.status).toBe('DRAINING');
    expect(() => update({ desiredCount: 1 })).toThrow('Service was not ACTIVE.');
  });
});

describe('service events', () => {
  it('are newest first, at most 100, and say nothing twice in a row within six hours', async () => {
    const { call, context, clock } = await createAccountWithService();
    const { services } = ecsTablesOf(context);
    const [service] = [...services.values()];
    if (service === undefined) throw new Error('no service');
    const say = (message: string) =>
      appendServiceEvent(context.store, services.scope, service, message, clock.now(), context.ids);
    const messages = () =>
      call('ecs', 'DescribeServices', { cluster: 'main', services: ['users'] }).services?.[0]?.events?.map(
        (event) => event.message,
      );
    say(' has reached a steady state.');
    say(' has reached a steady state.');
    expect(messages()).toEqual(['(service users) has reached a steady state.']);
    await clock.advance(6 * 60 * 60 * 1000);
    say(' has reached a steady state.');
    expect(messages()).toHaveLength(2);
    for (let count = 0; count < 150; count++) say(` event ${count}`);
    expect(messages()).toHaveLength(100);
    expect(messages()?.[0]).toBe('(service users) event 149');
  });
});

describe('DescribeServices', () => {
  it('names what is missing instead of failing', async () => {
    const { call } = await createAccountWithService();
    const { failures } = call('ecs', 'DescribeServices', { cluster: 'main', services: ['none'] });
    expect(failures).toEqual([
      { arn: 'arn:aws:ecs:us-east-1:123456789012:service/main/none', reason: 'MISSING' },
    ]);
  });
});

describe('the target group of a service', () => {
  it('takes addresses and belongs to a load balancer', async () => {
    const account = await createTestAccount();
    const { VpcId } = account.call('ec2', 'DescribeVpcs', {}).Vpcs?.[0] ?? {};
    const group = (Name: string, TargetType: 'ip' | 'instance') =>
      account.call('elbv2', 'CreateTargetGroup', { Name, Protocol: 'HTTP', Port: 80, VpcId, TargetType })
        .TargetGroups?.[0]?.TargetGroupArn ?? '';
    account.call('ecs', 'RegisterTaskDefinition', fargateDefinition());
    const create = (targetGroupArn: string) => () =>
      account.call('ecs', 'CreateService', {
        cluster: 'main',
        serviceName: 'users',
        taskDefinition: 'user-service',
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: [account.subnetId] } },
        loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 3001 }],
      });
    const [instances, addresses] = [group('instances', 'instance'), group('addresses', 'ip')];
    expect(create(instances)).toThrow(
      'has target type instance, which is incompatible with the awsvpc network mode',
    );
    expect(create(addresses)).toThrow(
      `The target group with targetGroupArn ${addresses} does not have an associated load balancer.`,
    );
  });
});
