import type {
  StepAdjustment,
  StepScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import { validationException } from './errors.ts';

/**
 * Throws when the steps leave a gap, overlap, or do not say what they adjust.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export function validateStepScaling(configuration: StepScalingPolicyConfiguration): void {
  const { AdjustmentType, StepAdjustments: steps = [], MinAdjustmentMagnitude, Cooldown } = configuration;
  if (AdjustmentType === undefined) throw validationException('An adjustment type must be specified.');
  if (steps.length === 0) throw validationException('At least one step adjustment must be specified.');
  if (MinAdjustmentMagnitude !== undefined && AdjustmentType !== 'PercentChangeInCapacity') {
    throw validationException(
      'MinAdjustmentMagnitude is only valid with adjustment type PercentChangeInCapacity.',
    );
  }
  if (Cooldown !== undefined && Cooldown < 0) throw validationException('Cooldown must not be negative.');
  if (
    AdjustmentType === 'ExactCapacity' &&
    steps.some(({ ScalingAdjustment = 0 }) => ScalingAdjustment < 0)
  ) {
    throw validationException(
      'The scaling adjustment must not be negative for adjustment type ExactCapacity.',
    );
  }
  requireContiguous(steps);
}

function requireContiguous(steps: readonly StepAdjustment[]): void {
  const ranges = steps
    .map(({ MetricIntervalLowerBound: low, MetricIntervalUpperBound: high }) => ({
      low: low ?? Number.NEGATIVE_INFINITY,
      high: high ?? Number.POSITIVE_INFINITY,
    }))
    .toSorted((left, right) => left.low - right.low);
  for (const [index, range] of ranges.entries()) {
    if (range.low >= range.high) {
      throw validationException("A step adjustment's lower bound must be less than its upper bound.");
    }
    const next = ranges[index + 1];
    if (next === undefined) continue;
    if (next.low < range.high) throw validationException('Step adjustment intervals cannot overlap.');
    if (next.low > range.high) throw validationException('Step adjustment intervals cannot have a gap.');
  }
  const lowest = ranges[0]?.low ?? Number.NEGATIVE_INFINITY;
  const highest = ranges.at(-1)?.high ?? Number.POSITIVE_INFINITY;
  if (Number.isFinite(lowest) && lowest < 0) {
    throw validationException(
      'If a step adjustment has a negative lower bound, there must be a step adjustment with a null lower bound.',
    );
  }
  if (Number.isFinite(highest) && highest > 0) {
    throw validationException(
      'If a step adjustment has a positive upper bound, there must be a step adjustment with a null upper bound.',
    );
  }
}
