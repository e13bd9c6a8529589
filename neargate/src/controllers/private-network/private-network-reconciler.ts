import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { RelayProcess, RelayProcessOptions } from '../../drivers/relay/process.ts';
import type { DeniedConnection as RelayDenial, RelayState } from '../../drivers/relay/relay-snapshot.ts';
import { buildNetworkModel } from '../../services/ec2/network-model.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import { rdsTables } from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';
import { type DeniedConnection, deniedConnections } from './denied-connections.ts';
import { type HostEntry, hostsText, writeHostsFile } from './hosts-file.ts';
import { interfaceText } from './interface-text.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';
import { planRelays, type RegionalNetwork, type RelayPlan } from './relay-plan.ts';

export interface PrivateNetworkOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly addresses: InterfaceAddresses;
  /** Where tasks look names up. */
  readonly hostsFile: string;
  /** Starts the relay's process on first use. */
  startRelay(options: Pick<RelayProcessOptions, 'onDenied' | 'onExit'>): Promise<RelayProcess>;
}

export interface PrivateNetworkReconciler extends Reconciler {
  /** What was tried and not let through, the latest first, as far as it still would not be. */
  deniedConnections(): readonly DeniedConnection[];
  /** Relays that cannot listen, by the id of the network interface that they stand for. */
  failures(): readonly { readonly networkInterfaceId: string; readonly message: string }[];
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
  'ec2.security-groups',
  'ec2.security-group-rules',
  'ec2.network-acls',
  'ec2.network-interfaces',
  'rds.instances',
]);

/** Keeps the relay and the names that tasks resolve in line with the databases that run and with the network's rules. */
export function privateNetworkReconciler(options: PrivateNetworkOptions): PrivateNetworkReconciler {
  const { store, clock, log } = options;
  const denied = deniedConnections();
  /** Relays whose own address was taken by another program. */
  const elsewhere = new Set<string>();
  let plan: RelayPlan = { relays: [], denials: new Map() };
  let states: readonly RelayState[] = [];
  let starting: Promise<RelayProcess> | undefined;
  let sent = '';
  let hosts: string | undefined;
  let lastAtMs = Number.NEGATIVE_INFINITY;

  const relay = () => {
    starting ??= options.startRelay({
      onDenied: (connection) => onDenied(connection),
      onExit: (reason) => {
        starting = undefined;
        sent = '';
        log.error('the relay to databases ended', { reason });
        // The next reconcile starts another; touching a row is what wakes it.
        store.table(restartsTable, 'local').put('relay', clock.now());
      },
    });
    starting.catch(() => (starting = undefined));
    return starting;
  };

  function onDenied({ id, source }: RelayDenial): void {
    const found = options.addresses.interfaceAt(source);
    const denial =
      plan.denials.get(id)?.get(found === undefined ? '' : source) ?? plan.denials.get(id)?.get('');
    const database = databaseBehind(store, id);
    if (denial === undefined || database === undefined) return;
    const from =
      found === undefined
        ? 'a program of this machine'
        : interfaceText(store, found.scope, found.networkInterfaceId);
    const to = `database ${database.identifier}:${database.port}`;
    const isNew = denied.record(
      {
        from,
        to,
        sourceInterfaceId: found?.networkInterfaceId,
        destinationInterfaceId: id,
        denial,
      },
      clock.now(),
    );
    if (isNew) log.warn('a connection was denied', { from, to, reason: denial.reason });
  }

  function isStillDenied({ sourceInterfaceId, destinationInterfaceId }: DeniedConnection): boolean {
    const denials = plan.denials.get(destinationInterfaceId);
    if (sourceInterfaceId === undefined) return denials?.has('') ?? false;
    return Array.from(denials?.keys() ?? []).some(
      (address) => options.addresses.interfaceAt(address)?.networkInterfaceId === sourceInterfaceId,
    );
  }

  async function send(): Promise<void> {
    const content = JSON.stringify(plan.relays);
    if (content === sent) return;
    if (plan.relays.length === 0 && starting === undefined) return;
    const process = await relay();
    states = await process.apply({ relays: plan.relays });
    sent = content;
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
      const networks = regionalNetworks(store);
      for (const id of elsewhere) if (databaseBehind(store, id) === undefined) elsewhere.delete(id);
      plan = planRelays(networks, options.addresses, elsewhere);
      await send();
      const taken = states.filter(({ id, error }) => error?.code === 'EADDRINUSE' && !elsewhere.has(id));
      if (taken.length > 0) {
        for (const { id } of taken) elsewhere.add(id);
        plan = planRelays(networks, options.addresses, elsewhere);
        await send();
      }
      denied.keep(isStillDenied);
      const hasFailed = states.some(({ error }) => error !== undefined);
      if (hasFailed) sent = '';
      const text = hostsText(hostEntries(networks, options.addresses, states));
      if (text !== hosts) writeHostsFile(options.hostsFile, text);
      hosts = text;
      return hasFailed ? { requeueAfterMs: retryMs } : undefined;
    },
    deniedConnections: () => denied.list(),
    failures: () =>
      states.flatMap(({ id, error }) =>
        error === undefined ? [] : [{ networkInterfaceId: id, message: error.message }],
      ),
    async stop() {
      await (await starting)?.stop();
    },
  };
}

/** Only accounts and regions that have databases: building a model for the others would be for nothing. */
function regionalNetworks(store: Store): RegionalNetwork[] {
  return store.scopes('rds.instances').flatMap((scope) => {
    const databases = [...rdsTables(store, scope).instances.values()];
    if (databases.length === 0) return [];
    const tables = ec2Tables(store, scope);
    return [
      {
        scope,
        model: buildNetworkModel(tables, scope.split('/')[1] ?? ''),
        databases,
        taskInterfaceIds: [...tables.networkInterfaces.values()]
          .filter(({ description }) => isOfTask(description))
          .map(({ networkInterfaceId }) => networkInterfaceId),
      },
    ];
  });
}

/** ECS describes the interfaces of tasks by the ARN of their attachment. */
function isOfTask(description: string): boolean {
  return /^arn:aws:ecs:[^:]*:[^:]*:attachment\//.test(description);
}

/** The endpoint of every database that has one, also of those that are stopped: on AWS their names resolve too. */
function hostEntries(
  networks: readonly RegionalNetwork[],
  addresses: InterfaceAddresses,
  states: readonly RelayState[],
): readonly HostEntry[] {
  return networks.flatMap(({ scope, databases }) =>
    databases.flatMap((database): HostEntry[] => {
      const { networkInterfaceId, endpointAddress: name, port, observed } = database;
      if (observed.startedAtMs === undefined) return [];
      const state = states.find(({ id }) => id === networkInterfaceId);
      const address = addresses.loopbackOf(scope, networkInterfaceId);
      if (state?.port !== undefined) {
        return [
          { name, address: address ?? '127.0.0.1', port: state.port === port ? undefined : state.port },
        ];
      }
      return address === undefined ? [] : [{ name, address }];
    }),
  );
}

function databaseBehind(store: Store, networkInterfaceId: string) {
  for (const scope of store.scopes('rds.instances')) {
    for (const row of rdsTables(store, scope).instances.values()) {
      if (row.networkInterfaceId === networkInterfaceId) return row;
    }
  }
  return undefined;
}
