// Runs the simulation of the controllers with many seeds, or with one again and its whole trace.
//
//   npm run simulate --workspace neargate -- --seeds 20000 [--first 1] [--workload NAME]
//   npm run simulate --workspace neargate -- --workload NAME --seed 4711
//
// Without --workload all of them, so many seeds of each: see docs/simulation.md.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleSimulation } from './bundle.mjs';

const program = fileURLToPath(new URL('../../dist/simulation/main.js', import.meta.url));
await bundleSimulation(path.resolve(program));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
