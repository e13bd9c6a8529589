import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';
import { workloadNames } from './workloads/table.ts';

// Many simulations, or one again with its trace: see run.mjs.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    first: { type: 'string', default: '1' },
    seed: { type: 'string' },
    workload: { type: 'string' },
  },
});
const shownLines = 120;

const names = workloadNames.filter((name) => values.workload === undefined || name === values.workload);
if (names.length === 0) {
  process.stderr.write(`no workload ${values.workload ?? ''}: there are ${workloadNames.join(', ')}\n`);
  process.exit(2);
}
const first = Number(values.seed ?? values.first);
for (const name of names) if (!(await runMany(name))) process.exitCode = 1;

/** Runs the seeds of one workload up to the first that fails; false when one did. */
async function runMany(workload: (typeof names)[number]): Promise<boolean> {
  const count = values.seed === undefined ? Number(values.seeds ?? defaultSeeds(workload)) : 1;
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  let isSound = true;
  for (let seed = first; isSound && seed < first + count; seed++) {
    const { wrong, trace } = await simulate(seed, workload);
    if (values.seed !== undefined) process.stdout.write(`${trace.join('\n')}\n`);
    if (wrong === undefined) continue;
    isSound = false;
    const lines = values.seed === undefined ? trace.slice(-shownLines) : [];
    process.stdout.write(
      `${lines.join('\n')}\nseed ${seed}: ${wrong}\nagain: npm run simulate --workspace neargate -- --workload ${workload} --seed ${seed}\n`,
    );
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const cpuSeconds = (process.cpuUsage(startedCpu).user / 1e6).toFixed(1);
  process.stdout.write(
    `${workload}: ${count} seeds from ${first}: ${isSound ? 'nothing wrong' : 'stopped at the first failure'} (${seconds} s, ${cpuSeconds} s of processor)\n`,
  );
  return isSound;
}

/** The others are slower, and have fewer ways to go. */
function defaultSeeds(workload: (typeof names)[number]): number {
  return workload === 'deployments' ? 20_000 : 2_000;
}
