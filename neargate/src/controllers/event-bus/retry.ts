import type { RetryPolicy } from '@aws-sdk/client-eventbridge';
import type { DeliveryRow } from '../../services/events/store.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const defaultRetryAttempts = 185;
const defaultEventAgeSeconds = 24 * 60 * 60;

/**
 * AWS says "exponential back off and jitter" and no numbers. With these, as many retries as AWS makes by default take about
 * as long as AWS keeps trying by default.
 */
const firstBackoffMs = 1_000;
const longestBackoffMs = 10 * 60_000;

export type RetryDecision =
  | { readonly kind: 'retry'; readonly afterMs: number }
  | {
      readonly kind: 'give-up';
      readonly condition: NonNullable<DeliveryRow['observed']['exhaustedRetryCondition']>;
    };

/**
 * What follows an attempt that failed and may be repeated.
 * @param attempts how many there were, the failed one among them; all after the first are retries
 * @param jitter from 0 up to 1
 * @param scaled shortens a wait as the timing profile says
 */
export function decideRetry(
  {
    MaximumRetryAttempts = defaultRetryAttempts,
    MaximumEventAgeInSeconds = defaultEventAgeSeconds,
  }: RetryPolicy,
  attempt: {
    readonly attempts: number;
    readonly ageMs: number;
    readonly jitter: number;
    readonly scaled: (awsMs: number) => number;
  },
): RetryDecision {
  if (attempt.attempts > MaximumRetryAttempts) return { kind: 'give-up', condition: 'MaximumRetryAttempts' };
  const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (attempt.attempts - 1));
  const afterMs = attempt.scaled(Math.round(backoffMs * (0.5 + attempt.jitter / 2)));
  return attempt.ageMs + afterMs > MaximumEventAgeInSeconds * 1000
    ? { kind: 'give-up', condition: 'MaximumEventAgeInSeconds' }
    : { kind: 'retry', afterMs };
}
