import { describe, expect, it } from 'vitest';
import { timing } from '../../../core/timing.ts';
import { shiftSteps } from './shift-steps.ts';
import {
  decideStage,
  firstPosition,
  nextPosition,
  type Position,
  type ShiftStep,
  type StageView,
  trafficAt,
} from './stages.ts';

const aws = timing('aws');

function walk(steps: readonly ShiftStep[], hasSeveralRevisions = false): string[] {
  const lines: string[] = [];
  let position: Position | undefined = firstPosition(hasSeveralRevisions);
  while (position !== undefined) {
    const { production, test } = trafficAt(position, steps);
    lines.push(`${position.stage} ${production} ${test}`);
    position = nextPosition(position, steps);
  }
  return lines;
}

describe('the stages of a traffic shift', () => {
  it('of BLUE_GREEN shift the test traffic, then the production traffic at once', () => {
    expect(walk(shiftSteps({ strategy: 'BLUE_GREEN' }, aws))).toEqual([
      'PRE_SCALE_UP 0 0',
      'SCALE_UP 0 0',
      'POST_SCALE_UP 0 0',
      'TEST_TRAFFIC_SHIFT 0 100',
      'POST_TEST_TRAFFIC_SHIFT 0 100',
      'PRE_PRODUCTION_TRAFFIC_SHIFT 0 100',
      'PRODUCTION_TRAFFIC_SHIFT 100 100',
      'POST_PRODUCTION_TRAFFIC_SHIFT 100 100',
      'BAKE_TIME 100 100',
      'CLEAN_UP 100 100',
    ]);
  });

  it('begin by reconciling where several revisions have tasks', () => {
    expect(walk(shiftSteps({ strategy: 'BLUE_GREEN' }, aws), true)[0]).toBe('RECONCILE_SERVICE 0 0');
  });

  it('of CANARY come through the production stages twice', () => {
    const production = walk(shiftSteps({ strategy: 'CANARY' }, aws)).filter((line) =>
      line.includes('PRODUCTION'),
    );
    expect(production).toEqual([
      'PRE_PRODUCTION_TRAFFIC_SHIFT 0 100',
      'PRODUCTION_TRAFFIC_SHIFT 5 100',
      'PRE_PRODUCTION_TRAFFIC_SHIFT 5 100',
      'PRODUCTION_TRAFFIC_SHIFT 100 100',
      'POST_PRODUCTION_TRAFFIC_SHIFT 100 100',
    ]);
  });
});

describe('shiftSteps', () => {
  it.each([
    [{ strategy: 'LINEAR' } as const, '10:6 20:6 30:6 40:6 50:6 60:6 70:6 80:6 90:6 100:0'],
    [
      { strategy: 'LINEAR', linearConfiguration: { stepPercent: 33.3, stepBakeTimeInMinutes: 1 } } as const,
      '33.3:1 66.6:1 99.9:1 100:0',
    ],
    [{ strategy: 'LINEAR', linearConfiguration: { stepPercent: 100 } } as const, '100:0'],
    [{ strategy: 'CANARY' } as const, '5:10 100:0'],
    [
      {
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: 0.1, canaryBakeTimeInMinutes: 0 },
      } as const,
      '0.1:0 100:0',
    ],
    [{ strategy: 'BLUE_GREEN' } as const, '100:0'],
  ])('of %j are %s', (configuration, expected) => {
    const text = shiftSteps(configuration, aws)
      .map(({ percent, bakeMs }) => `${percent}:${bakeMs / 60_000}`)
      .join(' ');
    expect(text).toBe(expected);
  });
});

describe('decideStage', () => {
  const view: StageView = {
    position: { stage: 'POST_SCALE_UP', step: 0 },
    steps: [
      { percent: 5, bakeMs: 600_000 },
      { percent: 100, bakeMs: 0 },
    ],
    sinceMs: 1000,
    nowMs: 1000,
    bakeMs: 300_000,
    isGreenUp: false,
    otherCount: 1,
    blueCount: 1,
    isHeldByHook: false,
    isTrafficShifted: true,
  };
  const at = (stage: Position['stage'], step = 0) => ({ stage, step });
  const advance = { kind: 'advance' };
  const wait = { kind: 'wait' };

  it('goes on at once where nothing is to be awaited', () => {
    expect(decideStage(view)).toEqual(advance);
  });

  it('waits for hooks, and for rules that cannot be changed', () => {
    expect(decideStage({ ...view, isHeldByHook: true })).toEqual(wait);
    expect(decideStage({ ...view, isTrafficShifted: false })).toEqual(wait);
  });

  it('waits for tasks to come and go', () => {
    expect(decideStage({ ...view, position: at('SCALE_UP') })).toEqual(wait);
    expect(decideStage({ ...view, position: at('SCALE_UP'), isGreenUp: true })).toEqual(advance);
    expect(decideStage({ ...view, position: at('RECONCILE_SERVICE') })).toEqual(wait);
    expect(decideStage({ ...view, position: at('RECONCILE_SERVICE'), otherCount: 0 })).toEqual(advance);
    const cleaning = { ...view, position: at('CLEAN_UP'), isGreenUp: true, otherCount: 0 };
    expect(decideStage(cleaning)).toEqual(wait);
    expect(decideStage({ ...cleaning, blueCount: 0 })).toEqual(advance);
  });

  it('bakes each step but the last, and the whole', () => {
    const shifting = { ...view, position: at('PRODUCTION_TRAFFIC_SHIFT') };
    expect(decideStage(shifting)).toEqual({ kind: 'wait', untilMs: 601_000 });
    expect(decideStage({ ...shifting, nowMs: 601_000 })).toEqual(advance);
    expect(decideStage({ ...shifting, position: at('PRODUCTION_TRAFFIC_SHIFT', 1) })).toEqual(advance);
    expect(decideStage({ ...view, position: at('BAKE_TIME') })).toEqual({ kind: 'wait', untilMs: 301_000 });
  });
});
