import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { definitionOf } from '../../../controllers/ecs-task/definition-of.ts';
import type { Door } from '../../../gateway/http-server.ts';
import { ec2Tables } from '../../../services/ec2/store.ts';
import { type ContainerRow, ecsTableNames, ecsTables, type TaskRow } from '../../../services/ecs/store.ts';
import type { ControlPlane } from '../../control-plane.ts';
import { containerMetadata } from './container-metadata.ts';
import { containerStats, type StatsSample } from './container-stats.ts';
import type { TaskCredentials } from './task-credentials.ts';
import type { LiveContainers } from './task-endpoints.ts';
import { taskMetadata, type TaskFacts } from './task-metadata.ts';
import { taskProtection } from './task-protection.ts';

export interface EndpointDoorOptions {
  readonly plane: ControlPlane;
  readonly credentials: TaskCredentials;
  readonly containers: LiveContainers;
  /** The last measurement that was told, by runtime id. */
  readonly samples: Map<string, StatsSample>;
  /** Time of all processors of this machine, busy or idle, in nanoseconds. */
  readonly systemCpuNs: () => number;
  readonly processors: number;
}

interface Found {
  readonly scope: string;
  readonly task: TaskRow;
  readonly container: ContainerRow;
}

const paths =
  /^\/(?:v2\/credentials\/(?<credentialsId>[0-9a-f-]+)|v[34]\/(?<runtimeId>[0-9a-f]{32}-\d{10})(?<what>\/task|\/taskWithTags|\/stats|\/task\/stats)?|api\/(?<apiId>[0-9a-f]{32}-\d{10})\/task-protection\/v1\/state)\/?$/;

/** What ECS serves at 169.254.170.2. */
export function endpointDoor(options: EndpointDoorOptions): Door {
  return {
    name: 'task endpoints',
    matches: ({ url = '', headers }) => paths.test(pathOf(url)) || headers.host === '169.254.170.2',
    async handle(request, response) {
      const groups = paths.exec(pathOf(request.url ?? ''))?.groups ?? {};
      const { credentialsId, runtimeId, apiId, what } = groups;
      if (credentialsId !== undefined) return sendCredentials(options.credentials, credentialsId, response);
      const found = findContainer(options.plane, runtimeId ?? apiId ?? '');
      if (found === undefined) {
        send(response, 404, `There is no container for ${request.url ?? '/'}.`);
        return;
      }
      if (apiId !== undefined) {
        await protect(options.plane, found, request, response);
        return;
      }
      if (request.method !== 'GET') {
        send(response, 405, 'Only GET is served here.');
        return;
      }
      send(response, 200, documentOf(options, found, what));
    },
  };
}

function documentOf(options: EndpointDoorOptions, found: Found, what: string | undefined): unknown {
  const facts = factsOf(options, found);
  switch (what) {
    case '/task':
    case '/taskWithTags':
      return taskMetadata(facts, { withTags: what === '/taskWithTags' });
    case '/stats':
      return statsOf(options, found.task, found.container) ?? null;
    case '/task/stats':
      return Object.fromEntries(
        found.task.observed.containers.flatMap((container) =>
          container.runtimeId === undefined
            ? []
            : [[container.runtimeId, statsOf(options, found.task, container) ?? null]],
        ),
      );
    default:
      return containerMetadata({
        ...facts,
        container: found.container,
        health: facts.healthOf(found.container.name),
      });
  }
}

function factsOf({ plane, containers }: EndpointDoorOptions, { scope, task }: Found): TaskFacts {
  const subnetId = task.observed.attachments[0]?.details.find(({ name }) => name === 'subnetId')?.value;
  const subnet = subnetId === undefined ? undefined : ec2Tables(plane.store, scope).subnets.get(subnetId);
  return {
    scope,
    task,
    definition: definitionOf(plane, scope, task),
    subnetCidrBlock: subnet?.cidrBlock,
    vpcId: subnet?.vpcId,
    healthOf: (name) => containers.healthOf(task.taskArn, name),
  };
}

function statsOf(
  { plane, containers, samples, systemCpuNs, processors }: EndpointDoorOptions,
  task: TaskRow,
  { runtimeId = '', name, memory }: ContainerRow,
) {
  const usage = containers.usageOf(task.taskArn, name);
  if (usage === undefined) {
    samples.delete(runtimeId);
    return undefined;
  }
  const sample = { atMs: plane.clock.now(), usage, systemCpuNs: systemCpuNs(), processors };
  const previous = samples.get(runtimeId);
  samples.set(runtimeId, sample);
  const memoryLimitBytes = Number(memory ?? task.memory) * 1024 * 1024;
  return containerStats({ runtimeId, name, memoryLimitBytes }, sample, previous);
}

async function protect(
  plane: ControlPlane,
  { scope, task }: Found,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'PUT') {
    send(response, 405, 'Only GET and PUT are served here.');
    return;
  }
  const change = request.method === 'PUT' ? parseObject(await text(request)) : undefined;
  const { status, body } = taskProtection(plane, scope, task, change);
  send(response, status, body);
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function sendCredentials(credentials: TaskCredentials, id: string, response: ServerResponse): void {
  const found = credentials.credentials(id);
  if (found !== undefined) send(response, 200, found);
  else {
    // As the ECS agent answers.
    send(response, 400, {
      code: 'InvalidIdInRequest',
      message: 'CredentialsV2Request: Credentials not found',
      HTTPErrorCode: 400,
    });
  }
}

/** The container of that runtime id, which begins with the id of its task. */
function findContainer({ store }: ControlPlane, runtimeId: string): Found | undefined {
  for (const scope of store.scopes(ecsTableNames.tasks)) {
    for (const task of ecsTables(store, scope).tasks.values()) {
      if (!runtimeId.startsWith(`${task.taskId}-`)) continue;
      const container = task.observed.containers.find((each) => each.runtimeId === runtimeId);
      if (container !== undefined) return { scope, task, container };
    }
  }
  return undefined;
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
