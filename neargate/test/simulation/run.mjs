// Runs the simulation of the controllers with many seeds, or with one again and its whole trace.
//
//   npm run simulate --workspace neargate -- --seeds 20000 [--first 1]
//   npm run simulate --workspace neargate -- --seed 4711
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const outfile = path.join(root, 'dist/simulation/main.js');
await build({
  entryPoints: [path.join(root, 'test/simulation/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
