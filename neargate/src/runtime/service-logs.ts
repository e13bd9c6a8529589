import { UserError } from '../core/user-error.ts';
import type { LogLine } from '../gateway/admin-protocol.ts';
import { ecsTableNames, ecsTables, type ServiceRow } from '../services/ecs/store.ts';
import type { LogStreamAddress } from '../services/logs/log-store.ts';
import { logsTables } from '../services/logs/store.ts';
import type { ControlPlane } from './control-plane.ts';
import { logAddressOf } from './tasks/log-streams.ts';

/** How many lines are shown of before. */
const linesShown = 200;

/**
 * The log lines of a service's tasks, past ones included, oldest first; with `follow` it goes on until `signal` is aborted.
 * @throws UserError when there is no such service or it writes no logs
 */
export async function* serviceLogs(
  plane: ControlPlane,
  serviceName: string,
  follow: boolean,
  signal: AbortSignal,
): AsyncIterable<LogLine> {
  const prefixes = logPrefixes(plane, serviceName);
  const read = new Map<string, number>();
  const fresh = (): LogLine[] =>
    streamsOf(plane, prefixes)
      .flatMap((address) => {
        const key = `${address.scope} ${address.group} ${address.stream}`;
        const from = read.get(key) ?? 0;
        if (plane.logs.summary(address).eventCount === from) return [];
        const events = plane.logs.read(address);
        read.set(key, events.length);
        return events
          .filter(({ position }) => position >= from)
          .map(({ timestampMs, message }) => ({ timestampMs, message, stream: address.stream }));
      })
      .toSorted((left, right) => left.timestampMs - right.timestampMs);
  yield* fresh().slice(-linesShown);
  if (!follow) return;
  let wake: (() => void) | undefined;
  const unsubscribe = plane.logs.onAppend((address) => {
    if (prefixes.some((prefix) => isIn(address, prefix))) wake?.();
  });
  const onAbort = () => wake?.();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      yield* fresh();
      await woken;
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', onAbort);
  }
}

/** The latest lines of one task's containers, oldest first. */
export function lastLinesOf(
  plane: ControlPlane,
  scope: string,
  task: { readonly taskId: string; readonly taskDefinitionArn: string },
  count: number,
): readonly string[] {
  const definition = ecsTables(plane.store, scope).taskDefinitions.get(task.taskDefinitionArn);
  return (definition?.containerDefinitions ?? [])
    .flatMap((container) => {
      const address = logAddressOf(scope, task.taskId, container);
      return address === undefined ? [] : plane.logs.read(address);
    })
    .toSorted((left, right) => left.timestampMs - right.timestampMs)
    .slice(-count)
    .map(({ message }) => message);
}

/** Where the tasks of a service write: the group, and what the names of their streams begin with. */
function logPrefixes(plane: ControlPlane, serviceName: string): readonly LogStreamAddress[] {
  const found = plane.store
    .scopes(ecsTableNames.services)
    .flatMap((scope) =>
      [...ecsTables(plane.store, scope).services.values()]
        .filter((service) => service.serviceName === serviceName)
        .map((service) => ({ scope, service })),
    );
  if (found.length === 0) throw unknownService(plane, serviceName);
  const prefixes = found.flatMap(({ scope, service }) => prefixesOf(plane, scope, service));
  if (prefixes.length === 0) {
    throw new UserError(
      `The containers of ${serviceName} have no awslogs configuration: their output is not kept.`,
      {
        remedy: 'Give the container definition a logConfiguration with the awslogs driver.',
      },
    );
  }
  return prefixes;
}

function prefixesOf(plane: ControlPlane, scope: string, service: ServiceRow): LogStreamAddress[] {
  const { taskDefinitions } = ecsTables(plane.store, scope);
  const family = service.taskDefinition.replace(/:\d+$/, '');
  const addresses = [...taskDefinitions.values()]
    .filter(({ taskDefinitionArn }) => taskDefinitionArn.replace(/:\d+$/, '') === family)
    .flatMap(({ containerDefinitions }) =>
      containerDefinitions.flatMap((container) => logAddressOf(scope, '', container) ?? []),
    );
  const byKey = new Map(addresses.map((address) => [JSON.stringify(address), address]));
  return [...byKey.values()];
}

function streamsOf({ store }: ControlPlane, prefixes: readonly LogStreamAddress[]): LogStreamAddress[] {
  return prefixes.flatMap((prefix) =>
    [...logsTables(store, prefix.scope).streams.values()]
      .map(({ logGroupName, logStreamName }) => ({
        scope: prefix.scope,
        group: logGroupName,
        stream: logStreamName,
      }))
      .filter((address) => isIn(address, prefix)),
  );
}

function isIn(address: LogStreamAddress, prefix: LogStreamAddress): boolean {
  return (
    address.scope === prefix.scope &&
    address.group === prefix.group &&
    address.stream.startsWith(prefix.stream)
  );
}

function unknownService({ store }: ControlPlane, serviceName: string): UserError {
  const names = store
    .scopes(ecsTableNames.services)
    .flatMap((scope) => Array.from(ecsTables(store, scope).services.values(), (row) => row.serviceName));
  return new UserError(`There is no service "${serviceName}".`, {
    remedy: names.length === 0 ? 'No service exists yet.' : `Services: ${names.toSorted().join(', ')}.`,
  });
}
