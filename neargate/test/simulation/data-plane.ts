import type { Clock } from '../../src/core/clock.ts';
import type { LoadBalancerProcess } from '../../src/loadbalancer/process.ts';
import type { ListenerConfig } from '../../src/loadbalancer/listener-config.ts';
import type { ApplyResult } from '../../src/loadbalancer/messages.ts';
import type { DataPlaneReport } from '../../src/loadbalancer/reports.ts';
import type { RoutingSnapshot } from '../../src/loadbalancer/snapshot.ts';
import type { Probe } from '../../src/loadbalancer/targets/health-checker.ts';
import { weightedRandom } from '../../src/loadbalancer/targets/selection.ts';
import { TargetGroup } from '../../src/loadbalancer/targets/target-group.ts';
import type { Target } from '../../src/loadbalancer/targets/target.ts';
import type { Machine } from './machine.ts';
import type { Random } from './random.ts';

/** A target that a request is going to, and the group it was chosen in. */
export interface Chosen {
  readonly targetGroupArn: string;
  readonly target: Target;
}

/**
 * The load balancer's process without its sockets: the real target groups with their real checks, health states, choice and
 * draining, whose checks meet the simulated machine.
 */
export class SimulatedDataPlane implements LoadBalancerProcess {
  readonly pid = 0;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly probe: Probe;
  private readonly groups = new Map<string, TargetGroup>();
  private readonly reportListeners: ((report: DataPlaneReport) => void)[] = [];
  private listeners: readonly ListenerConfig[] = [];

  constructor(clock: Clock, random: Random, machine: Machine) {
    this.clock = clock;
    this.random = random;
    this.probe = (_config, { host }, _authority, finish) => {
      const answer = machine.answer(host);
      if (answer === 'nothing') return () => undefined;
      return clock.setTimer(10, () =>
        finish(
          answer === 'refused'
            ? { outcome: 'failed', detail: 'ECONNREFUSED' }
            : { outcome: 'answered', status: answer },
        ),
      );
    };
  }

  async apply({ version, listeners, targetGroups }: RoutingSnapshot): Promise<ApplyResult> {
    this.listeners = listeners;
    const users = new Map(
      listeners.flatMap(({ rules, loadBalancerArn }) =>
        rules.flatMap(({ action }) =>
          action.type === 'forward'
            ? action.targetGroups.map(({ targetGroupArn }) => [targetGroupArn, loadBalancerArn] as const)
            : [],
        ),
      ),
    );
    for (const config of targetGroups) {
      const group = this.groups.get(config.arn) ?? this.newGroup(config);
      this.groups.set(config.arn, group);
      group.apply(config, users.get(config.arn));
    }
    const bound = listeners.map(({ arn, bind }) => ({ listenerArn: arn, state: 'listening' as const, bind }));
    return { version, listeners: bound };
  }

  onReport(listener: (report: DataPlaneReport) => void): void {
    this.reportListeners.push(listener);
  }

  onExit(): void {
    // It ends with its control plane only.
  }

  async stop(): Promise<void> {
    for (const group of this.groups.values()) group.stop();
  }

  /** Where a request would go now, by the first rule of a listener; undefined means 503. */
  choose(): Chosen | undefined {
    const [listener] = this.listeners;
    const action = listener?.rules[0]?.action;
    if (listener === undefined || action?.type !== 'forward') return undefined;
    const chosen = weightedRandom(action.targetGroups, this.random.next());
    const group = this.groups.get(chosen?.targetGroupArn ?? '');
    const zone = this.random.pick(listener.nodes ?? []).availabilityZone;
    const target = group?.choose(this.clock.now(), { zone, stuckTo: undefined });
    return group === undefined || target === undefined
      ? undefined
      : { targetGroupArn: group.config.arn, target };
  }

  private newGroup(config: RoutingSnapshot['targetGroups'][number]): TargetGroup {
    return new TargetGroup(config, {
      clock: this.clock,
      random: () => this.random.next(),
      probe: this.probe,
      dial: () => {
        throw new Error('nothing is dialled in a simulation');
      },
      report: (report) => {
        for (const listener of this.reportListeners) listener(report);
      },
    });
  }
}
