import { describe, expect, it } from 'vitest';
import { EngineRuns } from './engine-runs.ts';

const apply = { action: 'apply', directory: '/project/terraform' } as const;
const ending = (exitCode: number) => () => Promise.resolve(exitCode);

describe('EngineRuns', () => {
  it('has a run while it lasts, and tells when it begins and ends', async () => {
    const runs = new EngineRuns();
    let told = 0;
    runs.subscribe(() => told++);
    const states: string[] = [];
    await runs.during(apply, () => {
      states.push(...runs.unfinished().map(({ state }) => state));
      return Promise.resolve(0);
    });
    expect(states).toEqual(['running']);
    expect(runs.unfinished()).toEqual([]);
    expect(told).toBe(2);
  });

  it('keeps a failed run until one of the same directory and workspace succeeds', async () => {
    const runs = new EngineRuns();
    await runs.during(apply, ending(1));
    const failed = [{ action: 'apply', directory: '/project/terraform', state: 'failed' }];
    expect(runs.unfinished()).toEqual(failed);
    await runs.during({ ...apply, directory: '/other' }, ending(0));
    await runs.during({ ...apply, workspace: 'staging' }, ending(0));
    expect(runs.unfinished()).toEqual(failed);
    await runs.during({ ...apply, workspace: 'default' }, ending(0));
    expect(runs.unfinished()).toEqual([]);
  });

  it('is not satisfied by a run of a part', async () => {
    const runs = new EngineRuns();
    const part = { ...apply, targets: ['aws_vpc.main'] };
    await runs.during(apply, ending(1));
    await runs.during(part, ending(0));
    expect(runs.unfinished()).toHaveLength(1);
    await runs.during(apply, ending(0));
    await runs.during(part, ending(1));
    await runs.during(part, ending(0));
    expect(runs.unfinished()).toEqual([]);
  });

  it('counts a run that threw as failed', async () => {
    const runs = new EngineRuns();
    await expect(
      runs.during({ ...apply, action: 'destroy' }, () => Promise.reject(new Error('interrupted'))),
    ).rejects.toThrow('interrupted');
    expect(runs.unfinished()).toMatchObject([{ action: 'destroy', state: 'failed' }]);
  });

  it('knows no plan', async () => {
    const runs = new EngineRuns();
    await runs.during({ ...apply, action: 'plan' }, ending(1));
    expect(runs.unfinished()).toEqual([]);
  });
});
