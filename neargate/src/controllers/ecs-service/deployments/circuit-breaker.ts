import type { DeploymentCircuitBreaker } from '@aws-sdk/client-ecs';

/** AWS's default: half the desired count, within these bounds. */
const defaultThreshold = { type: 'BOUNDED_PERCENT', value: 50 } as const;
const leastThreshold = 3;
const greatestThreshold = 200;

/**
 * The number of consecutive failures that trips the deployment circuit breaker. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ThresholdConfiguration.html
 */
export function circuitBreakerThreshold(
  desiredCount: number,
  breaker: Pick<DeploymentCircuitBreaker, 'thresholdConfiguration'> = {},
): number {
  const { type, value = defaultThreshold.value } = breaker.thresholdConfiguration ?? defaultThreshold;
  const share = Math.ceil((desiredCount * value) / 100);
  switch (type) {
    case 'COUNT':
      return value;
    case 'UNBOUNDED_PERCENT':
      return Math.max(1, share);
    default:
      return Math.min(greatestThreshold, Math.max(leastThreshold, share));
  }
}
