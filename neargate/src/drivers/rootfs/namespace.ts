import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { findTool } from './find-tool.ts';
import { hostDirectories, type HostDirectories } from './host-directories.ts';
import { writeHostSkeleton } from './host-skeleton.ts';
import { findExecutableFile, lookUp, type LayerRoot } from './layered-files.ts';
import {
  becomeProgram,
  namespaceScript,
  type NamespaceProgram,
  type NamespaceTools,
} from './namespace-script.ts';
import { deletedPaths, readUpperFolder } from './overlay-deletions.ts';
import { overlayMount } from './overlay-mount.ts';
import {
  type Bind,
  RootfsError,
  type Program,
  type Rootfs,
  type RootfsView,
  type SpawnPlan,
} from './rootfs.ts';
import { quote } from './shell-quote.ts';
import { type ResolvedUser, resolveUser } from './user.ts';

const run = promisify(execFile);

/** Writes the lowest layers of all root file systems, as this machine is now. Nothing may run in them meanwhile. */
export function writeSkeletons(stateDirectory: string): void {
  const { host, bare } = skeletonsOf(stateDirectory);
  mkdirSync(stateDirectory, { recursive: true });
  writeHostSkeleton(host, hostDirectories());
  writeHostSkeleton(bare, undefined);
}

function skeletonsOf(stateDirectory: string): { readonly host: string; readonly bare: string } {
  return {
    host: path.join(stateDirectory, 'skeleton-host'),
    bare: path.join(stateDirectory, 'skeleton-bare'),
  };
}

/**
 * Runs programs in a mount namespace of their own whose root is the image, on Linux. As root it needs nothing else; an
 * ordinary user gets it through a user namespace, in which only one user exists.
 */
export class NamespaceRootfs implements Rootfs {
  readonly name = 'namespace';
  readonly notes: readonly string[];
  readonly #host: HostDirectories;
  readonly #tools: NamespaceTools;
  readonly #rootless: boolean;
  readonly #hostSkeleton: string;
  readonly #bareSkeleton: string;

  /** @param stateDirectory an absolute path, where `writeSkeletons` has put the lowest layers */
  constructor(stateDirectory: string, tools: NamespaceTools, options: { rootless: boolean }) {
    this.#host = hostDirectories();
    this.#tools = tools;
    this.#rootless = options.rootless;
    ({ host: this.#hostSkeleton, bare: this.#bareSkeleton } = skeletonsOf(stateDirectory));
    this.notes = [
      'Each container has a root file system of its own, in a mount namespace.',
      ...(options.rootless
        ? ['Neargate runs as an ordinary user: containers run as that user, whatever the image asks for.']
        : []),
    ];
  }

  findExecutable(
    view: RootfsView,
    name: string,
    searchPath: string,
    workingDirectory: string,
  ): string | undefined {
    return findExecutableFile(this.#roots(view), name, searchPath, workingDirectory)?.hostPath;
  }

  async enter(view: RootfsView, program: Program): Promise<SpawnPlan> {
    const roots = this.#roots(view);
    const user = this.#userOf(roots, program);
    const root = rootOf(view);
    const work = path.join(view.workDirectory, 'work');
    for (const directory of [root, work, view.writableDirectory]) mkdirSync(directory, { recursive: true });
    // A container runtime creates the working directory when the image lacks it.
    if (lookUp(roots, program.workingDirectory) === undefined) {
      mkdirSync(path.join(view.writableDirectory, program.workingDirectory), { recursive: true });
    }
    for (const { source, target } of view.binds) {
      if (target.startsWith('/.neargate/') || !statSync(source).isDirectory()) continue;
      if (lookUp(roots, target) === undefined)
        mkdirSync(path.join(view.writableDirectory, target), { recursive: true });
    }
    const skeleton = view.hostBase ? this.#hostSkeleton : this.#bareSkeleton;
    const merged = view.hostBase
      ? this.#host.directories.map((directory, index) => mergedMount(view, directory, index))
      : [];
    const binds: Bind[] = [...view.binds];
    if (view.etcHostsFile !== undefined) binds.push({ source: view.etcHostsFile, target: '/etc/hosts' });
    const script = namespaceScript(
      this.#tools,
      {
        root,
        lowers: [skeleton, ...view.layers],
        upper: view.writableDirectory,
        work,
        merged,
        binds: binds.map((bind) => ({ ...bind, directory: statSync(bind.source).isDirectory() })),
        rootless: this.#rootless,
        readOnly: view.readOnly === true,
      },
      this.#inNamespace(program, user),
    );
    return this.#plan(program, user, [
      this.#tools.unshare,
      ...this.#namespaces(),
      '--propagation',
      'private',
      '--',
      '/bin/sh',
      '-c',
      script,
    ]);
  }

  async join(view: RootfsView, pid: number, program: Program): Promise<SpawnPlan> {
    const nsenter = findTool('nsenter');
    if (nsenter === undefined) {
      throw new RootfsError('nsenter is not installed', 'Install the package util-linux of this machine.');
    }
    const user = this.#userOf(this.#roots(view), program);
    const namespaces = this.#rootless ? ['--user', '--preserve-credentials', '--mount'] : ['--mount'];
    return this.#plan(program, user, [
      nsenter,
      '--target',
      String(pid),
      ...namespaces,
      '--',
      '/bin/sh',
      '-c',
      becomeProgram(this.#tools, rootOf(view), this.#inNamespace(program, user)),
    ]);
  }

  async deletionsIn(view: RootfsView): Promise<readonly string[]> {
    const upper = readUpperFolder(view.layers, view.writableDirectory);
    if (upper.shared.length === 0) return upper.replaced;
    const list = path.join(view.workDirectory, 'shared-folders');
    writeFileSync(list, upper.shared.map((folder) => `./${folder}\0`).join(''));
    const target = rootOf(view);
    const mount = overlayMount(this.#tools.mount, {
      lowers: view.layers,
      upper: view.writableDirectory,
      work: path.join(view.workDirectory, 'work'),
      target,
      rootless: this.#rootless,
    });
    const listNames = `xargs -0 sh -c 'find "$@" -mindepth 1 -maxdepth 1 -print0' sh < ${quote(list)}`;
    const script = `set -e\n${mount}\ncd ${quote(target)}\n${listNames}`;
    const { stdout } = await run(
      this.#tools.unshare,
      [...this.#namespaces(), '--propagation', 'private', '--', '/bin/sh', '-c', script],
      { maxBuffer: Number.POSITIVE_INFINITY },
    );
    const mounted = stdout.split('\0').map((file) => path.posix.normalize(file));
    return deletedPaths(view.layers, upper, new Set(mounted));
  }

  #namespaces(): readonly string[] {
    return this.#rootless ? ['--user', '--map-root-user', '--mount'] : ['--mount'];
  }

  #userOf(roots: readonly LayerRoot[], { user: text }: Program): ResolvedUser {
    const user = resolveUser(roots, text);
    if (user !== undefined) return user;
    throw new RootfsError(
      `unable to find user ${text}: no matching entries in passwd file`,
      'Create the user in the Dockerfile, or name it by its number.',
    );
  }

  /** A user namespace knows one user only, whom it calls root. */
  #inNamespace(program: Program, { uid, gid }: ResolvedUser): NamespaceProgram {
    const { command, workingDirectory, keepsUserNumber = false } = program;
    const ofOneUser = this.#rootless;
    return ofOneUser && !keepsUserNumber
      ? { command, workingDirectory, uid: 0, gid: 0, ofOneUser }
      : { command, workingDirectory, uid, gid, ofOneUser };
  }

  #plan(program: Program, user: ResolvedUser, command: readonly string[]): SpawnPlan {
    return {
      file: '/bin/sh',
      args: ['-c', `${program.prelude ?? ''}\nexec "$@"`, 'sh', ...command],
      environment: { HOME: user.home, ...program.environment },
      workingDirectory: '/',
      notes:
        this.#rootless && user.uid !== 0
          ? [`runs as the current user instead of ${program.user} (user namespace)`]
          : [],
    };
  }

  #roots(view: RootfsView): LayerRoot[] {
    const host = view.hostBase
      ? [{ directory: '/', only: this.#host.directories }, { directory: this.#hostSkeleton }]
      : [];
    return [...host, ...[...view.layers, view.writableDirectory].map((directory) => ({ directory }))];
  }
}

function rootOf(view: RootfsView): string {
  return path.join(view.workDirectory, 'root');
}

function mergedMount(view: RootfsView, directory: string, index: number) {
  const upper = path.join(view.writableDirectory, directory);
  const work = path.join(view.workDirectory, `work-${index}`);
  mkdirSync(upper, { recursive: true });
  mkdirSync(work, { recursive: true });
  const layers = view.layers.map((layer) => path.join(layer, directory)).filter((layer) => existsSync(layer));
  return { path: directory, lowers: [directory, ...layers], upper, work };
}
