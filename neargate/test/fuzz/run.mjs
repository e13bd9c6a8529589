// Sends malformed requests to a gateway, each made from a seed.
//
//   npm run fuzz --workspace neargate -- --inputs 100000 [--first 1]
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const program = fileURLToPath(new URL('../../dist/fuzz/main.js', import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
cpSync(
  fileURLToPath(new URL('../../src/wire/schemas', import.meta.url)),
  fileURLToPath(new URL('../../dist/fuzz/schemas', import.meta.url)),
  { recursive: true },
);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
