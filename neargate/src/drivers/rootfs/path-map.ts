import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { copyTree } from './copy-tree.ts';
import { hostDirectories, isBelow, type HostDirectories } from './host-directories.ts';
import { findExecutableFile, lookUp } from './layered-files.ts';
import { announceReady } from './namespace-script.ts';
import { RootfsError, type Program, type Rootfs, type RootfsView, type SpawnPlan } from './rootfs.ts';
import { resolveUser } from './user.ts';

/** Absolute paths that mean the same inside and outside. */
const sharedPaths = ['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/stdin', '/dev/urandom', '/dev/fd'];
const shellPathPattern = /(?:^|[\s=:'"`(<>;&|,])(\/[A-Za-z0-9._-][^\s'"`);&|<>:,]*)/g;
const remedy =
  'Run Neargate on Linux where mount namespaces are allowed, use the docker driver, or use a path relative to WORKDIR.';

/**
 * Runs programs in a folder that holds the image's files, where the system has no way to make it their root. Absolute
 * paths of the image in arguments, PATH and variables are translated; a shell command whose absolute paths cannot be
 * translated is refused, because it would read or write the host's files.
 */
export class PathMapRootfs implements Rootfs {
  readonly name = 'path-map';
  readonly notes: readonly string[];
  readonly #host: HostDirectories = hostDirectories();

  /** @param reason why there is nothing better on this machine */
  constructor(reason: string) {
    this.notes = [
      `Containers see the host's file system, with the paths of their image translated (${reason}).`,
      'Containers run as the current user, whatever the image asks for.',
    ];
  }

  findExecutable(
    view: RootfsView,
    name: string,
    searchPath: string,
    workingDirectory: string,
  ): string | undefined {
    const host = view.hostBase
      ? [{ directory: '/', only: ['/bin', '/sbin', ...this.#host.directories] }]
      : [];
    const roots = [...host, ...[...view.layers, view.writableDirectory].map((directory) => ({ directory }))];
    return findExecutableFile(roots, name, searchPath, workingDirectory)?.hostPath;
  }

  async enter(view: RootfsView, program: Program): Promise<SpawnPlan> {
    if (!view.hostBase) {
      throw new RootfsError(
        'the image brings its own operating system, which needs a root file system of its own',
        'Run Neargate on Linux where mount namespaces are allowed, or use the docker driver.',
      );
    }
    mkdirSync(view.writableDirectory, { recursive: true });
    for (const layer of view.layers) await copyTree(layer, view.writableDirectory);
    return this.#plan(view, program);
  }

  /** The files are where `enter` has put them. */
  async join(view: RootfsView, _pid: number, program: Program): Promise<SpawnPlan> {
    return this.#plan(view, program);
  }

  #plan(view: RootfsView, program: Program): SpawnPlan {
    const toHost = (imagePath: string) => this.#toHost(view, imagePath);
    const workingDirectory = path.join(view.writableDirectory, program.workingDirectory);
    mkdirSync(workingDirectory, { recursive: true });
    const command = this.#translateCommand(program.command, toHost);
    const environment = Object.fromEntries(
      Object.entries(program.environment).map(([name, value]) => [
        name,
        name === 'PATH' ? translateSearchPath(value, toHost) : (toHost(value) ?? value),
      ]),
    );
    const user = resolveUser([{ directory: view.writableDirectory }], program.user);
    const home = path.join(view.writableDirectory, user?.home ?? '/root');
    mkdirSync(home, { recursive: true });
    return {
      file: '/bin/sh',
      args: ['-c', `${program.prelude ?? ''}\n${announceReady}\nexec "$@"`, 'sh', ...command],
      environment: { HOME: home, ...environment },
      workingDirectory,
      notes: program.user === '' ? [] : [`runs as the current user instead of ${program.user}`],
    };
  }

  #translateCommand(command: readonly string[], toHost: (imagePath: string) => string | undefined): string[] {
    const [program = '', ...args] = command;
    const isShell =
      /^(?:\/usr)?(?:\/bin\/)?(?:sh|bash|ash)$/.test(program) &&
      (args[0] ?? '').startsWith('-') &&
      args[0]?.includes('c');
    if (isShell === true && args[1] !== undefined) {
      for (const match of args[1].matchAll(shellPathPattern)) {
        const found = match[1] ?? '';
        if (this.#meansTheSame(found)) continue;
        throw new RootfsError(
          `the shell command uses ${found}, which would be the host's own ${found}`,
          remedy,
        );
      }
      return [...command];
    }
    return [program, ...args].map((argument) => toHost(argument) ?? argument);
  }

  #meansTheSame(imagePath: string): boolean {
    return (
      sharedPaths.some((shared) => isBelow(imagePath, shared)) ||
      ['/bin', '/usr/bin', '/usr/local/bin'].some(
        (directory) => isBelow(imagePath, directory) && existsSync(imagePath),
      )
    );
  }

  /** The host path of an absolute path that the image or a bind has; undefined for anything else. */
  #toHost(view: RootfsView, imagePath: string): string | undefined {
    if (!path.posix.isAbsolute(imagePath)) return undefined;
    for (const bind of view.binds) {
      if (isBelow(imagePath, bind.target)) return path.join(bind.source, imagePath.slice(bind.target.length));
    }
    return lookUp([{ directory: view.writableDirectory }], path.posix.normalize(imagePath))?.hostPath;
  }
}

function translateSearchPath(value: string, toHost: (imagePath: string) => string | undefined): string {
  return value
    .split(':')
    .flatMap((directory) => {
      const translated = toHost(directory);
      return translated === undefined ? [directory] : [translated, directory];
    })
    .join(':');
}
