import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, type Project } from './neargate-process.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** What git ignores: a clone does not have it. */
const notCloned: ReadonlySet<string> = new Set([
  '.git',
  '.neargate',
  '.terraform',
  'coverage',
  'dist',
  'node_modules',
]);

/** A clone of the repository as it is in the working tree. */
export interface Clone extends Project {
  /** What `npm start` runs. */
  readonly startProgram: string;
  /** An empty directory. */
  readonly home: string;
}

/**
 * Copies the repository into a folder with a blank in its name. `npm ci` of the workspace is spared: its packages are links to
 * those that are installed already. The services' own packages are not there, as in any clone.
 */
export async function cloneRepository(): Promise<Clone> {
  const root = mkdtempSync(path.join(tmpdir(), 'neargate clone '));
  const directory = path.join(root, 'my work');
  const home = path.join(root, 'home');
  mkdirSync(home);
  cpSync(repository, directory, {
    recursive: true,
    filter: (source) => !notCloned.has(path.basename(source)),
  });
  linkPackages(directory);
  commitAll(directory);
  return {
    directory,
    home,
    startProgram: path.join(directory, 'scripts/start.mjs'),
    terraform: path.join(directory, 'terraform'),
    stateDirectory: path.join(directory, '.neargate'),
    gatewayPort: await freePort(),
    listenerPort: 80,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A clone has a history, which is what a pipeline delivers. */
function commitAll(directory: string): void {
  const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '--message=A clone'],
  ]) {
    execFileSync('git', args, { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** A folder of links, not a link to the folder: an installation in the clone must not touch the packages of this one. */
function linkPackages(directory: string): void {
  for (const folder of ['node_modules', 'neargate/node_modules']) {
    const installed = path.join(repository, folder);
    const own = path.join(directory, folder);
    mkdirSync(own, { recursive: true });
    if (!existsSync(installed)) continue;
    for (const name of readdirSync(installed)) {
      if (name === 'neargate' || name.startsWith('.')) continue;
      symlinkSync(path.join(installed, name), path.join(own, name));
    }
  }
  symlinkSync('../neargate', path.join(directory, 'node_modules/neargate'));
  const lock = readFileSync(path.join(directory, 'package-lock.json'));
  writeFileSync(
    path.join(directory, 'node_modules/.neargate-lock'),
    createHash('sha256').update(lock).digest('hex'),
  );
}
