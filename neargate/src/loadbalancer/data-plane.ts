import type { CancelTimer, Clock } from '../core/clock.ts';
import { AcceptPace } from './accept-pace.ts';
import { Deadlines } from './deadlines.ts';
import type { ListenerContext } from './listener.ts';
import { Listener } from './listener.ts';
import { LogBatch } from './log-batch.ts';
import { foldMetrics } from './metrics-report.ts';
import { LoadBalancerCounters } from './metrics.ts';
import type { ListenerConfig } from './listener-config.ts';
import type { AccessLogRecord, ConnectionLogRecord } from './log-records.ts';
import type { ApplyResult, ListenerState } from './messages.ts';
import type { SocketAddress } from './places.ts';
import type { DataPlaneReport } from './reports.ts';
import type { RoutingSnapshot } from './snapshot.ts';
import { CookieSeal } from './stickiness/cookie-seal.ts';
import { TargetGroup } from './targets/target-group.ts';
import type { Dial } from './targets/upstream-connection.ts';
import { dialTcp } from './targets/upstream-connection.ts';
import { TraceIds } from './trace-id.ts';

/** How often counters are folded into a report and idle connections to targets are looked through. */
const foldIntervalMs = 1_000;
/** How long `stop` lets requests in flight finish. */
const stopGraceMs = 3_000;

export interface DataPlaneOptions {
  readonly clock: Clock;
  readonly report: (report: DataPlaneReport) => void;
  /** How connections to targets are opened; TCP and TLS when absent. */
  readonly dial?: Dial;
  /** In [0, 1): weighted choices. */
  readonly random?: () => number;
}

export interface DataPlane {
  /**
   * Makes the data plane serve this snapshot and resolves once every listener is bound or has said why not. Calls are carried
   * out one after the other; a snapshot not newer than the last one applied changes nothing.
   */
  apply(snapshot: RoutingSnapshot): Promise<ApplyResult>;
  /** Stops listening, lets requests in flight finish for up to 3 s, then closes what is left. */
  stop(): Promise<void>;
}

/** The load balancer engine of this process: every listener and target group of every load balancer. */
export function createDataPlane(options: DataPlaneOptions): DataPlane {
  return new Engine(options);
}

class Engine implements DataPlane {
  private readonly clock: Clock;
  private readonly report: (report: DataPlaneReport) => void;
  private readonly context: ListenerContext & { seal: CookieSeal };
  private readonly dial: Dial;
  private readonly random: () => number;
  private readonly listeners = new Map<string, Listener>();
  private readonly closing = new Set<Listener>();
  private readonly targetGroups = new Map<string, TargetGroup>();
  private readonly counters = new Map<string, Map<string, LoadBalancerCounters>>();
  private cookieKey: string | undefined;
  private cancelFold: CancelTimer | undefined;
  private lastResult: ApplyResult = { version: -Infinity, listeners: [] };
  private queue: Promise<unknown> = Promise.resolve();
  private readonly accessLog = new LogBatch<AccessLogRecord>((rows) =>
    this.report({ kind: 'access-log', ...rows }),
  );
  private readonly connectionLog = new LogBatch<ConnectionLogRecord>((rows) =>
    this.report({ kind: 'connection-log', ...rows }),
  );

  constructor({ clock, report, dial = dialTcp, random = Math.random }: DataPlaneOptions) {
    this.clock = clock;
    this.report = report;
    this.dial = dial;
    this.random = random;
    this.context = {
      clock,
      random,
      deadlines: new Deadlines(clock),
      pace: new AcceptPace(),
      traceIds: new TraceIds(),
      seal: new CookieSeal(),
      targetGroup: (arn) => this.targetGroups.get(arn),
      servedAt: (loadBalancerArn, listenerPort) => this.servedAt(loadBalancerArn, listenerPort),
      countersOf: (loadBalancerArn, zone) => this.countersOf(loadBalancerArn, zone),
      log: (record) => this.accessLog.add(record),
      logConnection: (record) => this.connectionLog.add(record),
    };
    this.scheduleFold();
  }

  apply(snapshot: RoutingSnapshot): Promise<ApplyResult> {
    const applied = this.queue.then(() => this.applyNow(snapshot));
    this.queue = applied.catch(() => {});
    return applied;
  }

  async stop(): Promise<void> {
    await this.queue;
    this.cancelFold?.();
    for (const [arn, listener] of this.listeners) this.closeListener(arn, listener);
    const deadline = this.clock.now() + stopGraceMs;
    while (this.openConnections() > 0 && this.clock.now() < deadline) {
      await new Promise<void>((resolve) => {
        this.clock.setTimer(20, resolve);
      });
    }
    for (const listener of this.closing) listener.destroyConnections();
    for (const group of this.targetGroups.values()) group.stop();
    this.fold();
  }

  private async applyNow(snapshot: RoutingSnapshot): Promise<ApplyResult> {
    if (snapshot.version <= this.lastResult.version) return this.lastResult;
    this.applyCookieKey(snapshot.cookieKey);
    this.applyTargetGroups(snapshot);
    const listeners = await this.applyListeners(snapshot.listeners);
    this.refreshNodes();
    this.lastResult = { version: snapshot.version, listeners };
    return this.lastResult;
  }

  private applyCookieKey(key: string | undefined): void {
    if (key === undefined || key === this.cookieKey) return;
    this.cookieKey = key;
    this.context.seal = new CookieSeal(key);
  }

  /** DNS answers with the nodes of healthy zones. */
  private refreshNodes(): void {
    for (const { nodes, config } of this.listeners.values()) {
      const groups = [...this.targetGroups.values()].filter(
        ({ loadBalancerArn }) => loadBalancerArn === config.loadBalancerArn,
      );
      nodes.refresh((zone) => groups.every((group) => group.meetsDns(zone)));
    }
  }

  private applyTargetGroups(snapshot: RoutingSnapshot): void {
    const users = loadBalancersByTargetGroup(snapshot.listeners);
    const listed = new Set(snapshot.targetGroups.map(({ arn }) => arn));
    for (const [arn, group] of this.targetGroups) {
      if (listed.has(arn)) continue;
      group.remove();
      this.targetGroups.delete(arn);
    }
    for (const config of snapshot.targetGroups) {
      let group = this.targetGroups.get(config.arn);
      if (group === undefined) {
        const { clock, dial, random, report } = this;
        group = new TargetGroup(config, { clock, dial, random, report });
        this.targetGroups.set(config.arn, group);
      }
      group.apply(config, users.get(config.arn));
    }
  }

  private async applyListeners(configs: readonly ListenerConfig[]): Promise<ListenerState[]> {
    const wanted = new Map(configs.map((config) => [config.arn, config]));
    // Sockets are given up before others are bound, so that a port can move from one listener to another.
    for (const [arn, listener] of this.listeners) {
      const config = wanted.get(arn);
      if (config === undefined || !listener.canBecome(config)) this.closeListener(arn, listener);
    }
    return Promise.all(configs.map((config) => this.applyListener(config)));
  }

  private async applyListener(config: ListenerConfig): Promise<ListenerState> {
    const known = this.listeners.get(config.arn);
    if (known !== undefined) return known.update(config);
    const listener = new Listener(config, this.context);
    this.listeners.set(config.arn, listener);
    const state = await listener.bind((failed) => this.reportListener(failed));
    if (state.state === 'failed') this.listeners.delete(config.arn);
    this.reportListener(state);
    return state;
  }

  private reportListener(listener: ListenerState): void {
    this.report({ kind: 'listener', at: this.clock.now(), listener });
  }

  private closeListener(arn: string, listener: Listener): void {
    this.listeners.delete(arn);
    listener.close();
    if (listener.connectionCount > 0) this.closing.add(listener);
  }

  private openConnections(): number {
    let count = 0;
    for (const listener of this.closing) count += listener.connectionCount;
    return count;
  }

  private servedAt(loadBalancerArn: string, listenerPort: string): SocketAddress | undefined {
    for (const { config, servedAt } of this.listeners.values()) {
      if (config.loadBalancerArn === loadBalancerArn && String(config.port) === listenerPort) return servedAt;
    }
    return undefined;
  }

  private countersOf(loadBalancerArn: string, zone: string): LoadBalancerCounters {
    const byZone = this.counters.get(loadBalancerArn) ?? new Map<string, LoadBalancerCounters>();
    this.counters.set(loadBalancerArn, byZone);
    const counters = byZone.get(zone) ?? new LoadBalancerCounters();
    byZone.set(zone, counters);
    return counters;
  }

  private scheduleFold(): void {
    this.cancelFold = this.clock.setTimer(foldIntervalMs, () => {
      this.fold();
      this.scheduleFold();
    });
  }

  private fold(): void {
    for (const listener of this.closing) if (listener.connectionCount === 0) this.closing.delete(listener);
    this.closeIdleTargetConnections();
    const at = this.clock.now();
    for (const group of this.targetGroups.values()) group.judgeTargets(at);
    this.refreshNodes();
    const series = foldMetrics(this.counters, this.targetGroups.values(), this.listeners.values());
    if (series.length > 0) this.report({ kind: 'metrics', at, series });
    this.accessLog.endInterval();
    this.connectionLog.endInterval();
  }

  /** The idle timeout covers connections to targets too. */
  private closeIdleTargetConnections(): void {
    const now = this.clock.now();
    for (const listener of this.listeners.values()) {
      for (const group of this.targetGroups.values()) {
        if (group.loadBalancerArn !== listener.config.loadBalancerArn) continue;
        group.closeIdleConnectionsSince(now - listener.config.attributes.idleTimeoutMs);
      }
    }
  }
}

/** Which load balancer sends traffic to each target group: the one whose rules name it. */
function loadBalancersByTargetGroup(listeners: readonly ListenerConfig[]): Map<string, string> {
  const users = new Map<string, string>();
  for (const listener of listeners) {
    for (const { action } of listener.rules) {
      if (action.type !== 'forward') continue;
      for (const { targetGroupArn } of action.targetGroups)
        users.set(targetGroupArn, listener.loadBalancerArn);
    }
  }
  return users;
}
