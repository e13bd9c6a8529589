import { describe, expect, it } from 'vitest';
import { type ExecutionView, nextStep, type PipelineView, type StageView } from './plan-execution.ts';

function stage(changes: Partial<StageView> = {}): StageView {
  return {
    name: 'Build',
    isLast: false,
    actions: [
      { name: 'a', runOrder: 1, status: undefined },
      { name: 'b', runOrder: 1, status: undefined },
      { name: 'c', runOrder: 2, status: undefined },
    ],
    onFailure: 'FAIL',
    retryMode: 'FAILED_ACTIONS',
    automaticRetries: 0,
    ...changes,
  };
}

function execution(id: string, changes: Partial<ExecutionView> = {}): ExecutionView {
  return { id, isRollback: false, stop: undefined, isInside: true, stage: stage(), ...changes };
}

function view(executions: readonly ExecutionView[], changes: Partial<PipelineView> = {}): PipelineView {
  return { mode: 'SUPERSEDED', disabledStages: new Set(), executions, ...changes };
}

/** A stage whose actions `a` and `b` run beside each other and `c` after them. */
function withActions(a: string | undefined, b: string | undefined, c?: string): StageView {
  const status = (text: string | undefined) => text as StageView['actions'][number]['status'];
  return stage({
    actions: [
      { name: 'a', runOrder: 1, status: status(a) },
      { name: 'b', runOrder: 1, status: status(b) },
      { name: 'c', runOrder: 2, status: status(c) },
    ],
  });
}

const waiting = (id: string, changes: Partial<ExecutionView> = {}) =>
  execution(id, { isInside: false, ...changes });

describe('inside a stage', () => {
  const inside = (own: StageView, changes: Partial<ExecutionView> = {}) =>
    nextStep(view([execution('1', { stage: own, ...changes })]));

  it('starts what has the same run order together, and the next when all of it succeeded', () => {
    expect(inside(withActions(undefined, undefined))).toMatchObject({ kind: 'start-action', action: 'a' });
    expect(inside(withActions('InProgress', undefined))).toMatchObject({ kind: 'start-action', action: 'b' });
    expect(inside(withActions('Succeeded', 'InProgress'))).toBeUndefined();
    expect(inside(withActions('Succeeded', 'Succeeded'))).toMatchObject({ action: 'c' });
    expect(inside(withActions('Succeeded', 'Succeeded', 'Succeeded'))).toEqual({
      kind: 'complete-stage',
      executionId: '1',
      endsExecution: false,
    });
  });

  it('fails when an action failed, but not before those beside it have ended', () => {
    expect(inside(withActions('Failed', 'InProgress'))).toBeUndefined();
    expect(inside(withActions('Failed', 'Succeeded'))).toEqual({
      kind: 'fail-stage',
      executionId: '1',
      rollsBack: false,
    });
  });

  it('is retried once by itself when it says so, then fails', () => {
    const failed = { ...withActions('Failed', 'Succeeded'), onFailure: 'RETRY' } as const;
    expect(inside(failed)).toEqual({ kind: 'retry-stage', executionId: '1', mode: 'FAILED_ACTIONS' });
    expect(inside({ ...failed, automaticRetries: 1 })).toMatchObject({ kind: 'fail-stage' });
  });

  it('is rolled back when it says so, unless it is a rollback already', () => {
    const failed = { ...withActions('Failed', 'Succeeded'), onFailure: 'ROLLBACK' } as const;
    expect(inside(failed)).toMatchObject({ kind: 'fail-stage', rollsBack: true });
    expect(inside(failed, { isRollback: true })).toMatchObject({ kind: 'fail-stage', rollsBack: false });
  });

  it('stops when what runs has ended, or abandons it', () => {
    const running = withActions('InProgress', 'Succeeded');
    expect(inside(running, { stop: 'wait' })).toBeUndefined();
    expect(inside(running, { stop: 'abandon' })).toMatchObject({ kind: 'abandon-action', action: 'a' });
    expect(inside(withActions('Succeeded', 'Succeeded'), { stop: 'wait' })).toMatchObject({ kind: 'stop' });
  });
});

describe('before a stage', () => {
  it('enters when nobody is inside and the transition is enabled', () => {
    expect(nextStep(view([waiting('1')]))).toEqual({ kind: 'enter-stage', executionId: '1' });
    expect(nextStep(view([waiting('1')], { disabledStages: new Set(['Build']) }))).toBeUndefined();
    const busy = execution('1', { stage: withActions('InProgress', 'InProgress') });
    expect(nextStep(view([busy, waiting('2')]))).toBeUndefined();
    expect(nextStep(view([busy, waiting('2')], { mode: 'PARALLEL' }))).toMatchObject({ kind: 'enter-stage' });
  });

  it('lets the newest supersede the others', () => {
    const busy = execution('1', { stage: withActions('InProgress', 'InProgress') });
    expect(nextStep(view([busy, waiting('2'), waiting('3')]))).toEqual({
      kind: 'supersede',
      executionId: '2',
      by: '3',
    });
    const elsewhere = waiting('3', { stage: stage({ name: 'Deploy' }) });
    expect(nextStep(view([busy, waiting('2'), elsewhere]))).toEqual({
      kind: 'enter-stage',
      executionId: '3',
    });
  });

  it('keeps the order in QUEUED', () => {
    const queued = { mode: 'QUEUED', disabledStages: new Set(['Build']) } as const;
    expect(nextStep(view([waiting('1'), waiting('2')], queued))).toBeUndefined();
    expect(nextStep(view([waiting('1'), waiting('2')], { mode: 'QUEUED' }))).toEqual({
      kind: 'enter-stage',
      executionId: '1',
    });
  });

  it('lets a rollback in first, whatever waits', () => {
    expect(nextStep(view([waiting('1'), waiting('2', { isRollback: true })]))).toEqual({
      kind: 'enter-stage',
      executionId: '2',
    });
  });

  it('stops at once', () => {
    expect(nextStep(view([waiting('1', { stop: 'wait' })]))).toEqual({ kind: 'stop', executionId: '1' });
  });
});
