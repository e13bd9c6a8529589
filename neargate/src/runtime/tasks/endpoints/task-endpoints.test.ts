import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../core/logger.ts';
import { newTask } from '../../../services/ecs/new-task.ts';
import { ecsTablesOf, type TaskRow } from '../../../services/ecs/store.ts';
import { createTestAccount, fargateDefinition } from '../../../services/ecs/test-account.ts';
import { invokeNow } from '../../../services/invoke.ts';
import type { ControlPlane } from '../../control-plane.ts';
import { startTaskEndpoints } from './task-endpoints.ts';

const scope = '123456789012/us-east-1';
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
  ],
});

/** A running task of the service `web`, and the endpoints as its container finds them. */
async function createRunningTask() {
  const account = await createTestAccount();
  const { context, call } = account;
  const { Role } = call('iam', 'CreateRole', { RoleName: 'task', AssumeRolePolicyDocument: trust });
  call('ecs', 'RegisterTaskDefinition', fargateDefinition({ taskRoleArn: Role?.Arn }));
  const tables = ecsTablesOf(context);
  const [cluster] = tables.clusters.values();
  const [definition] = tables.taskDefinitions.values();
  if (cluster === undefined || definition === undefined) throw new Error('nothing registered');
  const started = newTask(
    {
      cluster,
      taskDefinition: definition,
      group: 'service:web',
      serviceName: 'web',
      tags: [{ key: 'team', value: 'a' }],
    },
    account.clock.now(),
    context.ids,
  );
  const runtimeId = `${started.taskId}-1234567890`;
  const task: TaskRow = {
    ...started,
    observed: {
      ...started.observed,
      lastStatus: 'RUNNING',
      containers: started.observed.containers.map((container) => ({
        ...container,
        runtimeId,
        lastStatus: 'RUNNING' as const,
      })),
    },
  };
  tables.tasks.put(task.taskArn, task);
  const plane = {
    store: context.store,
    clock: context.clock,
    ids: context.ids,
    contextOf: () => context,
    invokeNow: (_scope: string, service: 'ecs', operation: string, input: unknown) =>
      invokeNow(service, operation as 'RunTask', input as never, context),
  } as unknown as ControlPlane;
  let cpuSeconds = 0;
  const endpoints = await startTaskEndpoints({
    plane,
    log: silentLogger,
    host: '127.0.0.1',
    awsDoor: undefined,
    containers: {
      usageOf: () => ({ cpuSeconds: (cpuSeconds += 0.5), memoryBytes: 1000 }),
      healthOf: () => undefined,
    },
  });
  onTestFinished(() => endpoints.stop?.());
  const { directVariables, variables, table } = endpoints.value.ownNames(scope, task, definition, runtimeId);
  return { ...account, tables, task, runtimeId, directVariables, variables, table };
}

async function json(url: string | undefined, init?: RequestInit) {
  const response = await fetch(url ?? '', init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('task endpoints', () => {
  it('give programs that know 169.254.170.2 its addresses, and others the real ones', async () => {
    const { variables, directVariables, table, runtimeId } = await createRunningTask();
    expect(variables).toMatchObject({
      ECS_CONTAINER_METADATA_URI_V4: `http://169.254.170.2/v4/${runtimeId}`,
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: expect.stringMatching(
        /^\/v2\/credentials\/[0-9a-f-]{36}$/,
      ) as string,
    });
    expect(directVariables['ECS_CONTAINER_METADATA_URI_V4']).toBe(
      `http://${table['169.254.170.2']}/v4/${runtimeId}`,
    );
    expect(directVariables).toHaveProperty('AWS_CONTAINER_CREDENTIALS_FULL_URI');
    expect(directVariables).not.toHaveProperty('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
  });

  it('tell of the task with and without its tags, and nothing that is not known', async () => {
    const { directVariables, task } = await createRunningTask();
    const v4 = directVariables['ECS_CONTAINER_METADATA_URI_V4'];
    const { body } = await json(`${v4}/task`);
    expect(body).toMatchObject({
      TaskARN: task.taskArn,
      ServiceName: 'web',
      Revision: '1',
      Limits: { CPU: 0.25, Memory: 512 },
      Containers: [{ Name: 'app', KnownStatus: 'RUNNING' }],
    });
    for (const unknown of ['TaskTags', 'ClockDrift', 'EphemeralStorageMetrics', 'PullStartedAt'])
      expect(body).not.toHaveProperty(unknown);
    expect((await json(`${v4}/taskWithTags`)).body).toMatchObject({ TaskTags: { team: 'a' } });
  });

  it('measure anew at each question, and give the measurement before', async () => {
    const { directVariables, runtimeId } = await createRunningTask();
    const v4 = directVariables['ECS_CONTAINER_METADATA_URI_V4'];
    await json(`${v4}/stats`);
    const { body } = await json(`${v4}/task/stats`);
    expect(body[runtimeId]).toMatchObject({
      cpu_stats: { cpu_usage: { total_usage: 1e9 } },
      precpu_stats: { cpu_usage: { total_usage: 5e8 } },
      memory_stats: { usage: 1000, limit: 512 * 1024 * 1024 },
    });
  });

  it('give credentials of the role until the task has stopped, and renew them before they end', async () => {
    const { directVariables, task, tables, clock } = await createRunningTask();
    const url = directVariables['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
    const first = (await json(url)).body;
    expect(first).toMatchObject({ RoleArn: 'arn:aws:iam::123456789012:role/task' });
    expect((await json(url)).body).toEqual(first);
    await clock.advance(5.5 * 60 * 60 * 1000);
    expect((await json(url)).body['AccessKeyId']).not.toBe(first['AccessKeyId']);
    tables.tasks.put(task.taskArn, { ...task, observed: { ...task.observed, lastStatus: 'STOPPED' } });
    expect(await json(url)).toMatchObject({ status: 400, body: { code: 'InvalidIdInRequest' } });
  });

  it('protect the task from scale-in', async () => {
    const { directVariables, task } = await createRunningTask();
    const url = `${directVariables['ECS_AGENT_URI']}/task-protection/v1/state`;
    expect((await json(url)).body).toEqual({
      protection: { ProtectionEnabled: false, TaskArn: task.taskArn },
    });
    const put = (body: object) => json(url, { method: 'PUT', body: JSON.stringify(body) });
    expect((await put({ ProtectionEnabled: true, ExpiresInMinutes: 60 })).body).toMatchObject({
      protection: { ProtectionEnabled: true, ExpirationDate: '2026-01-01T01:00:00.000Z' },
    });
    expect(await put({})).toMatchObject({
      status: 400,
      body: { error: { Code: 'InvalidParameterException' } },
    });
  });

  it('answer at the address that programs of a task call', async () => {
    const { table, runtimeId } = await createRunningTask();
    const [host = '', port = ''] = (table['169.254.170.2'] ?? '').split(':');
    const status = await new Promise((resolve, reject) => {
      request({ host, port, path: `/v4/${runtimeId}`, headers: { host: '169.254.170.2' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    expect((await json(`http://${host}:${port}/v4/${'0'.repeat(32)}-1234567890`)).status).toBe(404);
  });
});
