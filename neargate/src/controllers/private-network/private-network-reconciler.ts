import { serialize } from 'node:v8';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { RelayProcess, RelayProcessOptions } from '../../drivers/relay/process.ts';
import type {
  DeniedConnection as RelayDenial,
  RelayConfig,
  RelayResult,
  RelaySnapshot,
} from '../../drivers/relay/relay-snapshot.ts';
import {
  type InterfaceReference,
  judgeConnection,
  judgeInterfaces,
  judgeSource,
  type LocalNetwork,
} from '../../network/local-network.ts';
import { ecsTableNames, type TaskRow } from '../../services/ecs/store.ts';
import { faultsTable } from '../../services/faults/store.ts';
import { rdsTables } from '../../services/rds/store.ts';
import { route53TableNames } from '../../services/route53/store.ts';
import { serviceDiscoveryTableNames } from '../../services/servicediscovery/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';
import { type DeniedConnection, deniedConnections } from './denied-connections.ts';
import { databaseHosts } from './database-names.ts';
import { judgeName } from './hosts-file.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';
import { interfaceText } from './interface-text.ts';
import { loadBalancerNames } from './load-balancer-names.ts';
import { namesOfTasks } from './names-of-tasks.ts';
import { readLocalNetwork, readTasks } from './read-local-network.ts';
import { planRelays, type RegionalDatabases } from './relay-plan.ts';
import { TaskHostsFiles } from './task-hosts-files.ts';

export interface PrivateNetworkOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly addresses: InterfaceAddresses;
  /** Where tasks look names up: a file for each, below this folder. */
  readonly hostsDirectory: string;
  /** Starts the relay's process on first use. */
  startRelay(options: Pick<RelayProcessOptions, 'onDenied' | 'onExit'>): Promise<RelayProcess>;
}

export interface PrivateNetworkReconciler extends Reconciler {
  /** What was tried and not let through, the latest first, as far as it still would not be. */
  deniedConnections(): readonly DeniedConnection[];
  /** Relays that cannot listen, by the id of the network interface that they stand for. */
  failures(): readonly { readonly networkInterfaceId: string; readonly message: string }[];
  /** Brings the names that tasks resolve in line with what is so now. */
  publishNames(): void;
  /** The file in which a task looks names up, up to date. */
  hostsFileOf(task: Pick<TaskRow, 'taskId'>): string;
  stop(): Promise<void>;
}

const onlyKey = 'private-network';
const restartsTable = 'runtime.restarts';
/** An apply changes tables a hundred times within a moment; one snapshot is enough for it. */
const quietMs = 15;
/** A relay that cannot listen may be able to later. */
const retryMs = 5_000;

/** The tables that say who reaches whom, and where. */
const concernedTables: ReadonlySet<string> = new Set([
  'ec2.vpcs',
  'ec2.subnets',
  'ec2.route-tables',
  'ec2.internet-gateways',
  'ec2.nat-gateways',
  'ec2.vpc-endpoints',
  'ec2.security-groups',
  'ec2.security-group-rules',
  'ec2.network-acls',
  'ec2.network-interfaces',
  ecsTableNames.tasks,
  'elbv2.load-balancers',
  'elbv2.listeners',
  'rds.clusters',
  'rds.instances',
  route53TableNames.zones,
  route53TableNames.recordSets,
  faultsTable,
  serviceDiscoveryTableNames.namespaces,
  serviceDiscoveryTableNames.services,
  serviceDiscoveryTableNames.instances,
]);

/**
 * Keeps the relay process in line with the network's rules, the tasks and the databases that run, and the names that tasks
 * resolve in line with where they lead.
 */
export function privateNetworkReconciler(options: PrivateNetworkOptions): PrivateNetworkReconciler {
  const { store, clock, log, addresses } = options;
  const denied = deniedConnections();
  /** Interfaces whose own address was taken by another program. */
  const elsewhere = new Set<string>();
  let network: LocalNetwork = {
    models: new Map(),
    tasks: new Map(),
    addresses: new Map(),
    listeners: new Map(),
  };
  let result: RelayResult | undefined;
  let starting: Promise<RelayProcess> | undefined;
  let sent: Buffer | undefined;
  const hosts = new TaskHostsFiles(options.hostsDirectory);
  let lastAtMs = Number.NEGATIVE_INFINITY;

  const relay = () => {
    starting ??= options.startRelay({
      onDenied: (connection) => onDenied(connection),
      onExit: (reason) => {
        starting = undefined;
        sent = undefined;
        log.error('the relay ended', { reason });
        // The next reconcile starts another; touching a row is what wakes it.
        store.table(restartsTable, 'local').put('relay', clock.now());
      },
    });
    starting.catch(() => (starting = undefined));
    return starting;
  };

  function onDenied({ source, destination, port, denial }: RelayDenial): void {
    const from =
      source === undefined
        ? 'a program of this machine'
        : interfaceText(store, source.scope, source.interfaceId);
    const to = `${destinationText(store, network, destination)}:${port}`;
    const isNew = denied.record({ from, to, source, destination, port, denial }, clock.now());
    if (isNew) log.warn('a connection was denied', { from, to, reason: denial.reason });
  }

  function isStillDenied({ source, destination, port }: DeniedConnection): boolean {
    const target = referenceTo(network, destination);
    if (source === undefined) {
      return target !== undefined && !judgeSource(network, '', target, port).allowed;
    }
    if (!network.models.get(source.scope)?.interfaces.has(source.interfaceId)) return false;
    const verdict =
      target === undefined
        ? judgeConnection(network, source, { host: destination, port }).verdict
        : judgeInterfaces(network, source, target, port);
    return !verdict.allowed;
  }

  /** Has the process take what is so now, when that is not what it has. */
  async function send(relays: readonly RelayConfig[]): Promise<void> {
    const snapshot: RelaySnapshot = { network, relays };
    const content = serialize(snapshot);
    if (sent?.equals(content) === true) return;
    // Without tasks and databases there is nothing to judge and nothing to carry.
    if (relays.length === 0 && network.tasks.size === 0 && starting === undefined) return;
    result = await (await relay()).apply(snapshot);
    sent = content;
  }

  function publishNames(): void {
    const everybodys = [
      ...(result === undefined ? [] : [{ name: judgeName, address: '127.0.0.1', port: result.judgePort }]),
      ...databaseHosts(regionalDatabases(store), addresses, result?.relays ?? []),
      ...loadBalancerNames(store),
    ];
    hosts.write(namesOfTasks(store, addresses, readTasks(store), everybodys));
  }

  return {
    name: 'private-network',
    keysFor: ({ table, key }) =>
      concernedTables.has(table) || (table === restartsTable && key === 'relay') ? [onlyKey] : [],
    initialKeys: () => [onlyKey],
    async reconcile() {
      const sinceLastMs = clock.now() - lastAtMs;
      if (sinceLastMs < quietMs) return { requeueAfterMs: quietMs - sinceLastMs };
      lastAtMs = clock.now();
      const regions = regionalDatabases(store);
      for (const id of elsewhere) if (databaseBehind(store, id) === undefined) elsewhere.delete(id);
      const relays = planRelays(regions, addresses, elsewhere);
      network = readLocalNetwork(
        store,
        addresses,
        relays.map(({ destination }) => destination),
      );
      await send(relays);
      const taken = (result?.relays ?? []).filter(
        ({ interfaceId, error }) => error?.code === 'EADDRINUSE' && !elsewhere.has(interfaceId),
      );
      if (taken.length > 0) {
        for (const { interfaceId } of taken) elsewhere.add(interfaceId);
        await send(planRelays(regions, addresses, elsewhere));
      }
      denied.keep(isStillDenied);
      const hasFailed = result?.relays.some(({ error }) => error !== undefined) ?? false;
      if (hasFailed) sent = undefined;
      publishNames();
      return hasFailed ? { requeueAfterMs: retryMs } : undefined;
    },
    publishNames,
    hostsFileOf({ taskId }) {
      publishNames();
      return hosts.pathOf(taskId);
    },
    deniedConnections: () => denied.list(),
    failures: () =>
      (result?.relays ?? []).flatMap(({ interfaceId, error }) =>
        error === undefined ? [] : [{ networkInterfaceId: interfaceId, message: error.message }],
      ),
    async stop() {
      await (await starting)?.stop();
    },
  };
}

function regionalDatabases(store: Store): readonly RegionalDatabases[] {
  return store.scopes('rds.instances').map((scope) => ({
    scope,
    databases: [...rdsTables(store, scope).instances.values()],
    clusters: [...rdsTables(store, scope).clusters.values()],
  }));
}

/** The interface of that id, where it is one. */
function referenceTo(network: LocalNetwork, destination: string): InterfaceReference | undefined {
  for (const [scope, model] of network.models) {
    if (model.interfaces.has(destination)) return { scope, interfaceId: destination };
  }
  return undefined;
}

function destinationText(store: Store, network: LocalNetwork, destination: string): string {
  const database = databaseBehind(store, destination);
  if (database !== undefined) return `database ${database.identifier}`;
  const reference = referenceTo(network, destination);
  return reference === undefined ? destination : interfaceText(store, reference.scope, reference.interfaceId);
}

function databaseBehind(store: Store, networkInterfaceId: string) {
  for (const scope of store.scopes('rds.instances')) {
    for (const row of rdsTables(store, scope).instances.values()) {
      if (row.networkInterfaceId === networkInterfaceId) return row;
    }
  }
  return undefined;
}
