import { regionalScopeOfArn } from '../../controllers/arn-scope.ts';
import type { DataPlaneReport, MetricSeries } from '../../loadbalancer/reports.ts';
import { metricIdentity, type MetricStore } from '../../services/cloudwatch/metric-store.ts';

const namespace = 'AWS/ApplicationELB';

/** Writes what the load balancer counted into CloudWatch's metrics, per load balancer and per target group, and by zone. */
export function recordMetrics(
  metrics: MetricStore,
  { at, series }: Extract<DataPlaneReport, { kind: 'metrics' }>,
): void {
  for (const item of series) {
    const scope = regionalScopeOfArn(item.loadBalancerArn);
    const dimensions = dimensionsOf(item);
    // The report is of the time before it.
    const timestampMs = at - 1;
    for (const [metricName, value] of Object.entries(item.counts)) {
      metrics.record(scope, metricIdentity(namespace, metricName, dimensions), {
        timestampMs,
        unit: 'Count',
        summary: { sampleCount: 1, sum: value, minimum: value, maximum: value },
      });
    }
    for (const [metricName, { values, ...summary }] of Object.entries(item.statistics)) {
      const unit = metricName === 'TargetResponseTime' ? 'Seconds' : 'Count';
      metrics.record(scope, metricIdentity(namespace, metricName, dimensions), {
        timestampMs,
        unit,
        summary,
        ...(values === undefined ? {} : { values }),
      });
    }
  }
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
function dimensionsOf({ loadBalancerArn, targetGroupArn, availabilityZone }: MetricSeries) {
  const loadBalancer = loadBalancerArn.slice(
    loadBalancerArn.indexOf(':loadbalancer/') + ':loadbalancer/'.length,
  );
  return [
    { name: 'LoadBalancer', value: loadBalancer },
    ...(availabilityZone === undefined ? [] : [{ name: 'AvailabilityZone', value: availabilityZone }]),
    ...(targetGroupArn === undefined
      ? []
      : [{ name: 'TargetGroup', value: targetGroupArn.slice(targetGroupArn.lastIndexOf(':') + 1) }]),
  ];
}
