import { describe, expect, it } from 'vitest';
import { evaluateTaskHealth, mayBeStarting, type TaskHealthInput } from './task-health.ts';

const base: TaskHealthInput = {
  lastStatus: 'RUNNING',
  startedAtMs: 1000,
  targets: [],
  loadBalancerCount: 0,
  containerHealth: 'UNKNOWN',
  hasContainerHealthCheck: false,
  gracePeriodMs: 0,
  startAllowanceMs: 0,
  steadyAfterMs: 40_000,
  nowMs: 1000,
};

const target = (state: string) => ({
  targetGroupArn: 'tg',
  port: 80,
  state,
  description: 'Request timed out',
});

describe('evaluateTaskHealth', () => {
  it('counts a task without checks once it has run for 40 seconds', () => {
    expect(evaluateTaskHealth(base)).toEqual({ health: 'starting', lookAgainAtMs: 41_000 });
    expect(evaluateTaskHealth({ ...base, nowMs: 41_000 })).toEqual({ health: 'healthy' });
  });

  it('counts a task behind load balancers only when it is healthy in every target group', () => {
    const behind = { ...base, loadBalancerCount: 2, nowMs: 99_000 };
    expect(evaluateTaskHealth({ ...behind, targets: [target('healthy')] }).health).toBe('starting');
    expect(evaluateTaskHealth({ ...behind, targets: [target('healthy'), target('initial')] }).health).toBe(
      'starting',
    );
    expect(evaluateTaskHealth({ ...behind, targets: [target('healthy'), target('healthy')] }).health).toBe(
      'healthy',
    );
  });

  it('holds a failing target against the task only after the grace period', () => {
    const failing = { ...base, loadBalancerCount: 1, targets: [target('unhealthy')], gracePeriodMs: 500 };
    expect(evaluateTaskHealth({ ...failing, nowMs: 1499 })).toEqual({
      health: 'starting',
      lookAgainAtMs: 1500,
    });
    expect(evaluateTaskHealth({ ...failing, nowMs: 1500 })).toMatchObject({
      health: 'unhealthy',
      cause: { kind: 'target' },
    });
  });

  it('gives a program that may not be up yet the time to start, and one that answers wrongly none', () => {
    const failing = { ...base, loadBalancerCount: 1, startAllowanceMs: 10_000, nowMs: 10_999 };
    const starting = { ...failing, targets: [{ ...target('unhealthy'), mayBeStarting: true }] };
    expect(evaluateTaskHealth(starting)).toEqual({ health: 'starting', lookAgainAtMs: 11_000 });
    expect(evaluateTaskHealth({ ...starting, nowMs: 11_000 }).health).toBe('unhealthy');
    expect(evaluateTaskHealth({ ...failing, targets: [target('unhealthy')] }).health).toBe('unhealthy');
  });

  it('takes refused connections and 503 for signs of a program that is not up yet, and no other answer', () => {
    const answered = (codes: string) => ({
      reason: 'Target.ResponseCodeMismatch',
      description: `Health checks failed with these codes: [${codes}]`,
    });
    expect(mayBeStarting({ reason: 'Target.FailedHealthChecks', description: 'Health checks failed' })).toBe(
      true,
    );
    expect(mayBeStarting(answered('503'))).toBe(true);
    expect(mayBeStarting(answered('404'))).toBe(false);
    expect(mayBeStarting({ reason: 'Target.Timeout', description: 'Request timed out' })).toBe(false);
  });

  it('asks both the target and the container check', () => {
    const both = {
      ...base,
      loadBalancerCount: 1,
      targets: [target('healthy')],
      hasContainerHealthCheck: true,
    };
    expect(evaluateTaskHealth(both).health).toBe('starting');
    expect(evaluateTaskHealth({ ...both, containerHealth: 'HEALTHY' }).health).toBe('healthy');
    expect(evaluateTaskHealth({ ...both, containerHealth: 'UNHEALTHY' })).toMatchObject({
      cause: { kind: 'container' },
    });
  });

  it('does not count a task that is not RUNNING', () => {
    expect(evaluateTaskHealth({ ...base, lastStatus: 'ACTIVATING', nowMs: 99_000 }).health).toBe('starting');
  });
});
