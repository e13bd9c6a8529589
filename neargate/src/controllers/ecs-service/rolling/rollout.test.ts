import { describe, expect, it } from 'vitest';
import { decideRollout, type RolloutView } from './rollout.ts';

const base: RolloutView = {
  rolloutState: 'IN_PROGRESS',
  desiredCount: 2,
  healthyCount: 1,
  unsettledCount: 1,
  olderCount: 1,
  failedTasks: 0,
  breaker: { threshold: 3, rollback: true },
  isRollback: false,
  lastCompletedDeploymentId: 'ecs-svc/1',
};

describe('decideRollout', () => {
  it('completes when every wanted task is healthy and no older task is left', () => {
    expect(decideRollout(base)).toEqual({ kind: 'continue' });
    const settled = { ...base, healthyCount: 2, unsettledCount: 0 };
    expect(decideRollout(settled)).toEqual({ kind: 'continue' });
    expect(decideRollout({ ...settled, olderCount: 0 })).toEqual({ kind: 'complete' });
  });

  it('rolls back to the last completed deployment at the threshold', () => {
    expect(decideRollout({ ...base, failedTasks: 2 })).toEqual({ kind: 'continue' });
    expect(decideRollout({ ...base, failedTasks: 3 })).toEqual({
      kind: 'roll-back',
      toDeploymentId: 'ecs-svc/1',
    });
  });

  it('fails when there is nothing to go back to, or rollback is off', () => {
    const tripped = { ...base, failedTasks: 3 };
    expect(decideRollout({ ...tripped, lastCompletedDeploymentId: undefined })).toEqual({ kind: 'fail' });
    expect(decideRollout({ ...tripped, breaker: { threshold: 3, rollback: false } })).toEqual({
      kind: 'fail',
    });
  });

  it('keeps trying without a breaker, and during a rollback', () => {
    expect(decideRollout({ ...base, failedTasks: 99, breaker: undefined })).toEqual({ kind: 'continue' });
    expect(decideRollout({ ...base, failedTasks: 99, isRollback: true })).toEqual({ kind: 'continue' });
  });

  it('decides nothing for a deployment that has ended', () => {
    expect(decideRollout({ ...base, rolloutState: 'FAILED', failedTasks: 9 })).toEqual({ kind: 'continue' });
  });
});
