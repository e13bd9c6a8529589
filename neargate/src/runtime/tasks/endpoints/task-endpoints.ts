import { cpus } from 'node:os';
import type { HealthState } from '../../../controllers/ecs-task/health/health-state.ts';
import type { Logger } from '../../../core/logger.ts';
import type { ContainerUsage, OwnNames } from '../../../drivers/task/driver.ts';
import type { Door } from '../../../gateway/http-server.ts';
import { startGateway } from '../../../gateway/http-server.ts';
import type { TaskDefinitionRow, TaskRow } from '../../../services/ecs/store.ts';
import { ecsTableNames } from '../../../services/ecs/store.ts';
import type { ControlPlane } from '../../control-plane.ts';
import type { Part } from '../../lifecycle.ts';
import type { StatsSample } from './container-stats.ts';
import { TaskCredentials } from './task-credentials.ts';
import { endpointDoor } from './endpoint-door.ts';

/** Where ECS serves them inside a task. */
export const linkLocalAddress = '169.254.170.2';

/** The servers that a task finds in its network beside its own: metadata, credentials, AWS's API. */
export interface TaskEndpoints {
  /** As the container with this runtime id finds them. `definition` has the task's overrides. */
  ownNames(scope: string, task: TaskRow, definition: TaskDefinitionRow, runtimeId: string): OwnNames;
}

/** What only the process that runs the containers can tell. */
export interface LiveContainers {
  usageOf(taskArn: string, containerName: string): ContainerUsage | undefined;
  healthOf(taskArn: string, containerName: string): HealthState | undefined;
}

export interface TaskEndpointsOptions {
  readonly plane: ControlPlane;
  readonly log: Logger;
  /** The address of this machine to serve at. */
  readonly host: string;
  /** AWS's API for programs of tasks, which cannot reach the machine's own localhost. */
  readonly awsDoor: Door | undefined;
  readonly containers: LiveContainers;
}

/** Serves them for all tasks on one port of this machine. */
export async function startTaskEndpoints(options: TaskEndpointsOptions): Promise<Part<TaskEndpoints>> {
  const { plane, log, host, awsDoor, containers } = options;
  const credentials = new TaskCredentials(plane);
  const samples = new Map<string, StatsSample>();
  const unsubscribe = plane.store.subscribe((changes) => {
    for (const { table, key, after } of changes) {
      if (table !== ecsTableNames.tasks) continue;
      const task = after as TaskRow | undefined;
      if (task !== undefined && task.observed.lastStatus !== 'STOPPED') continue;
      credentials.forget(key);
      for (const { runtimeId } of task?.observed.containers ?? []) samples.delete(runtimeId ?? '');
    }
  });
  const door = endpointDoor({
    plane,
    credentials,
    containers,
    samples,
    systemCpuNs: () =>
      cpus().reduce((sum, { times }) => sum + Object.values(times).reduce((a, b) => a + b), 0) * 1e6,
    processors: cpus().length,
  });
  const server = await startGateway({
    host,
    port: 0,
    doors: [door, ...(awsDoor === undefined ? [] : [awsDoor])],
    log,
  });
  const place = `${host}:${server.port}`;
  return {
    value: {
      ownNames(scope, task, { taskRoleArn }, runtimeId) {
        const credentialsPath =
          taskRoleArn === undefined
            ? undefined
            : `/v2/credentials/${credentials.idOf(scope, task.taskArn, taskRoleArn)}`;
        return {
          table: { [linkLocalAddress]: place },
          variables: {
            ...endpointVariables(`http://${linkLocalAddress}`, runtimeId),
            ...awsVariables(awsDoor, place),
            ...(credentialsPath === undefined
              ? {}
              : { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: credentialsPath }),
          },
          directVariables: {
            ...endpointVariables(`http://${place}`, runtimeId),
            ...awsVariables(awsDoor, place),
            ...(credentialsPath === undefined
              ? {}
              : { AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${place}${credentialsPath}` }),
          },
        };
      },
    },
    async stop() {
      unsubscribe();
      await server.stop();
    },
  };
}

function endpointVariables(base: string, runtimeId: string): Readonly<Record<string, string>> {
  return {
    ECS_CONTAINER_METADATA_URI_V4: `${base}/v4/${runtimeId}`,
    ECS_CONTAINER_METADATA_URI: `${base}/v3/${runtimeId}`,
    ECS_AGENT_URI: `${base}/api/${runtimeId}`,
  };
}

/** On AWS the SDKs find AWS by themselves. An address as host makes them put bucket names into paths. */
function awsVariables(awsDoor: Door | undefined, place: string): Readonly<Record<string, string>> {
  return awsDoor === undefined ? {} : { AWS_ENDPOINT_URL: `http://${place}` };
}
