import { describe, expect, it } from 'vitest';
import { decide, firstPhase, type LifecycleView, nextPhase, type Phase, shareAt } from './lifecycle.ts';

const steps = [
  { percent: 10, intervalMs: 300_000 },
  { percent: 100, intervalMs: 0 },
];

function view(phase: Phase, more: Partial<LifecycleView> = {}): LifecycleView {
  return {
    phase,
    sinceMs: 0,
    nowMs: 0,
    step: 0,
    steps,
    hook: undefined,
    isReplacementSteady: false,
    installTimeoutMs: 3_600_000,
    readyWaitMs: undefined,
    terminationWaitMs: 60_000,
    isReadyContinued: false,
    isTerminationContinued: false,
    isOriginalGone: false,
    ...more,
  };
}

describe('the lifecycle of a deployment', () => {
  it('comes to each phase once, and the traffic only grows', () => {
    const phases: Phase[] = [];
    for (let phase: Phase | undefined = firstPhase; phase !== undefined; phase = nextPhase(phase))
      phases.push(phase);
    expect(new Set(phases).size).toBe(phases.length);
    const shares = phases.map((phase) => shareAt(phase, 0, steps));
    expect(shares.map(({ production }) => production)).toEqual([0, 0, 0, 0, 0, 0, 0, 10, 100, 100, 100]);
    expect(shares.map(({ test }) => test)).toEqual([0, 0, 0, 100, 100, 100, 100, 100, 100, 100, 100]);
  });

  it.each([
    [view('BeforeInstall'), { kind: 'advance' }],
    [view('Install'), { kind: 'wait', untilMs: 3_600_000 }],
    [view('Install', { isReplacementSteady: true }), { kind: 'advance' }],
    [view('Install', { nowMs: 3_600_000 }), { kind: 'fail', cause: 'install-timeout' }],
    [view('ReadyWait'), { kind: 'advance' }],
    [view('ReadyWait', { readyWaitMs: 1000 }), { kind: 'wait', untilMs: 1000 }],
    [view('ReadyWait', { readyWaitMs: 1000, isReadyContinued: true }), { kind: 'advance' }],
    [view('ReadyWait', { readyWaitMs: 1000, nowMs: 1000 }), { kind: 'stop', cause: 'ready-timeout' }],
    [view('AllowTraffic'), { kind: 'wait', untilMs: 300_000 }],
    [view('AllowTraffic', { nowMs: 300_000 }), { kind: 'next-step' }],
    [view('AllowTraffic', { step: 1 }), { kind: 'advance' }],
    [view('TerminationWait'), { kind: 'wait', untilMs: 60_000 }],
    [view('TerminationWait', { isTerminationContinued: true }), { kind: 'advance' }],
    [view('TerminationWait', { terminationWaitMs: undefined }), { kind: 'advance' }],
    [view('TerminateOriginal'), { kind: 'wait' }],
    [view('TerminateOriginal', { isOriginalGone: true }), { kind: 'advance' }],
    [view('TerminateOriginal', { terminationWaitMs: undefined }), { kind: 'advance' }],
    [
      view('AfterInstall', { hook: { outcome: 'waiting', expiresAtMs: 5000 } }),
      { kind: 'wait', untilMs: 5000 },
    ],
    [
      view('AfterInstall', { hook: { outcome: 'waiting', expiresAtMs: 5000 }, nowMs: 5000 }),
      { kind: 'fail', cause: 'hook-timeout' },
    ],
    [
      view('AfterInstall', { hook: { outcome: 'failed', expiresAtMs: 5000 } }),
      { kind: 'fail', cause: 'hook-failed' },
    ],
    [view('AfterInstall', { hook: { outcome: 'succeeded', expiresAtMs: 5000 } }), { kind: 'advance' }],
  ])('decides: %#', (given, expected) => {
    expect(decide(given)).toEqual(expected);
  });
});
