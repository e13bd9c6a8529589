import { describe, expect, it } from 'vitest';
import { defaultRetryPolicy } from '../../services/sns/delivery-policy.ts';
import { retryDelayMs } from './retry-delay.ts';

describe('the delay before a retry', () => {
  it('is 20 seconds three times by default', () => {
    const delays = [1, 2, 3, 4].map((retry) => retryDelayMs(defaultRetryPolicy, retry));
    expect(delays).toEqual([20_000, 20_000, 20_000, undefined]);
  });

  it('goes through four phases', () => {
    const policy = {
      minDelayTarget: 1,
      maxDelayTarget: 5,
      numRetries: 7,
      numNoDelayRetries: 1,
      numMinDelayRetries: 1,
      numMaxDelayRetries: 2,
      backoffFunction: 'linear',
    } as const;
    const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((retry) => retryDelayMs(policy, retry));
    expect(delays).toEqual([0, 1000, 1000, 3000, 5000, 5000, 5000, undefined]);
  });
});
