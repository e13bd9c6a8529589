// Bundles the service with everything it needs into one file: a task then starts without finding and compiling hundreds of modules.
//
//   node build.mjs [FILE]     FILE is dist/server.js unless named; beside it goes the source map
import path from 'node:path';
import { build } from 'esbuild';

const folder = import.meta.dirname;

await build({
  entryPoints: [path.join(folder, 'src/server.ts')],
  outfile: process.argv[2] ?? path.join(folder, 'dist/server.js'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  sourcesContent: false,
  // Some dependencies are CommonJS, whose require() an ES module does not have.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  // pg asks for it only when it is told to use the native client.
  external: ['pg-native'],
  logLevel: 'warning',
});
