import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { ListenerState } from '../../loadbalancer/messages.ts';
import type { SocketAddress } from '../../loadbalancer/places.ts';
import type { DataPlaneReport } from '../../loadbalancer/reports.ts';
import type { LoadBalancerProcess } from '../../loadbalancer/process.ts';
import { type Elbv2Tables, elbv2Tables, type ListenerRow, targetKey } from '../../services/elbv2/store.ts';
import type { Store } from '../../store/store.ts';
import { regionalScopeOfArn } from '../arn-scope.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { bindCandidates, chooseBind } from './listener-bind.ts';
import { routingSnapshot, type SnapshotSources } from './routing-snapshot.ts';

export interface LoadBalancerReconcilerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hasLoopbackRange: boolean;
  /** Starts the load balancer's process on first use. */
  startProcess(): Promise<LoadBalancerProcess>;
  /** Everything the snapshot needs but where listeners are bound. */
  sourcesOf(scope: string): Omit<SnapshotSources, 'bindOf'>;
  /** Tables beside ELBv2's whose changes may change the snapshot. */
  concerns(table: string): boolean;
  onMetrics(report: Extract<DataPlaneReport, { kind: 'metrics' }>): void;
  onLogs(report: Extract<DataPlaneReport, { kind: 'access-log' | 'connection-log' }>): void;
  /** 32 bytes in hexadecimal, the same at every start: stickiness cookies outlive the load balancer's process. */
  readonly cookieKey: string;
}

export interface LoadBalancerReconciler extends Reconciler {
  /** Resolves once the load balancers route by all that the store holds at the time of the call. */
  applyRoutes(): Promise<void>;
  stop(): Promise<void>;
}

const onlyKey = 'load-balancers';

/**
 * Gives the load balancer's process its routing snapshot and writes back what it saw: where listeners listen, which
 * targets are healthy, which have drained. All load balancers are one key, since the process takes them together.
 */
export function loadBalancerReconciler(options: LoadBalancerReconcilerOptions): LoadBalancerReconciler {
  const { store, clock } = options;
  /** Where each listener is, or is to be, served. */
  const binds = new Map<string, SocketAddress>();
  const refused = new Map<string, SocketAddress[]>();
  let starting: Promise<LoadBalancerProcess> | undefined;
  let version = 0;

  const process = () => {
    starting ??= options.startProcess().then((started) => {
      started.onReport((report) => onReport(options, report));
      started.onExit(({ expected, signal, exitCode }) => {
        starting = undefined;
        if (expected) return;
        options.log.error('the load balancer process ended', { signal, exitCode });
        // The next reconcile starts another; touching a row is what wakes it.
        store.table('runtime.restarts', 'local').put('loadbalancer', clock.now());
      });
      return started;
    });
    return starting;
  };

  const bindOf = (listener: ListenerRow): SocketAddress => {
    const bound = binds.get(listener.listenerArn);
    if (bound !== undefined) return bound;
    const candidates = bindCandidates(listener.port, options.hasLoopbackRange);
    const chosen =
      chooseBind(candidates, [...binds.values()], refused.get(listener.listenerArn) ?? []) ?? candidates[0];
    if (chosen === undefined) throw new Error('no address to listen on');
    binds.set(listener.listenerArn, chosen);
    return chosen;
  };

  const apply = async (): Promise<ReconcileResult | undefined> => {
    const scopes = store.scopes('elbv2.load-balancers');
    const allTables = scopes.map((scope) => elbv2Tables(store, scope));
    const present = new Set(allTables.flatMap(({ listeners }) => [...listeners.keys()]));
    for (const listenerArn of binds.keys()) if (!present.has(listenerArn)) binds.delete(listenerArn);
    const contents = allTables.map((tables, index) =>
      routingSnapshot(tables, { ...options.sourcesOf(scopes[index] ?? ''), bindOf }),
    );
    const listeners = contents.flatMap((content) => content.listeners);
    const targetGroups = contents.flatMap((content) => content.targetGroups);
    if (listeners.length === 0 && starting === undefined) {
      for (const tables of allTables) noteStates(tables, []);
      return undefined;
    }
    const loadBalancer = await process();
    const result = await loadBalancer.apply({
      version: ++version,
      listeners,
      targetGroups,
      cookieKey: options.cookieKey,
    });
    const retry = retryElsewhere(result.listeners, binds, refused, options.hasLoopbackRange, (arn) =>
      allTables.map((tables) => tables.listeners.get(arn)).find((row) => row !== undefined),
    );
    for (const tables of allTables) noteStates(tables, result.listeners);
    return retry ? { requeueAfterMs: 0 } : undefined;
  };

  return {
    name: 'load-balancer',
    keysFor: ({ table }) =>
      isSnapshotTable(table) || table === 'runtime.restarts' || options.concerns(table) ? [onlyKey] : [],
    initialKeys: () => [onlyKey],
    reconcile: apply,
    async applyRoutes() {
      await apply();
    },
    async stop() {
      await (await starting)?.stop();
    },
  };
}

/** Tables of what was seen, and those that change nothing. */
const otherTables = new Set(['elbv2.target-health', 'elbv2.target-anomalies', 'elbv2.tags']);

function isSnapshotTable(table: string): boolean {
  return table.startsWith('elbv2.') && !otherTables.has(table);
}

/** Frees the place of listeners that found it taken, when there is another to try. */
function retryElsewhere(
  states: readonly ListenerState[],
  binds: Map<string, SocketAddress>,
  refused: Map<string, SocketAddress[]>,
  hasLoopbackRange: boolean,
  rowOf: (listenerArn: string) => ListenerRow | undefined,
): boolean {
  let retry = false;
  for (const state of states) {
    if (state.state !== 'failed' || state.code !== 'EADDRINUSE') continue;
    const row = rowOf(state.listenerArn);
    if (row === undefined) continue;
    const tried = [...(refused.get(state.listenerArn) ?? []), state.bind];
    refused.set(state.listenerArn, tried);
    if (chooseBind(bindCandidates(row.port, hasLoopbackRange), [], tried) === undefined) continue;
    binds.delete(state.listenerArn);
    retry = true;
  }
  return retry;
}

/** A load balancer is active once each of its listeners really listens; one without listeners has nothing to wait for. */
function noteStates(tables: Elbv2Tables, states: readonly ListenerState[]): void {
  for (const row of tables.loadBalancers.values()) {
    const own = [...tables.listeners.values()].filter(
      ({ loadBalancerArn }) => loadBalancerArn === row.loadBalancerArn,
    );
    const listening = own.flatMap(({ listenerArn }) => {
      const state = states.find((candidate) => candidate.listenerArn === listenerArn);
      return state?.state === 'listening' ? [{ listenerArn, ...state.bind }] : [];
    });
    const failures = own.flatMap((listener) => {
      const state = states.find((candidate) => candidate.listenerArn === listener.listenerArn);
      if (state?.state === 'listening') return [];
      if (state?.state === 'failed') {
        return [
          `Port ${listener.port} cannot be served at ${state.bind.host}:${state.bind.port}: ${state.message}`,
        ];
      }
      return [`${listener.protocol} listeners of ${row.type} load balancers are stored, not served.`];
    });
    const [reason] = failures;
    // AWS shows `active` while a listener is broken; here a load balancer that does not listen must not look as if it did.
    const state = reason === undefined ? 'active' : listening.length > 0 ? 'active_impaired' : 'failed';
    const observed = { state, listening, ...(reason === undefined ? {} : { reason }) } as const;
    if (JSON.stringify(observed) === JSON.stringify(row.observed)) continue;
    tables.loadBalancers.put(row.loadBalancerArn, { ...row, observed });
  }
}

function onReport(options: LoadBalancerReconcilerOptions, report: DataPlaneReport): void {
  const { store } = options;
  switch (report.kind) {
    case 'target-health': {
      const { targetGroupArn, id, port, at, state, reason, description, detail } = report;
      const tables = elbv2Tables(store, regionalScopeOfArn(targetGroupArn));
      const key = targetKey(targetGroupArn, id, port);
      if (!tables.targets.has(key)) return;
      tables.targetHealth.put(key, {
        targetGroupArn,
        id,
        port,
        state,
        ...(reason === undefined ? {} : { reason }),
        ...(description === undefined ? {} : { description }),
        ...(detail === undefined ? {} : { detail }),
        sinceMs: at,
      });
      return;
    }
    case 'target-drained': {
      const tables = elbv2Tables(store, regionalScopeOfArn(report.targetGroupArn));
      const key = targetKey(report.targetGroupArn, report.id, report.port);
      // A target that was registered again meanwhile stays.
      if (tables.targets.get(key)?.deregisteredAtMs === undefined) return;
      store.transact(() => {
        tables.targets.delete(key);
        tables.targetHealth.delete(key);
        tables.targetAnomalies.delete(key);
      });
      return;
    }
    case 'target-anomaly': {
      const { targetGroupArn, id, port, result, isMitigated } = report;
      const tables = elbv2Tables(store, regionalScopeOfArn(targetGroupArn));
      const key = targetKey(targetGroupArn, id, port);
      if (!tables.targets.has(key)) return;
      tables.targetAnomalies.put(key, { targetGroupArn, id, port, result, isMitigated });
      return;
    }
    case 'metrics':
      options.onMetrics(report);
      return;
    case 'listener':
      if (report.listener.state === 'failed') {
        // Another address may still be tried; what is final is in the load balancer's row.
        options.log.info('a listener failed', {
          listener: report.listener.listenerArn,
          reason: report.listener.message,
        });
      }
      return;
    case 'access-log':
    case 'connection-log':
      options.onLogs(report);
  }
}
