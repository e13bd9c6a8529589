#!/usr/bin/env node
// Runs the built command, building it first when the sources are newer: a clone has no build of its own.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const built = path.join(root, 'dist/.built');

function newestChange(directory) {
  let newest = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestChange(file) : statSync(file).mtimeMs);
  }
  return newest;
}

const sources = path.join(root, 'src');
if (existsSync(sources) && (!existsSync(built) || statSync(built).mtimeMs < newestChange(sources))) {
  execFileSync(process.execPath, [path.join(root, 'build/bundle.mjs')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
const { main } = await import('../dist/neargate.js');
process.exitCode = await main(process.argv.slice(2));
