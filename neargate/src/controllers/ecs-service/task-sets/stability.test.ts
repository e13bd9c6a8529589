import { describe, expect, it } from 'vitest';
import type { TaskRow, TaskStatus } from '../../../services/ecs/store.ts';
import { isSteady } from './stability.ts';

const row = (lastStatus: TaskStatus) => ({ observed: { lastStatus } }) as TaskRow;
const healthy = { health: 'healthy' } as const;

describe('a task set', () => {
  it('is steady with as many healthy tasks as it shall have', () => {
    expect(isSteady(2, [row('RUNNING'), row('RUNNING'), row('STOPPED')], [healthy, healthy])).toBe(true);
    expect(isSteady(2, [row('RUNNING'), row('PENDING')], [healthy, healthy])).toBe(false);
    expect(isSteady(1, [row('RUNNING')], [{ health: 'unhealthy' }])).toBe(false);
  });

  it('is not steady while one of its tasks has been told to stop and still runs', () => {
    expect(isSteady(2, [row('RUNNING'), row('RUNNING')], [healthy])).toBe(false);
  });
});
