import type { ImageConfig } from '../image/image-config.ts';

/**
 * Runs the containers of tasks. One implementation per way of running them; `conformance.ts` is the contract as tests.
 * `Handle` is plain JSON, so that it can be stored and given to `recover` after a restart.
 */
export interface TaskDriver<Handle> {
  readonly name: string;
  readonly capabilities: TaskDriverCapabilities;
  /** Whether the driver can run on this machine, and in which way. */
  fingerprint(): Promise<Fingerprint>;
  /**
   * Starts the container's program and resolves once it runs.
   * @throws ContainerStartError when it cannot be started; the message is the reason that ECS would show.
   */
  start(spec: ContainerSpec): Promise<Handle>;
  /**
   * Called for each stored handle after a restart of Neargate. True: the container runs and `wait` works again.
   * False: it does not, and nothing of it is left on the machine.
   */
  recover(handle: Handle): Promise<boolean>;
  /** Resolves when the container has ended, all its output has been delivered and no process of it is left. */
  wait(handle: Handle, signal: AbortSignal): Promise<ExitResult>;
  /** Asks the container's first process to end, and kills when it does not. Resolves when no process is left. */
  stop(handle: Handle, options: StopOptions): Promise<void>;
  /** Frees what the container still holds (its writable files, limits). Kills it when it still runs. */
  destroy(handle: Handle): Promise<void>;
  /**
   * Runs a command in a container that runs, with its files, variables and limits, and resolves once it has begun.
   * @throws ContainerStartError when it cannot be started or the container does not run
   */
  exec(handle: Handle, request: ExecRequest): Promise<ExecSession>;
  /** What the container uses now; undefined when it does not run or this machine does not tell. */
  usage(handle: Handle): ContainerUsage | undefined;
}

export interface StopOptions {
  readonly signal: NodeJS.Signals;
  /** How long after the signal the container is killed. */
  readonly timeoutMs: number;
  /**
   * Given for a program that is the first process of its container, which the kernel protects from signals that it does
   * not handle (pid_namespaces(7)): such a program gets no signal, and is killed after so long. Absent, it gets the signal.
   */
  readonly whenUnhandledMs?: number;
}

export interface ExecRequest {
  /** The program and its arguments, looked for in the container's PATH. */
  readonly command: readonly string[];
  /** As in `ContainerSpec`; the container's own user when absent. */
  readonly user?: string;
  /** Gives the command a terminal of this size, where the machine can; its two outputs are then one. */
  readonly terminal?: TerminalSize;
  /** Whether `write` is going to be called; the command's input is empty otherwise. */
  readonly hasInput?: boolean;
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A command that runs inside a container. */
export interface ExecSession {
  readonly hasTerminal: boolean;
  /** Resolves when the command has ended and all its output has been delivered. */
  readonly ended: Promise<ExitResult>;
  write(chunk: Uint8Array): void;
  endInput(): void;
  resize(size: TerminalSize): void;
  kill(): void;
}

/** Measured, never estimated. */
export interface ContainerUsage {
  /** Processor time since the container started, of all its processes: 1 is one second of one processor. */
  readonly cpuSeconds: number;
  /** Memory that the kernel cannot simply take back: without file contents that nobody used lately. */
  readonly memoryBytes: number;
}

export interface TaskDriverCapabilities {
  /** Whether a command can be run inside a running container. */
  readonly exec: boolean;
  /** `own-address`: each task listens on an address of its own. `port-map`: on free ports of 127.0.0.1. */
  readonly network: 'own-address' | 'port-map';
  /** `stated`: the limit is shown to users, but nothing holds the container to it. */
  readonly cpuLimit: 'enforced' | 'stated';
  readonly memoryLimit: 'enforced' | 'stated';
}

/** `notes` are sentences for users on how containers run here and what differs from Fargate. */
export type Fingerprint =
  | { readonly healthy: true; readonly notes: readonly string[] }
  | { readonly healthy: false; readonly reason: string };

/** One container of a task, with everything resolved: image unpacked, secrets fetched, overrides applied. */
export interface ContainerSpec {
  readonly taskArn: string;
  readonly containerName: string;
  readonly image: ContainerImage;
  /** Replaces the image's ENTRYPOINT when given; the image's CMD is then ignored, as in Docker. */
  readonly entryPoint?: readonly string[];
  /** Replaces the image's CMD when given. */
  readonly command?: readonly string[];
  /** Set on top of the image's ENV. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** `user`, `user:group`, `uid` or `uid:gid`; the image's USER when absent. */
  readonly user?: string;
  readonly address: TaskAddress;
  /** The ports of the container's port mappings. */
  readonly containerPorts: readonly number[];
  /**
   * A JSON file, name → address or `address:port`, which the container's programs resolve names with before DNS
   * (database endpoints, service discovery, 169.254.170.2). It is read again whenever it changes.
   */
  readonly hostsFile?: string;
  /** Names and addresses that only this container has, and where they lead. */
  readonly ownNames?: OwnNames;
  readonly limits: { readonly cpuUnits?: number; readonly memoryMib?: number };
  /** Resource limits as setrlimit(2) names them; -1 is unlimited. */
  readonly ulimits?: readonly Ulimit[];
  /** Nothing of the image can be written to. */
  readonly readOnlyRoot?: boolean;
  readonly volumes?: readonly VolumeMount[];
  /** The program is a child of an init process, which passes signals on; it is the first process itself otherwise. */
  readonly hasInit?: boolean;
  /** A folder of this container alone, for its writable files. It is emptied by `destroy`. */
  readonly tmpDir: string;
  /** Called for each line that the container writes, without its line end. */
  readonly onOutput: (stream: 'stdout' | 'stderr', line: string) => void;
}

/** A server inside the task's network that this machine has somewhere else. */
export interface OwnNames {
  /** Such as `169.254.170.2` → `127.255.254.1:40123`. */
  readonly table: Readonly<Record<string, string>>;
  /** Set for programs that find the names by the table. */
  readonly variables: Readonly<Record<string, string>>;
  /** Set instead for programs that do not: they are told where the server really is. */
  readonly directVariables: Readonly<Record<string, string>>;
}

export interface Ulimit {
  /** Such as `nofile`. */
  readonly name: string;
  readonly softLimit: number;
  readonly hardLimit: number;
}

/** A folder of this machine that several containers of a task may share. */
export interface VolumeMount {
  readonly directory: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

export interface ContainerImage {
  /** Unpacked layers, lowest first. They are never written to. */
  readonly layers: readonly string[];
  readonly config: ImageConfig;
}

/** Where a task's ports are on this machine. */
export type TaskAddress =
  | {
      readonly kind: 'own-address';
      /** Stands for the address of the task's network interface. */
      readonly address: string;
      /** Stands for 127.0.0.1 inside the task: what listens there is not reachable from outside, as on Fargate. */
      readonly loopbackAddress?: string;
    }
  | {
      readonly kind: 'port-map';
      /** Container port → free port of 127.0.0.1. */
      readonly hostPorts: Readonly<Record<number, number>>;
    };

export interface ExitResult {
  /** 128 + the signal's number when a signal ended the container, as Docker reports it. */
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
  readonly oomKilled?: boolean;
  /** The container's `reason` as ECS shows it, when there is one. */
  readonly reason?: string;
}

/** The container could not be started. `message` begins with the ECS reason prefix, for example `CannotStartContainerError: `. */
export class ContainerStartError extends Error {
  override readonly name = 'ContainerStartError';
  /** What the user can change, as a sentence. */
  readonly remedy: string | undefined;

  constructor(message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.remedy = options.remedy;
  }
}
