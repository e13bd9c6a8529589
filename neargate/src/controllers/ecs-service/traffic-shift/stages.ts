import type { LifecycleStage } from '../../../services/ecs/service-deployment-row.ts';

/** Where a deployment that shifts traffic is. */
export interface Position {
  readonly stage: LifecycleStage;
  /** Which of the steps of the production traffic shift; 0 is the first. */
  readonly step: number;
}

/** A part of the production traffic shift. */
export interface ShiftStep {
  /** Percent of the production traffic that the new revision gets from this step on. */
  readonly percent: number;
  /** How long it stays so before the next step, in milliseconds. */
  readonly bakeMs: number;
}

/**
 * The order of the stages. The first comes only where more than one revision has tasks when the deployment begins; the two
 * production stages come once for each step.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
 */
const order = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
] as const satisfies readonly LifecycleStage[];

function isFrom(stage: LifecycleStage, first: LifecycleStage): boolean {
  return order.indexOf(stage) >= order.indexOf(first);
}

export function firstPosition(hasSeveralRevisions: boolean): Position {
  return { stage: hasSeveralRevisions ? 'RECONCILE_SERVICE' : 'PRE_SCALE_UP', step: 0 };
}

/** The position behind `position`; undefined at the end. */
export function nextPosition({ stage, step }: Position, steps: readonly ShiftStep[]): Position | undefined {
  if (stage === 'PRODUCTION_TRAFFIC_SHIFT' && step + 1 < steps.length) {
    return { stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT', step: step + 1 };
  }
  const next = order[order.indexOf(stage) + 1];
  return next === undefined ? undefined : { stage: next, step };
}

/** The share of the traffic, in percent, that belongs to the new revision. */
export interface Traffic {
  readonly production: number;
  readonly test: number;
}

/** The new revision's traffic at a position. */
export function trafficAt({ stage, step }: Position, steps: readonly ShiftStep[]): Traffic {
  const test = isFrom(stage, 'TEST_TRAFFIC_SHIFT') ? 100 : 0;
  if (isFrom(stage, 'POST_PRODUCTION_TRAFFIC_SHIFT')) return { production: 100, test };
  const reached = stage === 'PRODUCTION_TRAFFIC_SHIFT' ? step : step - 1;
  return { production: steps[reached]?.percent ?? 0, test };
}

/** Whether the new revision, and the one that it replaces, have tasks at a stage. */
export function fleetsAt(stage: LifecycleStage): { readonly green: boolean; readonly blue: boolean } {
  return { green: isFrom(stage, 'SCALE_UP'), blue: stage !== 'CLEAN_UP' };
}

export interface StageView {
  readonly position: Position;
  readonly steps: readonly ShiftStep[];
  /** When the position was reached. */
  readonly sinceMs: number;
  readonly nowMs: number;
  readonly bakeMs: number;
  /** Whether the new revision has all its tasks, healthy. */
  readonly isGreenUp: boolean;
  /** Tasks of neither revision, and of the one that is replaced, that serve or drain. */
  readonly otherCount: number;
  readonly blueCount: number;
  /** Whether a hook of this position still has to succeed. */
  readonly isHeldByHook: boolean;
  /** Whether the listener rules say what `trafficAt` says. */
  readonly isTrafficShifted: boolean;
}

export type StageDecision =
  | { readonly kind: 'advance' }
  | { readonly kind: 'wait'; readonly untilMs?: number };

/** Whether a deployment may leave the stage that it is in. Pure. */
export function decideStage(view: StageView): StageDecision {
  if (view.isHeldByHook || !view.isTrafficShifted) return { kind: 'wait' };
  switch (view.position.stage) {
    case 'RECONCILE_SERVICE':
      return when(view.otherCount === 0);
    case 'SCALE_UP':
      return when(view.isGreenUp);
    case 'PRODUCTION_TRAFFIC_SHIFT':
      return after(view, view.steps[view.position.step]?.bakeMs ?? 0);
    case 'BAKE_TIME':
      return after(view, view.bakeMs);
    case 'CLEAN_UP':
      return when(view.blueCount === 0 && view.otherCount === 0 && view.isGreenUp);
    default:
      return { kind: 'advance' };
  }
}

function when(isDone: boolean): StageDecision {
  return isDone ? { kind: 'advance' } : { kind: 'wait' };
}

function after({ sinceMs, nowMs }: StageView, durationMs: number): StageDecision {
  const untilMs = sinceMs + durationMs;
  return nowMs >= untilMs ? { kind: 'advance' } : { kind: 'wait', untilMs };
}
