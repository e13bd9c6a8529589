import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import type { NamespaceTools } from './namespace-script.ts';
import { NamespaceRootfs } from './namespace.ts';
import { PathMapRootfs } from './path-map.ts';
import type { Rootfs } from './rootfs.ts';

const run = promisify(execFile);

/**
 * Chooses how programs get an image's files as their root, by running one. The state directory decides too: overlay
 * mounts do not work on every file system.
 * @param stateDirectory an absolute path below which the images and containers will be kept
 */
export async function selectRootfs(stateDirectory: string): Promise<Rootfs> {
  const reason = await probeNamespaces(stateDirectory);
  return reason instanceof NamespaceRootfs ? reason : new PathMapRootfs(reason);
}

/** @returns the working implementation, or the reason why there is none */
async function probeNamespaces(stateDirectory: string): Promise<NamespaceRootfs | string> {
  if (process.platform !== 'linux') return `${process.platform} has no mount namespaces`;
  const tools = await findTools();
  if (typeof tools === 'string') return tools;
  mkdirSync(stateDirectory, { recursive: true });
  const rootfs = new NamespaceRootfs(stateDirectory, tools, { rootless: process.getuid?.() !== 0 });
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
    return code === 0
      ? rootfs
      : `mount namespaces do not work here: ${complaint.trim() || `exit code ${String(code)}`}`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
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

function findTool(name: string): string | undefined {
  for (const directory of ['/usr/bin', '/bin', '/usr/sbin', '/sbin']) {
    try {
      accessSync(path.join(directory, name), constants.X_OK);
      return path.join(directory, name);
    } catch {
      continue;
    }
  }
  return undefined;
}
