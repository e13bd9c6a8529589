import type { ServiceConnectConfiguration, ServiceConnectService } from '@aws-sdk/client-ecs';
import type { ServiceRow, TaskDefinitionRow, TaskRow } from '../../services/ecs/store.ts';
import type { RecordedName } from '../private-network/hosts-file.ts';

/** One task of a service, and what it was started from. */
export interface ConnectTask {
  readonly task: TaskRow;
  readonly service: ServiceRow;
  readonly configuration: ServiceConnectConfiguration | undefined;
  /** The namespace's name; undefined where there is none. */
  readonly namespace: string | undefined;
  readonly definition: TaskDefinitionRow | undefined;
  /** When its deployment began, epoch milliseconds. */
  readonly deployedAtMs: number;
  /** When its service first offered each endpoint, by discovery name. */
  readonly offeredAtMs: ReadonlyMap<string, number>;
}

/**
 * The names that Service Connect gives to each task of a client, by the task's id: client aliases of the endpoints of its
 * namespace that were there when its deployment began, and the tasks that serve them now. Unhealthy ones get nothing while
 * others are there. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts.html
 * @param addressOf where a task is on this machine
 */
export function connectNames(
  tasks: readonly ConnectTask[],
  addressOf: (task: TaskRow) => string | undefined,
): ReadonlyMap<string, readonly RecordedName[]> {
  const clients = tasks.filter(({ configuration }) => configuration?.enabled === true);
  const endpoints = endpointsOf(clients);
  return new Map(
    clients.map((client): [string, readonly RecordedName[]] => [
      client.task.taskId,
      endpoints
        .filter(
          ({ namespace, offeredAtMs, servers }) =>
            namespace === client.namespace &&
            (offeredAtMs <= client.deployedAtMs ||
              servers.some(({ service }) => service.serviceArn === client.service.serviceArn)),
        )
        .flatMap((endpoint) => namesOf(endpoint, addressOf)),
    ]),
  );
}

interface Endpoint {
  readonly namespace: string;
  readonly discoveryName: string;
  readonly offered: ServiceConnectService;
  readonly port: number;
  readonly offeredAtMs: number;
  readonly servers: ConnectTask[];
}

function endpointsOf(tasks: readonly ConnectTask[]): readonly Endpoint[] {
  const endpoints = new Map<string, Endpoint>();
  for (const each of tasks) {
    for (const offered of each.configuration?.services ?? []) {
      const port = namedPort(each.definition, offered.portName);
      if (each.namespace === undefined || port === undefined) continue;
      const discoveryName = offered.discoveryName ?? offered.portName ?? '';
      const key = `${each.namespace} ${discoveryName}`;
      const endpoint = endpoints.get(key) ?? {
        namespace: each.namespace,
        discoveryName,
        offered,
        port,
        offeredAtMs: each.offeredAtMs.get(discoveryName) ?? each.deployedAtMs,
        servers: [],
      };
      endpoints.set(key, endpoint);
      if (each.task.observed.lastStatus === 'RUNNING' && each.task.desiredStatus === 'RUNNING')
        endpoint.servers.push(each);
    }
  }
  return [...endpoints.values()];
}

function namesOf(
  { namespace, discoveryName, offered, port, servers }: Endpoint,
  addressOf: (task: TaskRow) => string | undefined,
): readonly RecordedName[] {
  const healthy = servers.filter(({ task }) => task.observed.healthStatus !== 'UNHEALTHY');
  const addresses = (healthy.length > 0 ? healthy : servers).flatMap(({ task }) => addressOf(task) ?? []);
  if (addresses.length === 0) return [];
  const aliases = offered.clientAliases ?? [];
  const used = aliases.length > 0 ? aliases : [{ port, dnsName: undefined }];
  return used.map((alias): RecordedName => ({
    name: alias.dnsName ?? `${discoveryName}.${namespace}`,
    addresses,
    services: [],
    ports: { [alias.port ?? port]: port },
    answers: addresses.length,
    ttl: 0,
  }));
}

function namedPort(
  definition: TaskDefinitionRow | undefined,
  portName: string | undefined,
): number | undefined {
  return definition?.containerDefinitions
    .flatMap(({ portMappings = [] }) => portMappings)
    .find(({ name }) => name === portName)?.containerPort;
}
