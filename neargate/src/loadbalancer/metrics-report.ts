import type { Listener } from './listener.ts';
import type { LoadBalancerCounters } from './metrics.ts';
import { foldCounters } from './metrics.ts';
import type { MetricSeries, Statistics } from './snapshot.ts';
import type { TargetGroup } from './targets/target-group.ts';

/** Everything that moved since the last fold, per load balancer and per target group, in CloudWatch's names. */
export function foldMetrics(
  counters: ReadonlyMap<string, LoadBalancerCounters>,
  targetGroups: Iterable<TargetGroup>,
  listeners: Iterable<Listener>,
): MetricSeries[] {
  const series: MetricSeries[] = [];
  const connections = activeConnections(listeners);
  for (const [loadBalancerArn, loadBalancerCounters] of counters) {
    const active = connections.get(loadBalancerArn) ?? 0;
    add(series, {
      loadBalancerArn,
      counts: foldCounters(loadBalancerCounters),
      statistics: active === 0 ? {} : { ActiveConnectionCount: gauge(active) },
    });
  }
  for (const group of targetGroups) {
    const { loadBalancerArn } = group;
    if (loadBalancerArn === undefined) continue;
    const counts = foldCounters(group.counters);
    const registered = group.registeredCount;
    if (counts['RequestCount'] !== undefined && registered > 0) {
      counts['RequestCountPerTarget'] = counts['RequestCount'] / registered;
    }
    const statistics: Record<string, Statistics> = {};
    const responseTimes = group.responseTimes.fold();
    if (responseTimes !== undefined) statistics['TargetResponseTime'] = responseTimes;
    if (registered > 0 && group.config.healthCheck.enabled) {
      statistics['HealthyHostCount'] = gauge(group.countWithState('healthy'));
      statistics['UnHealthyHostCount'] = gauge(group.countWithState('unhealthy'));
    }
    add(series, { loadBalancerArn, targetGroupArn: group.config.arn, counts, statistics });
  }
  return series;
}

function add(series: MetricSeries[], item: MetricSeries): void {
  if (Object.keys(item.counts).length > 0 || Object.keys(item.statistics).length > 0) series.push(item);
}

function gauge(value: number): Statistics {
  return { sampleCount: 1, sum: value, minimum: value, maximum: value };
}

function activeConnections(listeners: Iterable<Listener>): Map<string, number> {
  const byLoadBalancer = new Map<string, number>();
  for (const listener of listeners) {
    const arn = listener.config.loadBalancerArn;
    byLoadBalancer.set(arn, (byLoadBalancer.get(arn) ?? 0) + listener.connectionCount);
  }
  return byLoadBalancer;
}
