// Records what the `terraform` on the PATH makes of the expressions in src/terraform/differential/corpus.
// Run it after changing a corpus: node build/record-expressions.mjs
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const directory = fileURLToPath(new URL('../src/terraform/differential', import.meta.url));
const out = mkdtempSync(path.join(tmpdir(), 'neargate-record-'));
try {
  const outfile = path.join(out, 'record.mjs');
  await build({
    entryPoints: [path.join(directory, 'record.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  process.argv[2] = directory;
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(out, { recursive: true, force: true });
}
