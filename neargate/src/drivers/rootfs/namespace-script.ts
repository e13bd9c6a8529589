import { overlayMount, type OverlayMount } from './overlay-mount.ts';
import { quote } from './shell-quote.ts';

/** The tools that the script calls, by absolute path: the program's own PATH must not decide which `mount` runs. */
export interface NamespaceTools {
  readonly mount: string;
  readonly mkdir: string;
  readonly unshare: string;
}

/**
 * Tells the parent over file descriptor 3 that all is prepared and the next thing that runs is the program. Without it,
 * a failed mount could not be told from a program that fails.
 */
export const announceReady = 'echo ready >&3; exec 3>&-';

export interface NamespaceMounts {
  /** An empty folder that becomes the root. */
  readonly root: string;
  /** The folders of the root, lowest first, and where its writes go. */
  readonly lowers: readonly string[];
  readonly upper: string;
  readonly work: string;
  /** Folders of the host to be merged with the image's own of the same path. */
  readonly merged: readonly {
    readonly path: string;
    readonly lowers: readonly string[];
    readonly upper: string;
    readonly work: string;
  }[];
  readonly binds: readonly {
    readonly source: string;
    readonly target: string;
    readonly directory: boolean;
    readonly readOnly?: boolean;
  }[];
  /** The root and the merged folders of the host are read-only once all is mounted. */
  readonly readOnly: boolean;
  /** Mounting as an ordinary user, in a user namespace. */
  readonly rootless: boolean;
}

/** A program inside the root, its user and group by number. */
export interface NamespaceProgram {
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly uid: number;
  readonly gid: number;
  /** Whether the namespace has no other user than the one who is root in it. */
  readonly ofOneUser: boolean;
}

/**
 * The shell script that, inside a new mount namespace, mounts the root, enters it and becomes the program.
 * Each step replaces the shell or is waited for, so that the program keeps the process id of the script.
 */
export function namespaceScript(
  tools: NamespaceTools,
  mounts: NamespaceMounts,
  program: NamespaceProgram,
): string {
  const mount = quote(tools.mount);
  const makeDirectories = quote(tools.mkdir);
  const inside = (target: string) => `${mounts.root}${target}`;
  const overlay = (mounted: Omit<OverlayMount, 'rootless'>) =>
    overlayMount(tools.mount, { ...mounted, rootless: mounts.rootless });
  const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
  const lines = [
    'set -e',
    overlay({ ...mounts, target: mounts.root }),
    ...mounts.merged.map((entry) => overlay({ ...entry, target: inside(entry.path) })),
    `${mount} --rbind /proc ${quote(inside('/proc'))}`,
    `${mount} -t tmpfs -o mode=755 tmpfs ${quote(inside('/dev'))}`,
    `${makeDirectories} -m 1777 ${quote(inside('/dev/shm'))}`,
    ...devices.flatMap((name) => [
      `: > ${quote(inside(`/dev/${name}`))}`,
      `${mount} --bind /dev/${name} ${quote(inside(`/dev/${name}`))}`,
    ]),
    `cd ${quote(inside('/dev'))}`,
    'ln -s /proc/self/fd fd; ln -s fd/0 stdin; ln -s fd/1 stdout; ln -s fd/2 stderr',
    'cd /',
    `${mount} -t tmpfs -o mode=755 tmpfs ${quote(inside('/.neargate'))}`,
    ...mounts.binds.flatMap((bind) => [
      ...(bind.target.startsWith('/.neargate/')
        ? [createMountPoint(makeDirectories, inside(bind.target), bind.directory)]
        : []),
      `${mount} --bind ${quote(bind.source)} ${quote(inside(bind.target))}`,
      ...(bind.readOnly === true ? [`${mount} -o remount,bind,ro ${quote(inside(bind.target))}`] : []),
    ]),
    ...(mounts.readOnly
      ? [mounts.root, ...mounts.merged.map((entry) => inside(entry.path))].map(
          (target) => `${mount} -o remount,ro ${quote(target)}`,
        )
      : []),
    becomeProgram(tools, mounts.root, program),
  ];
  return lines.join('\n');
}

/** The end of the script: enters a root that is mounted, as the program's user, and becomes the program. */
export function becomeProgram(tools: NamespaceTools, root: string, program: NamespaceProgram): string {
  const { command, workingDirectory, uid } = program;
  return [
    'unset PWD OLDPWD',
    announceReady,
    [
      `exec ${quote(tools.unshare)} --root=${quote(root)} --wd=${quote(workingDirectory)}`,
      ...(uid === 0 ? [] : [becomeUser(program)]),
      '--',
      ...command.map(quote),
    ].join(' '),
  ].join('\n');
}

/** A namespace that has one user only can have no other one; within a further namespace that user has another number. */
function becomeUser({ uid, gid, ofOneUser }: NamespaceProgram): string {
  return ofOneUser ? `--map-user=${uid} --map-group=${gid}` : `--setgid ${gid} --setuid ${uid}`;
}

function createMountPoint(makeDirectories: string, target: string, directory: boolean): string {
  if (directory) return `${makeDirectories} -p ${quote(target)}`;
  return `${makeDirectories} -p ${quote(target.slice(0, target.lastIndexOf('/')))}; : > ${quote(target)}`;
}
