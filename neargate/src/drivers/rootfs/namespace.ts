import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { hostDirectories, type HostDirectories } from './host-directories.ts';
import { writeHostSkeleton } from './host-skeleton.ts';
import { findExecutableFile, lookUp, type LayerRoot } from './layered-files.ts';
import { namespaceScript, type NamespaceTools } from './namespace-script.ts';
import { RootfsError, type Program, type Rootfs, type RootfsView, type SpawnPlan } from './rootfs.ts';
import { resolveUser } from './user.ts';

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
    const user = resolveUser(roots, program.user);
    if (user === undefined) {
      throw new RootfsError(
        `unable to find user ${program.user}: no matching entries in passwd file`,
        'Create the user in the Dockerfile, or name it by its number.',
      );
    }
    const root = path.join(view.workDirectory, 'root');
    const work = path.join(view.workDirectory, 'work');
    for (const directory of [root, work, view.writableDirectory]) mkdirSync(directory, { recursive: true });
    // A container runtime creates the working directory when the image lacks it.
    if (lookUp(roots, program.workingDirectory) === undefined) {
      mkdirSync(path.join(view.writableDirectory, program.workingDirectory), { recursive: true });
    }
    const skeleton = view.hostBase ? this.#hostSkeleton : this.#bareSkeleton;
    const merged = view.hostBase
      ? this.#host.directories.map((directory, index) => mergedMount(view, directory, index))
      : [];
    const binds = [...view.binds];
    if (view.etcHosts !== undefined) {
      const file = path.join(view.workDirectory, 'hosts');
      writeFileSync(file, view.etcHosts);
      binds.push({ source: file, target: '/etc/hosts' });
    }
    const uid = this.#rootless ? 0 : user.uid;
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
      },
      {
        command: program.command,
        workingDirectory: program.workingDirectory,
        uid,
        gid: this.#rootless ? 0 : user.gid,
      },
    );
    const namespaces = this.#rootless ? ['--user', '--map-root-user', '--mount'] : ['--mount'];
    return {
      file: '/bin/sh',
      args: [
        '-c',
        `${program.prelude ?? ''}\nexec "$@"`,
        'sh',
        this.#tools.unshare,
        ...namespaces,
        '--propagation',
        'private',
        '--',
        '/bin/sh',
        '-c',
        script,
      ],
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

function mergedMount(view: RootfsView, directory: string, index: number) {
  const upper = path.join(view.writableDirectory, directory);
  const work = path.join(view.workDirectory, `work-${index}`);
  mkdirSync(upper, { recursive: true });
  mkdirSync(work, { recursive: true });
  const layers = view.layers.map((layer) => path.join(layer, directory)).filter((layer) => existsSync(layer));
  return { path: directory, lowers: [directory, ...layers], upper, work };
}
