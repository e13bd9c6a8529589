import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

// Many simulations, or one again with its trace: see run.mjs.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20000' },
    first: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
});
const shownLines = 120;

const first = Number(values.seed ?? values.first);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const startedMs = performance.now();
let failed = 0;
for (let seed = first; seed < first + count; seed++) {
  const { wrong, trace } = await simulate(seed);
  if (values.seed !== undefined) process.stdout.write(`${trace.join('\n')}\n`);
  if (wrong === undefined) continue;
  failed++;
  const lines = values.seed === undefined ? trace.slice(-shownLines) : [];
  process.stdout.write(
    `${lines.join('\n')}\nseed ${seed}: ${wrong}\nagain: npm run simulate --workspace neargate -- --seed ${seed}\n`,
  );
  break;
}
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
const cpuSeconds = (process.cpuUsage().user / 1e6).toFixed(1);
process.stdout.write(
  `${count} seeds from ${first}: ${failed === 0 ? 'nothing wrong' : 'stopped at the first failure'} (${seconds} s, ${cpuSeconds} s of processor)\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
