#!/usr/bin/env node
// Runs the built command, building it first when the sources are newer: a clone has no build of its own.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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

function isBuilt() {
  if (!existsSync(built) || !existsSync(path.join(root, 'dist', readFileSync(built, 'utf8')))) return false;
  const sources = path.join(root, 'src');
  return !existsSync(sources) || newestChange(sources) <= statSync(built).mtimeMs;
}

if (!isBuilt()) {
  // Standard output belongs to the command.
  execFileSync(process.execPath, [path.join(root, 'build/bundle.mjs')], { stdio: ['ignore', 2, 2] });
}
const entry = path.join(root, 'dist', readFileSync(built, 'utf8'), 'neargate.js');
const { main } = await import(pathToFileURL(entry).href);
process.exitCode = await main(process.argv.slice(2));
