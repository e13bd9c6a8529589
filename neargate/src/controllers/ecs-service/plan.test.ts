import { describe, expect, it } from 'vitest';
import { taskBounds } from './bounds.ts';
import { planTasks, type ServiceView, type TaskView } from './plan.ts';

let sequence = 0;

function task(deploymentId: string, health: TaskView['health'], extra: Partial<TaskView> = {}): TaskView {
  sequence++;
  return {
    taskArn: `task-${sequence}`,
    deploymentId,
    availabilityZone: 'a',
    createdAtMs: sequence,
    health,
    running: health !== 'starting',
    isProtected: false,
    ...extra,
  };
}

function tasks(count: number, deploymentId: string, health: TaskView['health']): TaskView[] {
  return Array.from({ length: count }, () => task(deploymentId, health));
}

function service(
  desired: number,
  percents: [number, number],
  all: TaskView[],
  extra: Partial<ServiceView> = {},
) {
  return planTasks({
    primaryDeploymentId: 'new',
    mayStart: true,
    isDeploying: true,
    desiredCount: desired,
    bounds: taskBounds(desired, ...percents),
    tasks: all,
    ...extra,
  }).map((action) => (action.kind === 'stop' ? { ...action, taskArns: action.taskArns.length } : action));
}

describe('taskBounds', () => {
  it.each([
    [4, 50, 100, 2, 4],
    [2, 75, 100, 2, 2],
    [3, 100, 125, 3, 3],
    [10, 50, 150, 5, 15],
    [1, 100, 200, 1, 2],
    [1, 0, 100, 0, 1],
  ])('desired %i at %i/%i keeps %i healthy and allows %i', (desired, minimum, maximum, lower, upper) => {
    expect(taskBounds(desired, minimum, maximum)).toEqual({ minimumHealthy: lower, maximum: upper });
  });
});

describe('planTasks', () => {
  it('starts the desired count of a new service', () => {
    expect(service(2, [100, 200], [])).toEqual([{ kind: 'start', count: 2, replacedUnhealthy: 0 }]);
  });

  it('starts new tasks before it stops old ones when the upper bound allows', () => {
    expect(service(2, [100, 200], tasks(2, 'old', 'healthy'))).toEqual([
      { kind: 'start', count: 2, replacedUnhealthy: 0 },
    ]);
  });

  it('stops one old task for each new task that is healthy', () => {
    const all = [...tasks(2, 'old', 'healthy'), task('new', 'healthy'), task('new', 'starting')];
    expect(service(2, [100, 200], all)).toEqual([{ kind: 'stop', taskArns: 1, cause: 'scaling' }]);
  });

  it('stops down to the lower bound first when the upper bound has no room', () => {
    expect(service(4, [50, 100], tasks(4, 'old', 'healthy'))).toEqual([
      { kind: 'stop', taskArns: 2, cause: 'scaling' },
      { kind: 'start', count: 2, replacedUnhealthy: 0 },
    ]);
  });

  it('says that it is blocked when the bounds allow neither', () => {
    expect(service(3, [100, 125], tasks(3, 'old', 'healthy'))).toEqual([{ kind: 'blocked' }]);
    expect(service(1, [100, 100], tasks(1, 'old', 'healthy'))).toEqual([{ kind: 'blocked' }]);
  });

  it('stops before it starts when the lower bound is zero', () => {
    expect(service(1, [0, 100], tasks(1, 'old', 'healthy'))).toEqual([
      { kind: 'stop', taskArns: 1, cause: 'scaling' },
      { kind: 'start', count: 1, replacedUnhealthy: 0 },
    ]);
  });

  it('starts a replacement before it stops an unhealthy task outside a deployment', () => {
    const all = [task('new', 'healthy'), task('new', 'unhealthy')];
    expect(service(2, [100, 200], all, { isDeploying: false })).toEqual([
      { kind: 'start', count: 1, replacedUnhealthy: 1 },
    ]);
    expect(service(2, [100, 200], [...all, task('new', 'healthy')], { isDeploying: false })).toEqual([
      { kind: 'stop', taskArns: 1, cause: 'unhealthy' },
    ]);
  });

  it('stops an unhealthy task first when there is no room for its replacement', () => {
    const all = [task('new', 'healthy'), task('new', 'unhealthy')];
    expect(service(2, [50, 100], all, { isDeploying: false })).toEqual([
      { kind: 'stop', taskArns: 1, cause: 'unhealthy' },
      { kind: 'start', count: 1, replacedUnhealthy: 1 },
    ]);
  });

  it('starts nothing for a deployment that has failed, and leaves what runs', () => {
    const all = [...tasks(2, 'old', 'healthy'), task('new', 'healthy'), task('new', 'unhealthy')];
    expect(service(2, [100, 200], all, { mayStart: false })).toEqual([]);
  });

  it('stops tasks beyond the desired count, from the fullest zone', () => {
    const all = [
      task('new', 'healthy', { availabilityZone: 'a', taskArn: 'a1' }),
      task('new', 'healthy', { availabilityZone: 'b', taskArn: 'b1' }),
      task('new', 'healthy', { availabilityZone: 'b', taskArn: 'b2' }),
    ];
    expect(
      planTasks({
        primaryDeploymentId: 'new',
        mayStart: true,
        isDeploying: false,
        desiredCount: 2,
        bounds: taskBounds(2, 100, 200),
        tasks: all,
      }),
    ).toEqual([{ kind: 'stop', taskArns: ['b1'], cause: 'scaling' }]);
  });

  it('leaves protected tasks alone', () => {
    const all = [task('old', 'healthy', { isProtected: true }), task('new', 'healthy')];
    expect(service(1, [100, 200], all)).toEqual([{ kind: 'protected', ofId: 'old', count: 1 }]);
  });

  it('leaves a failed deployment no more tasks than a lower desired count allows', () => {
    const all = [...tasks(2, 'old', 'healthy'), task('new', 'unhealthy')];
    expect(service(1, [100, 200], all, { mayStart: false })).toEqual([
      { kind: 'stop', taskArns: 1, cause: 'scaling' },
    ]);
    expect(service(0, [100, 200], all, { mayStart: false })).toEqual([
      { kind: 'stop', taskArns: 3, cause: 'scaling' },
    ]);
  });

  it('is done when the primary deployment has its healthy tasks and nothing else is left', () => {
    expect(service(2, [100, 200], tasks(2, 'new', 'healthy'))).toEqual([]);
  });
});
