import type { StepScalingPolicyConfiguration } from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it } from 'vitest';
import { limitToEnforce } from './capacity-limits.ts';
import { type FiredAlarm, planScaling, type PolicySituation, type ScalingSituation } from './plan-scaling.ts';
import { stepCapacity } from './step-capacity.ts';
import { targetTrackingCapacity } from './target-tracking-capacity.ts';

const running = {
  dynamicScalingInSuspended: false,
  dynamicScalingOutSuspended: false,
  scheduledScalingSuspended: false,
};

function situation(changes: Partial<ScalingSituation> = {}): ScalingSituation {
  return {
    target: { minCapacity: 1, maxCapacity: 10, suspendedState: running },
    desiredCount: 4,
    runningCount: 4,
    isDeploying: false,
    policies: [],
    memory: {},
    nowMs: 1_000_000,
    ...changes,
  };
}

const alarm = (metric: number | undefined, threshold = 60): FiredAlarm => ({
  alarmName: 'a',
  stateValue: 'ALARM',
  metric,
  threshold,
});

function tracking(changes: Partial<Extract<PolicySituation, { kind: 'target-tracking' }>>): PolicySituation {
  return {
    kind: 'target-tracking',
    policyName: 'cpu',
    targetValue: 60,
    scaleInDisabled: false,
    scaleOutCooldownMs: 300_000,
    scaleInCooldownMs: 300_000,
    high: undefined,
    low: undefined,
    ...changes,
  };
}

function stepping(adjustment: number, metric: number): PolicySituation {
  const configuration = {
    AdjustmentType: 'ChangeInCapacity',
    StepAdjustments: [{ ScalingAdjustment: adjustment }],
  } as const;
  return {
    kind: 'step',
    policyName: 'step',
    configuration: { ...configuration, StepAdjustments: [...configuration.StepAdjustments] },
    cooldownMs: 60_000,
    fired: [alarm(metric)],
  };
}

const step = (fromCapacity: number, toCapacity: number, endsInMs: number) => ({
  policyName: 'cpu',
  atMs: 0,
  cooldownEndsAtMs: 1_000_000 + endsInMs,
  fromCapacity,
  toCapacity,
});

describe('target tracking', () => {
  it.each([
    [4, 90, 60, 6],
    [4, 61, 60, 5],
    [3, 60, 60, 3],
    [4, 10, 60, 1],
    [4, 0, 60, 0],
    [2, 53, 60, 2],
  ])('%i tasks at %i for a target of %i become %i', (capacity, metric, target, expected) => {
    expect(targetTrackingCapacity(capacity, metric, target)).toBe(expected);
  });

  it('scales out in proportion, up to the maximum, and says when that is reached', () => {
    expect(planScaling(situation({ policies: [tracking({ high: alarm(90) })] }))).toMatchObject({
      kind: 'scale',
      direction: 'out',
      capacity: 6,
      cooldownMs: 300_000,
    });
    const hot = [tracking({ high: alarm(600) })];
    expect(planScaling(situation({ policies: hot }))).toMatchObject({ capacity: 10 });
    expect(planScaling(situation({ policies: hot, desiredCount: 10, runningCount: 10 }))).toMatchObject({
      kind: 'not-scaled',
      reason: { Code: 'AlreadyAtMaxCapacity', MaxCapacity: 10 },
    });
  });

  it('starts from what runs, so that tasks that do not start make no more of them', () => {
    const stuck = situation({ policies: [tracking({ high: alarm(90) })], desiredCount: 6, runningCount: 4 });
    expect(planScaling(stuck)).toMatchObject({
      kind: 'not-scaled',
      reason: { Code: 'AlreadyAtDesiredCapacity' },
    });
  });

  it('counts what the last scale-out added as part of what is asked for in its cooldown', () => {
    const memory = { lastScaleOut: step(4, 6, 1) };
    const again = (metric: number) =>
      planScaling(
        situation({
          policies: [tracking({ high: alarm(metric) })],
          desiredCount: 6,
          runningCount: 6,
          memory,
        }),
      );
    expect(again(90)).toEqual({ kind: 'nothing' });
    expect(again(120)).toMatchObject({ kind: 'scale', capacity: 8 });
    const over = situation({
      policies: [tracking({ high: alarm(90) })],
      desiredCount: 6,
      runningCount: 6,
      memory: { lastScaleOut: step(4, 6, 0) },
    });
    expect(planScaling(over)).toMatchObject({ kind: 'scale', capacity: 9 });
  });

  it('scales in to where the metric does not pass the target, and not where it would', () => {
    expect(planScaling(situation({ policies: [tracking({ low: alarm(20) })] }))).toMatchObject({
      kind: 'scale',
      direction: 'in',
      capacity: 2,
    });
    expect(planScaling(situation({ policies: [tracking({ low: alarm(50) })] }))).toMatchObject({
      kind: 'not-scaled',
      reason: { Code: 'AutoScalingAnticipatedFlapping' },
    });
    const atMinimum = situation({
      policies: [tracking({ low: alarm(0) })],
      desiredCount: 1,
      runningCount: 1,
    });
    expect(planScaling(atMinimum)).toMatchObject({ reason: { Code: 'AlreadyAtMinCapacity' } });
  });

  it('does not scale in within its cooldown, while the service deploys, when disabled or suspended', () => {
    const policies = [tracking({ low: alarm(20) })];
    const target = situation().target;
    const suspended = { ...target, suspendedState: { ...running, dynamicScalingInSuspended: true } };
    expect(planScaling(situation({ policies, memory: { lastScaleIn: step(6, 4, 1) } })).kind).toBe('nothing');
    expect(planScaling(situation({ policies, isDeploying: true }))).toMatchObject({
      reason: { Code: 'TargetServicePutResourceAsUnscalable' },
    });
    expect(planScaling(situation({ policies, target: suspended })).kind).toBe('nothing');
    expect(
      planScaling(situation({ policies: [tracking({ low: alarm(20), scaleInDisabled: true })] })).kind,
    ).toBe('nothing');
  });

  it('scales out while the service deploys and in the cooldown of a scale-in, but not when suspended', () => {
    const policies = [tracking({ high: alarm(90) })];
    const target = situation().target;
    const suspended = { ...target, suspendedState: { ...running, dynamicScalingOutSuspended: true } };
    const memory = { lastScaleIn: step(6, 4, 100_000) };
    expect(planScaling(situation({ policies, isDeploying: true, memory })).kind).toBe('scale');
    expect(planScaling(situation({ policies, target: suspended })).kind).toBe('nothing');
  });

  it('does nothing without a metric', () => {
    expect(planScaling(situation({ policies: [tracking({ high: alarm(undefined) })] })).kind).toBe('nothing');
  });
});

describe('several policies', () => {
  it('scale out by the largest capacity, and any of them does', () => {
    const policies = [
      tracking({ high: alarm(90) }),
      tracking({ policyName: 'memory', low: alarm(1) }),
      stepping(4, 70),
    ];
    expect(planScaling(situation({ policies }))).toMatchObject({ policyName: 'step', capacity: 8 });
  });

  it('scale in only where all that track a target agree, to the largest capacity', () => {
    const cpu = tracking({ low: alarm(15) });
    const memory = (low: FiredAlarm | undefined) => tracking({ policyName: 'memory', low });
    expect(planScaling(situation({ policies: [cpu, memory(undefined)] })).kind).toBe('nothing');
    expect(planScaling(situation({ policies: [cpu, memory(alarm(40))] }))).toMatchObject({
      policyName: 'memory',
      capacity: 3,
    });
    const without = tracking({ policyName: 'requests', scaleInDisabled: true });
    expect(planScaling(situation({ policies: [cpu, without] }))).toMatchObject({
      kind: 'scale',
      capacity: 1,
    });
  });
});

describe('step scaling', () => {
  const percent = (adjustment: number, minimum?: number): StepScalingPolicyConfiguration => ({
    AdjustmentType: 'PercentChangeInCapacity',
    StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: adjustment }],
    MinAdjustmentMagnitude: minimum,
  });
  const breach = { metric: 70, threshold: 60 };

  it('takes the step that the breach lies in: bounds are relative to the threshold', () => {
    const out: StepScalingPolicyConfiguration = {
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 10, ScalingAdjustment: 3 },
      ],
    };
    const into: StepScalingPolicyConfiguration = {
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [
        { MetricIntervalUpperBound: -10, ScalingAdjustment: -3 },
        { MetricIntervalLowerBound: -10, MetricIntervalUpperBound: 0, ScalingAdjustment: -1 },
      ],
    };
    const at = (configuration: StepScalingPolicyConfiguration, metric: number) =>
      stepCapacity(configuration, 4, { metric, threshold: 60 });
    expect([60, 69.9, 70, 99].map((metric) => at(out, metric))).toEqual([5, 5, 7, 7]);
    expect([59, 50.1, 50, 1].map((metric) => at(into, metric))).toEqual([3, 3, 1, 1]);
    expect(at(out, 59)).toBeUndefined();
  });

  it.each([
    [10, 25, undefined, 12],
    [10, 1, undefined, 11],
    [10, -1, undefined, 9],
    [10, -66, undefined, 4],
    [10, 20, 5, 15],
    [10, -20, 5, 5],
  ])('changes %i by %i percent (at least %s) to %i', (capacity, adjustment, minimum, expected) => {
    expect(stepCapacity(percent(adjustment, minimum), capacity, breach)).toBe(expected);
  });

  it('adds in its cooldown only what a larger step adds', () => {
    const memory = { lastScaleOut: step(4, 6, 1) };
    const now = { desiredCount: 6, runningCount: 6, memory };
    expect(planScaling(situation({ policies: [stepping(2, 70)], ...now })).kind).toBe('nothing');
    expect(planScaling(situation({ policies: [stepping(3, 99)], ...now }))).toMatchObject({ capacity: 7 });
  });
});

describe('new limits', () => {
  const limits = { minCapacity: 2, maxCapacity: 5 };
  it.each([
    [1, false, { capacity: 2, cause: 'minimum capacity was set to 2' }],
    [1, true, { capacity: 2, cause: 'minimum capacity was set to 2' }],
    [3, false, undefined],
    [7, false, { capacity: 5, cause: 'maximum capacity was set to 5' }],
    [7, true, 'later'],
  ])('make of %i (deploying: %s) %o', (desired, deploying, expected) => {
    expect(limitToEnforce(limits, desired, deploying)).toEqual(expected);
  });
});
