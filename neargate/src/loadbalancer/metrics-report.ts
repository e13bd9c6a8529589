import type { Listener } from './listener.ts';
import type { LoadBalancerCounters } from './metrics.ts';
import { foldCounters, RunningStatistics } from './metrics.ts';
import type { MetricSeries, Statistics } from './reports.ts';
import type { TargetGroup } from './targets/target-group.ts';
import type { ZoneFigures } from './targets/zone-figures.ts';

/** What the nodes of one load balancer count, by zone. */
export type NodeCounters = ReadonlyMap<string, LoadBalancerCounters>;

/**
 * Everything that moved since the last fold in CloudWatch's names: per load balancer and per target group, as a whole and by
 * availability zone, with the target's figures in the load balancer's too (ALB User Guide, "CloudWatch metrics").
 */
export function foldMetrics(
  nodes: ReadonlyMap<string, NodeCounters>,
  targetGroups: Iterable<TargetGroup>,
  listeners: Iterable<Listener>,
): MetricSeries[] {
  const sums = new Sums();
  for (const [loadBalancerArn, byZone] of nodes) {
    for (const [zone, counters] of byZone) {
      const counts = foldCounters(counters);
      sums.add({ loadBalancerArn }, counts);
      if (zone !== '') sums.add({ loadBalancerArn, availabilityZone: zone }, counts);
    }
  }
  for (const [loadBalancerArn, active] of activeConnections(listeners)) {
    if (active > 0) sums.gauge({ loadBalancerArn }, 'ActiveConnectionCount', active);
  }
  for (const group of targetGroups) {
    const { loadBalancerArn } = group;
    if (loadBalancerArn !== undefined) addGroup(sums, group, loadBalancerArn);
  }
  return sums.series();
}

/** Whose figures they are: a series but for the figures. */
type Place = Pick<MetricSeries, 'loadBalancerArn' | 'targetGroupArn' | 'availabilityZone'>;

function addGroup(sums: Sums, group: TargetGroup, loadBalancerArn: string): void {
  const targetGroupArn = group.config.arn;
  let requests = 0;
  for (const [availabilityZone, figures] of group.figures) {
    requests += figures.counters.RequestCount;
    addZone(sums, figures, { loadBalancerArn, targetGroupArn, availabilityZone });
    addHosts(sums, group, { loadBalancerArn, targetGroupArn, availabilityZone });
  }
  const registered = group.registeredCount();
  // Reported of every target group that has targets, also when it is none: what scales by it must see the load end.
  if (registered > 0)
    sums.add({ loadBalancerArn, targetGroupArn }, { RequestCountPerTarget: requests / registered });
  addHosts(sums, group, { loadBalancerArn, targetGroupArn });
}

/** RequestCount of a load balancer is counted by its nodes: adding the targets' would count it twice. */
function addZone(sums: Sums, figures: ZoneFigures, place: Required<Place>): void {
  const { loadBalancerArn, targetGroupArn, availabilityZone } = place;
  const counts = foldCounters(figures.counters);
  const { RequestCount: _, ...ofLoadBalancer } = counts;
  const times = figures.responseTimes.fold();
  for (const [where, what] of [
    [place, counts],
    [{ loadBalancerArn, targetGroupArn }, counts],
    [{ loadBalancerArn, availabilityZone }, ofLoadBalancer],
    [{ loadBalancerArn }, ofLoadBalancer],
  ] as const) {
    sums.add(where, what);
    if (times !== undefined) sums.merge(where, 'TargetResponseTime', times);
  }
}

/** Reported while checks run and there are targets. */
function addHosts(sums: Sums, group: TargetGroup, place: Place): void {
  const zone = place.availabilityZone;
  if (group.registeredCount(zone) === 0 || !group.config.healthCheck.enabled) return;
  const anomalous = group.countAnomalous(zone);
  const mitigated = group.countMitigated(zone);
  sums.gauge(place, 'HealthyHostCount', group.countWithState('healthy', zone));
  sums.gauge(place, 'UnHealthyHostCount', group.countWithState('unhealthy', zone));
  if (anomalous > 0) sums.gauge(place, 'AnomalousHostCount', anomalous);
  if (mitigated > 0) sums.gauge(place, 'MitigatedHostCount', mitigated);
  const isInDns = group.meetsDns(zone);
  const isRouted = group.meetsRouting(zone);
  sums.gauge(place, isInDns ? 'HealthyStateDNS' : 'UnhealthyStateDNS', 1);
  sums.gauge(place, isRouted ? 'HealthyStateRouting' : 'UnhealthyStateRouting', 1);
}

/** Series being added up, one per place. */
class Sums {
  private readonly byPlace = new Map<
    string,
    { place: Place; counts: Record<string, number>; statistics: Map<string, RunningStatistics> }
  >();

  add(place: Place, counts: Readonly<Record<string, number>>): void {
    const names = Object.keys(counts);
    if (names.length === 0) return;
    const sum = this.at(place).counts;
    for (const name of names) sum[name] = (sum[name] ?? 0) + (counts[name] ?? 0);
  }

  merge(place: Place, name: string, statistics: Statistics): void {
    const { statistics: all } = this.at(place);
    const running = all.get(name) ?? new RunningStatistics();
    all.set(name, running);
    running.merge(statistics);
  }

  gauge(place: Place, name: string, value: number): void {
    this.merge(place, name, { sampleCount: 1, sum: value, minimum: value, maximum: value });
  }

  series(): MetricSeries[] {
    return [...this.byPlace.values()].map(({ place, counts, statistics }) => ({
      ...place,
      counts,
      statistics: Object.fromEntries(
        [...statistics].flatMap(([name, running]) => {
          const folded = running.fold();
          return folded === undefined ? [] : [[name, folded] as const];
        }),
      ),
    }));
  }

  private at(place: Place) {
    const key = `${place.loadBalancerArn} ${place.targetGroupArn ?? ''} ${place.availabilityZone ?? ''}`;
    let sums = this.byPlace.get(key);
    if (sums === undefined) {
      sums = { place, counts: {}, statistics: new Map() };
      this.byPlace.set(key, sums);
    }
    return sums;
  }
}

function activeConnections(listeners: Iterable<Listener>): Map<string, number> {
  const byLoadBalancer = new Map<string, number>();
  for (const listener of listeners) {
    const arn = listener.config.loadBalancerArn;
    byLoadBalancer.set(arn, (byLoadBalancer.get(arn) ?? 0) + listener.connectionCount);
  }
  return byLoadBalancer;
}
