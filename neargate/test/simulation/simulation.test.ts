import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';
import { workloadNames } from './workloads/table.ts';

const seedsPerTest = 50;
const seedsPerOtherWorkload = 30;
const shownLines = 80;

describe('services, tasks and the load balancer in a world of deployments, faults and restarts', () => {
  it.each(Array.from({ length: 10 }, (_, index) => 1 + index * seedsPerTest))(
    `keep every invariant at every step, with ${seedsPerTest} seeds from %i`,
    { timeout: 120_000 },
    async (first) => {
      for (let seed = first; seed < first + seedsPerTest; seed++) {
        const { wrong, trace } = await simulate(seed);
        const again = `npm run simulate --workspace neargate -- --seed ${seed}`;
        expect(
          wrong,
          `${trace.slice(-shownLines).join('\n')}\nseed ${seed}; again: ${again}`,
        ).toBeUndefined();
      }
    },
  );

  it.each(workloadNames.filter((name) => name !== 'deployments'))(
    `keep every invariant under the workload %s, with ${seedsPerOtherWorkload} seeds`,
    { timeout: 120_000 },
    async (workload) => {
      for (let seed = 1; seed < 1 + seedsPerOtherWorkload; seed++) {
        const { wrong, trace } = await simulate(seed, workload);
        const again = `npm run simulate --workspace neargate -- --workload ${workload} --seed ${seed}`;
        expect(
          wrong,
          `${trace.slice(-shownLines).join('\n')}\nseed ${seed}; again: ${again}`,
        ).toBeUndefined();
      }
    },
  );

  it('go the same way with the same seed, kills of the control plane included', async () => {
    // Which seed kills it changes with every change of the world.
    for (let seed = 1; seed < 1 + seedsPerTest; seed++) {
      const { trace } = await simulate(seed);
      if (!trace.some((line) => line.includes('the control plane is killed'))) continue;
      expect((await simulate(seed)).trace).toEqual(trace);
      return;
    }
    expect.fail('no seed kills the control plane');
  });
});
