// Installs the dependencies of a package folder when they are missing or older than its lock file.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';

/** Runs `npm ci` in `folder` unless node_modules already is what package-lock.json says. Ends the process on failure. */
export function install(folder) {
  const lock = createHash('sha256').update(readFileSync(path.join(folder, 'package-lock.json'))).digest('hex');
  const stamp = path.join(folder, 'node_modules/.neargate-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error(`Installing dependencies in ${path.relative(process.cwd(), folder) || '.'} (npm ci)...`);
  const { status, error } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error !== undefined || status !== 0) {
    console.error(`npm ci failed in ${folder}${error === undefined ? '' : `: ${error.message}`}. Is the npm registry reachable?`);
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

/** Ends the process with a sentence when this Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Neargate needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node, then run the command again.`);
  process.exit(1);
}
