import { describe, expect, it } from 'vitest';
import type { TaskView } from '../plan.ts';
import { planRebalance, type RebalanceView } from './rebalance.ts';

function tasks(zones: string, health: TaskView['health'] = 'healthy'): TaskView[] {
  return Array.from(zones, (availabilityZone, index) => ({
    taskArn: `${availabilityZone}${index}`,
    deploymentId: 'one',
    availabilityZone,
    createdAtMs: index,
    health,
    running: true,
    isProtected: false,
  }));
}

const view: RebalanceView = {
  zones: ['a', 'b', 'c'],
  desiredCount: 4,
  maximum: 8,
  tasks: tasks('aaab'),
  startedTaskArns: [],
};

describe('planRebalance', () => {
  it('starts as many tasks as have to move, within the maximum', () => {
    expect(planRebalance(view)).toEqual({ kind: 'start', count: 1 });
    const uneven = { ...view, desiredCount: 6, tasks: tasks('aaaaaa'), maximum: 12 };
    expect(planRebalance(uneven)).toEqual({ kind: 'start', count: 4 });
    expect(planRebalance({ ...uneven, maximum: 7 })).toEqual({ kind: 'start', count: 1 });
  });

  it('leaves alone what is even, not settled, or in one zone only', () => {
    expect(planRebalance({ ...view, tasks: tasks('aabc') })).toEqual({ kind: 'none' });
    expect(planRebalance({ ...view, desiredCount: 5 })).toEqual({ kind: 'none' });
    expect(planRebalance({ ...view, tasks: tasks('aaab', 'starting') })).toEqual({ kind: 'none' });
    expect(planRebalance({ ...view, zones: ['a'], tasks: tasks('aaaa') })).toEqual({ kind: 'none' });
  });

  it('stops in the thickest zone once what it started is healthy', () => {
    const started = {
      ...view,
      tasks: [...tasks('aaab'), ...tasks('c').map((task) => ({ ...task, taskArn: 'new' }))],
    };
    const after = { ...started, startedTaskArns: ['new'] };
    expect(planRebalance(after)).toEqual({ kind: 'stop', taskArns: ['a0'] });
    const [, , , , fresh] = after.tasks;
    const starting = [...tasks('aaab'), { ...(fresh ?? tasks('c')[0]), health: 'starting' } as TaskView];
    expect(planRebalance({ ...after, tasks: starting })).toEqual({ kind: 'wait' });
    expect(planRebalance({ ...after, tasks: tasks('aaab') })).toEqual({ kind: 'give-up' });
  });
});
