import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { findTool } from './find-tool.ts';
import type { NamespaceTools } from './namespace-script.ts';
import { NamespaceRootfs, writeSkeletons } from './namespace.ts';
import { PathMapRootfs } from './path-map.ts';
import type { Rootfs } from './rootfs.ts';
import { removeTree } from './remove-tree.ts';

const run = promisify(execFile);

/** How programs get an image's files as their root on this machine. Plain JSON, so that another process can use it too. */
export type RootfsChoice =
  | {
      readonly name: 'namespace';
      readonly stateDirectory: string;
      readonly tools: NamespaceTools;
      readonly rootless: boolean;
    }
  | { readonly name: 'path-map'; readonly reason: string };

/**
 * Chooses how programs get an image's files as their root, by running one. The state directory decides too: overlay
 * mounts do not work on every file system.
 * @param stateDirectory an absolute path below which the images and containers will be kept
 */
export async function selectRootfs(stateDirectory: string): Promise<Rootfs> {
  return rootfsOf(await chooseRootfs(stateDirectory));
}

/** What was chosen, from a process that shares the state directory with the one that has prepared it. */
export function rootfsOf(choice: RootfsChoice): Rootfs {
  return choice.name === 'namespace'
    ? new NamespaceRootfs(choice.stateDirectory, choice.tools, choice)
    : new PathMapRootfs(choice.reason);
}

/** Writes what a choice of an earlier run needs, anew. */
export function prepareRootfs(choice: RootfsChoice): void {
  if (choice.name === 'namespace') writeSkeletons(choice.stateDirectory);
}

/** As `selectRootfs`, but only the choice. */
export async function chooseRootfs(stateDirectory: string): Promise<RootfsChoice> {
  if (process.platform !== 'linux')
    return { name: 'path-map', reason: `${process.platform} has no mount namespaces` };
  const tools = await findTools();
  if (typeof tools === 'string') return { name: 'path-map', reason: tools };
  mkdirSync(stateDirectory, { recursive: true });
  const rootless = process.getuid?.() !== 0;
  const choice = { name: 'namespace', stateDirectory, tools, rootless } as const;
  prepareRootfs(choice);
  const complaint = await probeNamespaces(stateDirectory, rootfsOf(choice));
  return complaint === undefined
    ? choice
    : { name: 'path-map', reason: `mount namespaces do not work here: ${complaint}` };
}

/** @returns what went wrong, when something did */
async function probeNamespaces(stateDirectory: string, rootfs: Rootfs): Promise<string | undefined> {
  const scratch = mkdtempSync(path.join(stateDirectory, 'probe-'));
  try {
    const plan = await rootfs.enter(
      {
        layers: [],
        writableDirectory: path.join(scratch, 'files'),
        workDirectory: scratch,
        hostBase: true,
        binds: [],
      },
      {
        command: ['sh', '-c', 'echo probe > /written && rm /etc/resolv.conf'],
        environment: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
        workingDirectory: '/',
        user: '',
      },
    );
    const child = spawn(plan.file, plan.args, {
      env: plan.environment,
      cwd: plan.workingDirectory,
      // The plan says on descriptor 3 that the program begins.
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0 ? undefined : complaint.trim() || `exit code ${String(code)}`;
  } finally {
    removeTree(scratch);
  }
}

async function findTools(): Promise<NamespaceTools | string> {
  const mount = findTool('mount');
  const mkdir = findTool('mkdir');
  const unshare = findTool('unshare');
  if (mount === undefined || mkdir === undefined || unshare === undefined)
    return 'mount or unshare is not installed';
  // busybox has an unshare without --root; util-linux has it since 2.36.
  const { stdout } = await run(unshare, ['--help']).catch(() => ({ stdout: '' }));
  if (!stdout.includes('--root')) return `${unshare} is too old: it has no --root option`;
  return { mount, mkdir, unshare };
}
