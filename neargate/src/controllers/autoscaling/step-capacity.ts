import type {
  StepAdjustment,
  StepScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';

/** The metric of an alarm and the threshold that it crossed. */
export interface Breach {
  readonly metric: number;
  readonly threshold: number;
}

/**
 * The capacity that a step scaling policy asks for from `capacity`, or undefined when no step covers the breach.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export function stepCapacity(
  configuration: StepScalingPolicyConfiguration,
  capacity: number,
  breach: Breach,
): number | undefined {
  const step = (configuration.StepAdjustments ?? []).find((candidate) => covers(candidate, breach));
  if (step?.ScalingAdjustment === undefined) return undefined;
  const adjustment = step.ScalingAdjustment;
  switch (configuration.AdjustmentType) {
    case 'ExactCapacity':
      return adjustment;
    case 'PercentChangeInCapacity':
      return capacity + percentChange(capacity, adjustment, configuration.MinAdjustmentMagnitude ?? 1);
    default:
      return capacity + adjustment;
  }
}

/** Above the threshold a step includes its lower bound and not its upper one; below it is the other way round. */
function covers(
  { MetricIntervalLowerBound, MetricIntervalUpperBound }: StepAdjustment,
  { metric, threshold }: Breach,
): boolean {
  const low = MetricIntervalLowerBound ?? Number.NEGATIVE_INFINITY;
  const high = MetricIntervalUpperBound ?? Number.POSITIVE_INFINITY;
  const difference = metric - threshold;
  return difference >= 0 ? difference >= low && difference < high : difference > low && difference <= high;
}

/** Values above 1 are rounded down, those below -1 up; less than one task is one. */
function percentChange(capacity: number, percent: number, minimum: number): number {
  const change = (capacity * percent) / 100;
  if (change === 0) return 0;
  const magnitude = Math.max(Math.trunc(Math.abs(change)), 1, minimum);
  return Math.sign(change) * magnitude;
}
