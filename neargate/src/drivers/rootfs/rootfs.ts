/**
 * Makes an image's files the root of a process. Two implementations: `namespace` (a mount namespace, Linux) and
 * `path-map` (no support from the system: paths are translated). `selectRootfs` chooses by trying.
 */
export interface Rootfs {
  readonly name: 'namespace' | 'path-map';
  /** What differs from a container's root file system, as sentences for users. */
  readonly notes: readonly string[];
  /**
   * Prepares the files of `view` and translates `program` into what must be spawned for it to run inside them.
   * @throws RootfsError when the program cannot run this way; the message says why.
   */
  enter(view: RootfsView, program: Program): Promise<SpawnPlan>;
  /**
   * As `enter`, for a program that runs beside the one that was entered as process `pid` and still lives: it sees the
   * same files. `view` is the one that was entered.
   */
  join(view: RootfsView, pid: number, program: Program): Promise<SpawnPlan>;
  /** Resolves a command as the shell inside would; undefined when there is no such executable file. */
  findExecutable(
    view: RootfsView,
    name: string,
    searchPath: string,
    workingDirectory: string,
  ): string | undefined;
  /**
   * Only where layers stay apart from what programs write, so that `writableDirectory` holds the changes alone: the paths of
   * layers that are deleted in it, relative, without those below another one. For when all programs in the view have ended.
   */
  deletionsIn?(view: RootfsView): Promise<readonly string[]>;
}

/** Overlay mounts take all lower folders in one page of options; more layers are to be merged into one folder first. */
export const layerLimit = 16;

export interface RootfsView {
  /** Unpacked image layers, lowest first; never written to. */
  readonly layers: readonly string[];
  /** Receives all that the program writes. */
  readonly writableDirectory: string;
  /** An empty folder on the same file system as `writableDirectory`, for the implementation's own needs. */
  readonly workDirectory: string;
  /** The image has no operating system of its own: the host's programs and libraries are shown below its files. */
  readonly hostBase: boolean;
  /** Files and folders of the host that are shown at `target`. A folder that the image lacks there is made. */
  readonly binds: readonly Bind[];
  /** Nothing but binds, /dev and /proc can be written to. */
  readonly readOnly?: boolean;
  /** A file of this machine that is shown as /etc/hosts where the implementation can; it may be rewritten in place. */
  readonly etcHostsFile?: string;
}

export interface Bind {
  readonly source: string;
  readonly target: string;
  readonly readOnly?: boolean;
}

/** All paths are as seen inside the image. */
export interface Program {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** `user[:group]`, by name or number; empty for the image's default, root. */
  readonly user: string;
  /** Run by the host's shell before anything else, for example to enter a control group. */
  readonly prelude?: string;
  /**
   * Where there is one user only, who is called root, call that user by the number of `user` instead: some programs refuse to
   * be root. Such a program cannot be joined.
   */
  readonly keepsUserNumber?: boolean;
}

/**
 * What to give to `child_process.spawn`. The spawned process becomes the program itself: its process id stays. It
 * writes `ready` to file descriptor 3 right before: spawn it with a pipe there, see `spawnInRootfs`.
 */
export interface SpawnPlan {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** The user the program runs as, when it is not the one that was asked for. */
  readonly notes: readonly string[];
}

export class RootfsError extends Error {
  override readonly name = 'RootfsError';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}
