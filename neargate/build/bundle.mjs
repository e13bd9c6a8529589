// Bundles the command, the processes of the load balancer, the relay and the image builder, the thread that unpacks, and the shims of builds into a folder of dist/ that is named by what is in it.
// Imports inside commands stay lazy (code splitting), so that `neargate output` does not load what only the server needs.
// Every build has a folder of its own: one that is running keeps its files when the sources change.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureWireSchemas, wireSchemaDirectory } from './wire-schemas.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const source = path.join(root, 'src');
const dist = path.join(root, 'dist');
const keptBuilds = 3;

/** Files that are read by path, not imported, and lie beside the bundle. */
const assets = ['preload.cjs', 'preload-judge.cjs', 'preload-names.cjs'].map(
  (name) => `drivers/task/network/${name}`,
);

const making = path.join(dist, `.making-${process.pid}`);
await mkdir(making, { recursive: true });
await build({
  entryPoints: {
    neargate: path.join(source, 'cli/main.ts'),
    loadbalancer: path.join(source, 'loadbalancer/main.ts'),
    relay: path.join(source, 'drivers/relay/main.ts'),
    builder: path.join(source, 'drivers/image/builder-main.ts'),
    unpack: path.join(source, 'drivers/build/unpack-main.ts'),
    'docker-shim': path.join(source, 'drivers/build/shims/docker/main.ts'),
    'aws-shim': path.join(source, 'drivers/build/shims/aws/main.ts'),
  },
  outdir: making,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'warning',
});
await ensureWireSchemas();
await cp(wireSchemaDirectory, path.join(making, 'schemas'), { recursive: true });
for (const asset of assets) await cp(path.join(source, asset), path.join(making, path.basename(asset)));

const name = await contentName(making);
const target = path.join(dist, name);
// Somebody else may have made the very same build meanwhile.
await rename(making, target).catch(() => rm(making, { recursive: true, force: true }));
await writeFile(path.join(dist, `.built-${process.pid}`), name);
await rename(path.join(dist, `.built-${process.pid}`), path.join(dist, '.built'));
await removeOldBuilds(name);

async function contentName(folder) {
  const hash = createHash('sha256');
  for (const file of (await readdir(folder, { recursive: true })).toSorted()) {
    if (/\.(?:js|cjs|json)$/.test(file)) hash.update(file).update(await readFile(path.join(folder, file)));
  }
  return `build-${hash.digest('hex').slice(0, 16)}`;
}

async function removeOldBuilds(current) {
  const names = (await readdir(dist)).filter((entry) => entry.startsWith('build-') && entry !== current);
  const builds = await Promise.all(
    names.map(async (entry) => ({ entry, at: (await stat(path.join(dist, entry))).mtimeMs })),
  );
  const old = builds.toSorted((left, right) => right.at - left.at).slice(keptBuilds - 1);
  for (const { entry } of old) await rm(path.join(dist, entry), { recursive: true, force: true });
}
