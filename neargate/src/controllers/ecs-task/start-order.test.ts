import { describe, expect, it } from 'vitest';
import { type ContainerProgress, containerReadiness, stopOrder } from './start-order.ts';

const progress = (state: Partial<ContainerProgress>): ReadonlyMap<string, ContainerProgress> =>
  new Map([
    [
      'db',
      {
        name: 'db',
        started: false,
        startedAtMs: undefined,
        startTimeoutMs: undefined,
        exited: false,
        exitCode: undefined,
        healthStatus: 'UNKNOWN' as const,
        ...state,
      },
    ],
  ]);

const dependsOn = (condition: 'START' | 'COMPLETE' | 'SUCCESS' | 'HEALTHY') => ({
  name: 'web',
  dependsOn: [{ containerName: 'db', condition }],
});

describe('containerReadiness', () => {
  it.each([
    ['START', { started: true }, 'ready'],
    ['START', {}, 'waiting'],
    ['COMPLETE', { started: true, exited: true, exitCode: 3 }, 'ready'],
    ['SUCCESS', { started: true, exited: true, exitCode: 0 }, 'ready'],
    ['SUCCESS', { started: true, exited: true, exitCode: 3 }, 'never'],
    ['SUCCESS', { started: true }, 'waiting'],
    ['HEALTHY', { started: true, healthStatus: 'HEALTHY' }, 'ready'],
    ['HEALTHY', { started: true, healthStatus: 'UNHEALTHY' }, 'never'],
    ['HEALTHY', { started: true }, 'waiting'],
  ] as const)('condition %s with %o is %s', (condition, state, expected) => {
    expect(containerReadiness(dependsOn(condition), progress(state), 0).kind).toBe(expected);
  });

  it('waits for a dependency no longer than its startTimeout, in the words of the ECS agent', () => {
    const started = progress({ started: true, startedAtMs: 1000, startTimeoutMs: 60_000 });
    expect(containerReadiness(dependsOn('HEALTHY'), started, 60_999)).toEqual({
      kind: 'waiting',
      untilMs: 61_000,
    });
    expect(containerReadiness(dependsOn('SUCCESS'), started, 61_000)).toEqual({
      kind: 'never',
      reason: 'dependency graph: container ordering dependency [db] for target [web] has timed out.',
    });
    expect(containerReadiness(dependsOn('COMPLETE'), progress({ startTimeoutMs: 1 }), 61_000)).toEqual({
      kind: 'waiting',
      untilMs: undefined,
    });
  });
});

describe('stopOrder', () => {
  it('stops dependents before what they depend on', () => {
    expect(stopOrder([{ name: 'db' }, dependsOn('START'), { name: 'sidecar' }])).toEqual([
      ['web', 'sidecar'],
      ['db'],
    ]);
  });
});
