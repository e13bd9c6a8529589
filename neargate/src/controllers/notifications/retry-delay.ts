import type { HttpRetryPolicy } from '../../services/sns/delivery-policy.ts';

/**
 * How long to wait before a retry, in milliseconds; undefined when there are no more. Retries come in four phases: at once,
 * at the least delay, with a growing delay, at the greatest delay.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 * @param retry 1 for the first
 */
export function retryDelayMs(policy: HttpRetryPolicy, retry: number): number | undefined {
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = policy;
  if (retry > numRetries) return undefined;
  if (retry <= numNoDelayRetries) return 0;
  const beforeBackoff = numNoDelayRetries + numMinDelayRetries;
  if (retry <= beforeBackoff) return 1000 * policy.minDelayTarget;
  const backoffs = numRetries - beforeBackoff - numMaxDelayRetries;
  const step = retry - beforeBackoff;
  if (step > backoffs) return 1000 * policy.maxDelayTarget;
  return Math.round(1000 * backoffSeconds(policy, backoffs < 2 ? 0 : (step - 1) / (backoffs - 1)));
}

/** AWS draws the four functions and gives no formulas; these have the shapes. `progress` goes from 0 to 1. */
function backoffSeconds(
  { minDelayTarget: min, maxDelayTarget: max, backoffFunction }: HttpRetryPolicy,
  progress: number,
): number {
  switch (backoffFunction) {
    case 'linear':
      return min + (max - min) * progress;
    case 'arithmetic':
      return min + (max - min) * ((progress * (progress + 1)) / 2);
    case 'geometric':
      return min + (max - min) * progress ** 2;
    case 'exponential':
      return min * (max / min) ** progress;
  }
}
