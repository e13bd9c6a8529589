import { describe, expect, it } from 'vitest';
import { timing } from '../../../core/timing.ts';
import { afterCheck, healthCheckPlan, type HealthState, initialHealth, taskHealth } from './health-state.ts';

const plan = { retries: 3, startPeriodMs: 10_000 };

function after(
  exitCodes: readonly number[],
  ageMs: number,
  from: HealthState = initialHealth(0),
): HealthState {
  return exitCodes.reduce(
    (state, exitCode, index) => afterCheck(state, { exitCode, output: '' }, plan, ageMs, index + 1),
    from,
  );
}

describe('afterCheck', () => {
  it('is healthy at the first success, and unhealthy at the third failure in a row', () => {
    expect(after([0], 60_000).status).toBe('HEALTHY');
    expect(after([1, 1], 60_000).status).toBe('UNKNOWN');
    expect(after([1, 1, 1], 60_000)).toMatchObject({ status: 'UNHEALTHY', sinceMs: 3, exitCode: 1 });
    expect(after([1, 1, 0, 1, 1], 60_000).status).toBe('HEALTHY');
    expect(after([1, 1, 1, 0], 60_000)).toMatchObject({ status: 'HEALTHY', sinceMs: 4 });
  });

  it('forgives failures in the start period until the first success', () => {
    expect(after([1, 1, 1, 1], 9_999)).toMatchObject({ status: 'UNKNOWN', failures: 0 });
    expect(after([0, 1, 1, 1], 9_999).status).toBe('UNHEALTHY');
    expect(after([1, 1, 1], 10_000).status).toBe('UNHEALTHY');
  });
});

describe('healthCheckPlan', () => {
  it('fills in the defaults of ECS and runs CMD directly, CMD-SHELL by the shell', () => {
    expect(healthCheckPlan({ command: ['CMD', 'true', 'x'] }, timing('aws'))).toEqual({
      command: ['true', 'x'],
      intervalMs: 30_000,
      timeoutMs: 5000,
      retries: 3,
      startPeriodMs: 0,
    });
    expect(healthCheckPlan({ command: ['CMD-SHELL', 'a || exit 1'] }, timing('aws'))?.command).toEqual([
      '/bin/sh',
      '-c',
      'a || exit 1',
    ]);
    expect(healthCheckPlan({ command: ['NONE'] }, timing('aws'))).toBeUndefined();
  });

  it('is faster in the fast profile, but gives programs their time to start', () => {
    expect(healthCheckPlan({ command: ['CMD', 'true'] }, timing('fast'))).toMatchObject({
      intervalMs: 3000,
      timeoutMs: 5000,
      startPeriodMs: 10_000,
    });
  });
});

describe('taskHealth', () => {
  const check = { command: ['CMD', 'true'] };
  const containers = (...healths: readonly HealthState['status'][]) =>
    healths.map((healthStatus, index) => ({ name: 'abc'[index] ?? '', healthStatus }));

  it('follows the essential containers that have a check', () => {
    const definitions = [
      { name: 'a', healthCheck: check },
      { name: 'b', healthCheck: check },
      { name: 'c', essential: false, healthCheck: check },
    ];
    expect(taskHealth(definitions, containers('HEALTHY', 'UNHEALTHY', 'HEALTHY'))).toBe('UNHEALTHY');
    expect(taskHealth(definitions, containers('HEALTHY', 'UNKNOWN', 'HEALTHY'))).toBe('UNKNOWN');
    expect(taskHealth(definitions, containers('HEALTHY', 'HEALTHY', 'UNHEALTHY'))).toBe('HEALTHY');
    expect(taskHealth([{ name: 'a' }], containers('UNKNOWN'))).toBe('UNKNOWN');
  });
});
