import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundleSimulation } from './bundle.mjs';
import { mutations } from './mutations.ts';

/** The unchanged code passes all of them: simulation.test.ts. */
const seeds = 100;

describe('the simulation', () => {
  it.each(mutations)('finds that $mistake', { timeout: 120_000 }, async (mutation) => {
    // In the package, where the bundle finds the packages that it needs.
    const name = mutation.mistake.replaceAll(/\W+/g, '-');
    const program = fileURLToPath(new URL(`../../dist/simulation/${name}.js`, import.meta.url));
    try {
      await bundleSimulation(program, mutation);
      const { status, stdout } = spawnSync(
        process.execPath,
        [program, '--seeds', String(seeds), '--workload', mutation.workload ?? 'deployments'],
        {
          encoding: 'utf8',
          timeout: 100_000,
        },
      );
      expect(status, stdout).toBe(1);
      expect(/^seed \d+: .+$/m.exec(stdout)?.[0]).toContain(mutation.found);
    } finally {
      rmSync(program, { force: true });
    }
  });
});
