#!/usr/bin/env node
// Runs the built command, building it first when the sources are newer: a clone has no build of its own.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// An apply allocates for a moment what a server would then keep for days: a young generation that does not grow costs no
// processor time to speak of and leaves some 30 MB less resident (bench/README.md).
setFlagsFromString('--semi-space-growth-factor=1');

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

function hasBuild() {
  return existsSync(built) && existsSync(path.join(root, 'dist', readFileSync(built, 'utf8')));
}

function isCurrent() {
  const sources = path.join(root, 'src');
  return !existsSync(sources) || newestChange(sources) <= statSync(built).mtimeMs;
}

function canBuild() {
  try {
    accessSync(existsSync(path.join(root, 'dist')) ? path.join(root, 'dist') : root, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function build() {
  try {
    // Standard output belongs to the command.
    execFileSync(process.execPath, [path.join(root, 'build/bundle.mjs')], { stdio: ['ignore', 2, 2] });
  } catch {
    fail('Neargate could not be built from its sources; the reason stands above.');
  }
}

if (!hasBuild() || !isCurrent()) {
  if (canBuild()) build();
  else if (!hasBuild()) {
    fail(
      `Neargate is not built yet, and this user may not write to ${root}. Run "npx neargate --version" there as its owner.`,
    );
  } else {
    process.stderr.write(
      `Neargate's sources are newer than its build, and this user may not write to ${root}: the build is used as it is.\n`,
    );
  }
}
const entry = path.join(root, 'dist', readFileSync(built, 'utf8'), 'neargate.js');
const { main } = await import(pathToFileURL(entry).href);
process.exitCode = await main(process.argv.slice(2));
