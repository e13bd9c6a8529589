import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/**
 * Bundles the simulation into a program.
 * @param {string} outfile
 * @param {{ file: string, from: string, to: string }} [mutation] a mistake to plant; see mutations.ts
 * @throws Error when the text of the mutation does not stand in its file once
 */
export async function bundleSimulation(outfile, mutation) {
  const planted = mutation && plant(mutation);
  await build({
    entryPoints: [path.join(root, 'test/simulation/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: planted === undefined ? [] : [planted],
  });
}

function plant({ file, from, to }) {
  const mutated = path.join(root, 'src', file);
  const parts = readFileSync(mutated, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`"${from}" stands ${parts.length - 1} times in ${file}, not once`);
  return {
    name: 'mutation',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
        loaded === mutated ? { contents: parts.join(to), loader: 'ts' } : undefined,
      );
    },
  };
}
