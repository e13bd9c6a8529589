import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownerEntry } from '../../src/runtime/tasks/standard-variables.ts';

const command = fileURLToPath(new URL('../../bin/neargate.mjs', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/** Generous: the machine may be busy with other tests. */
const patienceMs = 120_000;

/** A copy of the fixture and a state directory of its own, both under a path with a blank. */
export interface Project {
  readonly directory: string;
  readonly terraform: string;
  readonly stateDirectory: string;
  readonly gatewayPort: number;
  readonly listenerPort: number;
  remove(): void;
}

/** @param fixture the folder of fixtures/ that the project is a copy of */
export async function createProject(fixture = 'web'): Promise<Project> {
  const root = mkdtempSync(path.join(tmpdir(), 'neargate system '));
  const directory = path.join(root, 'project');
  cpSync(path.join(fixtures, fixture), directory, { recursive: true });
  return {
    directory,
    terraform: path.join(directory, 'terraform'),
    stateDirectory: path.join(root, 'state'),
    gatewayPort: await freePort(),
    listenerPort: await freePort(),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** How a command differs from `neargate` as this user runs it in the project. */
export interface Launch {
  /** The Node program in place of `neargate`'s. */
  readonly program?: string;
  readonly workingDirectory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Run as this user and group; only root may ask for it. */
  readonly userId?: number;
  readonly patienceMs?: number;
}

/** `neargate` as a user runs it, with what it has written so far. */
export class NeargateProcess {
  readonly child: ChildProcess;
  #output = '';
  #read = 0;
  #exit: number | undefined;
  readonly #changed = new Set<() => void>();
  readonly #patienceMs: number;

  constructor(project: Project, args: readonly string[], launch: Launch = {}) {
    this.#patienceMs = launch.patienceMs ?? patienceMs;
    this.child = spawn(process.execPath, [launch.program ?? command, ...args], {
      cwd: launch.workingDirectory ?? project.directory,
      ...(launch.userId === undefined ? {} : { uid: launch.userId, gid: launch.userId }),
      env: {
        PATH: process.env['PATH'],
        HOME: path.join(project.stateDirectory, '../home'),
        NEARGATE_STATE: project.stateDirectory,
        NEARGATE_PORT: String(project.gatewayPort),
        ...launch.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        for (const look of this.#changed) look();
      });
    }
    this.child.once('close', (code) => {
      this.#exit = code ?? -1;
      for (const look of this.#changed) look();
    });
  }

  /** Everything it has written. */
  get output(): string {
    return this.#output;
  }

  /** Resolves to what was written up to and with the match, from where the last call ended. */
  async says(expected: string | RegExp): Promise<string> {
    return this.#until(
      () => {
        const rest = this.#output.slice(this.#read);
        const found =
          typeof expected === 'string'
            ? { index: rest.indexOf(expected), length: expected.length }
            : { index: rest.search(expected), length: expected.exec(rest)?.[0].length ?? 0 };
        if (found.index === -1) return undefined;
        const end = found.index + found.length;
        this.#read += end;
        return rest.slice(0, end);
      },
      `does not say ${String(expected)}`,
    );
  }

  async exits(): Promise<number> {
    return this.#until(() => this.#exit, 'does not end');
  }

  /** Ends it as Ctrl-C or `kill` does, and resolves to the exit code and how long that took. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ exitCode: number; tookMs: number }> {
    const begun = performance.now();
    this.child.kill(signal);
    return { exitCode: await this.exits(), tookMs: performance.now() - begun };
  }

  #until<Found>(find: () => Found | undefined, complaint: string): Promise<Found> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.#changed.delete(look);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`neargate ${complaint}; it wrote:\n${this.#output}`));
      }, this.#patienceMs);
      const look = () => {
        const found = find();
        if (found === undefined && this.#exit === undefined) return;
        end();
        if (found === undefined)
          reject(new Error(`neargate ended and ${complaint}; it wrote:\n${this.#output}`));
        else resolve(found);
      };
      this.#changed.add(look);
      look();
    });
  }
}

/** Runs a command to its end. */
export async function neargate(
  project: Project,
  ...args: readonly string[]
): Promise<{ exitCode: number; output: string }> {
  const running = new NeargateProcess(project, args);
  return { exitCode: await running.exits(), output: running.output };
}

/** Resolves once `check` gives something; what it throws counts as not yet. */
export async function eventually<Found>(check: () => Promise<Found | undefined>): Promise<Found> {
  const begun = performance.now();
  let last: unknown;
  while (performance.now() - begun < patienceMs) {
    try {
      const found = await check();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error('did not happen', { cause: last });
}

/** The processes that belong to the project: containers by their mark, helpers by what they were started with. */
export function processesOf({ stateDirectory }: Project): readonly string[] {
  const marks = [ownerEntry(stateDirectory), `NEARGATE_STATE=${stateDirectory}`, stateDirectory];
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const [environment = '', commandLine = ''] = ['environ', 'cmdline'].map((name) =>
        readFileSync(`/proc/${pid}/${name}`, 'utf8'),
      );
      const belongs =
        environment.split('\0').some((entry) => marks.includes(entry)) ||
        commandLine.includes(stateDirectory);
      return belongs ? [`${pid} ${commandLine.replaceAll('\0', ' ')}`] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Listens on a port until it is closed. */
export async function occupy(port: number): Promise<{ close(): void }> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { close: () => server.close() };
}
