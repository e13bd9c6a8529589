import { describe, expect, it } from 'vitest';
import type { CheckResult, HealthState } from './health-state.ts';
import { afterCheck, checking, compileMatcher, draining, saysTheSame } from './health-state.ts';

const thresholds = { healthyThreshold: 3, unhealthyThreshold: 2, matches: compileMatcher('200') };
const ok: CheckResult = { outcome: 'answered', status: 200 };
const notFound: CheckResult = { outcome: 'answered', status: 404 };

function after(start: HealthState, ...results: CheckResult[]): HealthState {
  return results.reduce((state, result) => afterCheck(state, result, thresholds), start);
}

const unhealthy = after(checking, notFound, notFound);

describe('afterCheck', () => {
  it('makes a new target healthy at its first success', () => {
    expect(after(checking, ok).state).toBe('healthy');
    expect(after(checking, notFound, ok).state).toBe('healthy');
  });

  it('keeps a target where it is until the failures in a row reach the threshold', () => {
    expect(after(checking, notFound).state).toBe('initial');
    expect(after(checking, ok, notFound).state).toBe('healthy');
    expect(after(checking, ok, notFound, ok, notFound).state).toBe('healthy');
    expect(after(checking, ok, notFound, notFound).state).toBe('unhealthy');
  });

  it('needs as many successes in a row as the threshold says to recover', () => {
    expect(after(unhealthy, ok, ok).state).toBe('unhealthy');
    expect(after(unhealthy, ok, ok, notFound, ok, ok).state).toBe('unhealthy');
    expect(after(unhealthy, ok, ok, ok).state).toBe('healthy');
  });

  it("says why in AWS's words", () => {
    expect(unhealthy).toMatchObject({
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [404]',
    });
    expect(
      after(checking, { outcome: 'timed-out' }, { outcome: 'timed-out', detail: 'no rule' }),
    ).toMatchObject({
      state: 'unhealthy',
      reason: 'Target.Timeout',
      description: 'Request timed out',
      detail: 'no rule',
    });
    expect(after(unhealthy, { outcome: 'failed', detail: 'ECONNREFUSED' })).toMatchObject({
      reason: 'Target.FailedHealthChecks',
      detail: 'ECONNREFUSED',
    });
  });

  it('tells the newest cause of an unhealthy target', () => {
    expect(saysTheSame(unhealthy, after(unhealthy, notFound))).toBe(true);
    expect(saysTheSame(unhealthy, after(unhealthy, { outcome: 'timed-out' }))).toBe(false);
  });

  it('does not touch a draining target', () => {
    expect(after(draining, ok)).toBe(draining);
  });
});

describe('compileMatcher', () => {
  it('reads codes, lists and ranges', () => {
    const matches = compileMatcher('200, 202,300-399');
    expect([200, 201, 202, 299, 300, 399, 400].map((status) => matches(status))).toEqual([
      true,
      false,
      true,
      false,
      true,
      true,
      false,
    ]);
  });
});
