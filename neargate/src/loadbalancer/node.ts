import type { LoadBalancerCounters } from './metrics.ts';
import type { NodeConfig } from './listener-config.ts';
import { zonesInDns } from './targets/health-thresholds.ts';
import type { TargetPreference } from './targets/target-choice.ts';

/** A load balancer's node, which a client's connection stays with: its zone, what it counts, where its requests may go. */
export interface Node {
  /** Undefined when the load balancer was given no zones. */
  readonly config: NodeConfig | undefined;
  readonly counters: LoadBalancerCounters;
  /** Of requests that are not held to a target. */
  readonly preference: TargetPreference;
}

/** Shares connections out among the nodes that DNS would answer with, one after the other. */
export class Nodes {
  private readonly all: readonly [Node, ...Node[]];
  private inDns: readonly Node[];
  private next = 0;

  /** @param countersOf the counters of the node in a zone; '' for the node without one. */
  constructor(configs: readonly NodeConfig[], countersOf: (zone: string) => LoadBalancerCounters) {
    const node = (config: NodeConfig | undefined): Node => ({
      config,
      counters: countersOf(config?.availabilityZone ?? ''),
      preference: { zone: config?.availabilityZone, stuckTo: undefined },
    });
    const [first, ...others] = configs;
    this.all = [node(first), ...others.map(node)];
    this.inDns = this.all;
  }

  /** Looks anew at what DNS answers. `isHealthy`: whether enough targets are healthy for the zone's node to be in it. */
  refresh(isHealthy: (zone: string) => boolean): void {
    const zones = this.all.flatMap(({ config }) => (config === undefined ? [] : [config.availabilityZone]));
    const named = zonesInDns(zones, isHealthy);
    this.inDns = this.all.filter(
      ({ config }) => config === undefined || named.includes(config.availabilityZone),
    );
  }

  choose(): Node {
    return this.inDns[this.next++ % this.inDns.length] ?? this.all[0];
  }
}
