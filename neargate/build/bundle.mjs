// Bundles the command and the load balancer's process into dist/. Imports inside commands stay lazy (code splitting), so
// that `neargate output` does not load what only the server needs.
import { build } from 'esbuild';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const source = path.join(root, 'src');
const target = path.join(root, 'dist');

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await build({
  entryPoints: {
    neargate: path.join(source, 'cli/main.ts'),
    loadbalancer: path.join(source, 'loadbalancer/main.ts'),
  },
  outdir: target,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'warning',
});
// Loaded into tasks by path, not imported.
await cp(path.join(source, 'drivers/task/process/preload.cjs'), path.join(target, 'preload.cjs'));
await writeFile(path.join(target, '.built'), '');
