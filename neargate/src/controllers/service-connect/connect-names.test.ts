import { describe, expect, it } from 'vitest';
import type { ServiceRow, TaskDefinitionRow, TaskRow } from '../../services/ecs/store.ts';
import { type ConnectTask, connectNames } from './connect-names.ts';

const definition = {
  containerDefinitions: [{ name: 'app', portMappings: [{ name: 'http', containerPort: 3001 }] }],
} as unknown as TaskDefinitionRow;

function server(taskId: string, change: Partial<ConnectTask> & { health?: string; status?: string } = {}) {
  const { health = 'HEALTHY', status = 'RUNNING', ...rest } = change;
  return {
    task: {
      taskId,
      desiredStatus: status === 'RUNNING' ? 'RUNNING' : 'STOPPED',
      observed: { lastStatus: status, healthStatus: health },
    } as TaskRow,
    service: { serviceArn: 'api' } as ServiceRow,
    configuration: {
      enabled: true,
      services: [{ portName: 'http', discoveryName: 'api', clientAliases: [{ port: 80, dnsName: 'api' }] }],
    },
    namespace: 'mesh',
    definition,
    deployedAtMs: 1000,
    offeredAtMs: new Map([['api', 1000]]),
    ...rest,
  } satisfies ConnectTask;
}

const client = (deployedAtMs: number, namespace = 'mesh'): ConnectTask => ({
  ...server('client', { deployedAtMs, namespace }),
  service: { serviceArn: 'client' } as ServiceRow,
  configuration: { enabled: true },
  offeredAtMs: new Map(),
});

const namesFor = (tasks: readonly ConnectTask[]) =>
  connectNames(tasks, ({ taskId }) => `127.1.0.${taskId}`).get('client');

describe('names of Service Connect', () => {
  it('lead to the running tasks of the namespace, at the port that the alias stands for', () => {
    expect(
      namesFor([server('1'), server('2'), server('3', { status: 'DEACTIVATING' }), client(2000)]),
    ).toEqual([
      {
        name: 'api',
        addresses: ['127.1.0.1', '127.1.0.2'],
        services: [],
        ports: { 80: 3001 },
        answers: 2,
        ttl: 0,
      },
    ]);
  });

  it('leave unhealthy tasks out while there are others', () => {
    const sick = server('1', { health: 'UNHEALTHY' });
    expect(namesFor([sick, server('2'), client(2000)])?.[0]?.addresses).toEqual(['127.1.0.2']);
    expect(namesFor([sick, client(2000)])?.[0]?.addresses).toEqual(['127.1.0.1']);
  });

  it('are not there for tasks deployed before the endpoint, nor in another namespace', () => {
    expect(namesFor([server('1'), client(999)])).toEqual([]);
    expect(namesFor([server('1'), client(2000, 'other')])).toEqual([]);
  });

  it('without an alias are the discovery name in the namespace, at the container’s port', () => {
    const plain = server('1', { configuration: { enabled: true, services: [{ portName: 'http' }] } });
    expect(namesFor([{ ...plain, offeredAtMs: new Map([['http', 1]]) }, client(2000)])).toMatchObject([
      { name: 'http.mesh', ports: { 3001: 3001 } },
    ]);
  });
});
