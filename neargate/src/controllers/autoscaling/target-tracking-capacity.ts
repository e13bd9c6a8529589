/**
 * The capacity at which a metric that falls as capacity grows would be at its target: `metric` now at `capacity` tasks. AWS
 * does not say how it reckons, only that it rounds up, so that scale-out is enough and scale-in never brings the metric above
 * the target.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export function targetTrackingCapacity(capacity: number, metric: number, target: number): number {
  // Without the correction 3 tasks at 60 of 60 percent would be 3.0000000000000004 of them.
  return Math.ceil(Number(((capacity * metric) / target).toPrecision(12)));
}
