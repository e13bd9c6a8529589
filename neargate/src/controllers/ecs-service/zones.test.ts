import { describe, expect, it } from 'vitest';
import type { TaskView } from './plan.ts';
import { spreadOverZones, stopOrder } from './zones.ts';

describe('spreadOverZones', () => {
  it('fills the zone with the fewest tasks first', () => {
    const subnets = [{ availabilityZone: 'a' }, { availabilityZone: 'b' }];
    const placed = spreadOverZones(3, subnets, [{ availabilityZone: 'a' }, { availabilityZone: 'a' }]);
    expect(placed.map(({ availabilityZone }) => availabilityZone)).toEqual(['b', 'b', 'a']);
  });
});

describe('stopOrder', () => {
  const task = (
    taskArn: string,
    availabilityZone: string,
    health: TaskView['health'] = 'healthy',
  ): TaskView => ({
    taskArn,
    deploymentId: 'one',
    availabilityZone,
    createdAtMs: 0,
    health,
    running: true,
    isProtected: false,
  });
  const order = (candidates: TaskView[], all: TaskView[]) =>
    stopOrder(candidates, all).map(({ taskArn }) => taskArn);

  it('takes what serves nobody first, then from the fullest zone, evening out as it goes', () => {
    const all = [
      task('a1', 'a'),
      task('a2', 'a'),
      task('b1', 'b'),
      task('b2', 'b', 'starting'),
      task('a3', 'a'),
    ];
    expect(order(all, all)).toEqual(['b2', 'a1', 'a2', 'a3', 'b1']);
  });

  it('counts the tasks that are no candidates for their zone', () => {
    const candidates = [task('a1', 'a'), task('b1', 'b')];
    const all = [...candidates, task('new1', 'b'), task('new2', 'b')];
    expect(order(candidates, all)).toEqual(['b1', 'a1']);
  });
});
