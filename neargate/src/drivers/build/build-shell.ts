import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { identifyProcess, type ProcessIdentity, sendSignal } from '../task/process/process-identity.ts';
import { killGroup, killLeftovers } from '../task/process/running-container.ts';
import { type CommandEnd, ShellOutput } from './shell-output.ts';
import { shellProgram } from './shell-program.ts';

export interface BuildShellOptions {
  readonly shell: 'sh' | 'bash';
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the shell keeps its scripts; exists only for it. */
  readonly directory: string;
  /** An entry of the environment, `NAME=value`, that only this build's processes have. */
  readonly marker: string;
  readonly onLine: (line: string) => void;
  /** Called with each process that leads the commands' process group: one, and another after each that a command ended. */
  readonly onStart: (identity: ProcessIdentity) => void;
}

/** The shell could not be started; the message says why. */
export class ShellStartError extends Error {
  override readonly name = 'ShellStartError';
}

/** How long output may still come after the shell has ended without saying so. */
const lastOutputMs = 100;

/** Runs the commands of a build, one after the other, in one shell with a process group of its own. */
export class BuildShell {
  readonly #options: BuildShellOptions;
  readonly #mark = `neargate-${randomBytes(12).toString('hex')}`;
  readonly #groups: number[] = [];
  readonly #output: ShellOutput;
  #child: ChildProcess | undefined;
  #waiting: ((end: CommandEnd) => void) | undefined;
  #isKilled = false;

  constructor(options: BuildShellOptions) {
    this.#options = options;
    this.#output = new ShellOutput(this.#mark, options.onLine, (end) => this.#ended(end));
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  }

  /**
   * Runs a script to its end and resolves to its exit code: that of a shell, 128 and more for signals. A script that ends the
   * shell is followed by a new one with the same directory and variables.
   * @throws ShellStartError
   */
  async run(script: string): Promise<number> {
    if (this.#isKilled) return 128 + constants.signals.SIGKILL;
    const child = await this.#livingShell();
    const file = path.join(this.#options.directory, 'script.sh');
    // A process in the background may still read the one before.
    rmSync(file, { force: true });
    writeFileSync(file, script.endsWith('\n') ? script : `${script}\n`, { mode: 0o600 });
    let tooLate: NodeJS.Timeout | undefined;
    const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
      const exitCode = signal === null ? (code ?? 0) : 128 + constants.signals[signal];
      // The shell may be gone without a word: exec, a trap of the script's own, a signal.
      tooLate = setTimeout(() => this.#ended({ exitCode, isShellGone: true }), lastOutputMs);
    };
    const end = await new Promise<CommandEnd>((resolve) => {
      this.#waiting = resolve;
      child.once('exit', onExit);
      (child.stdio[3] as Writable).write(`${file}\n`);
    });
    clearTimeout(tooLate);
    child.off('exit', onExit);
    if (end.isShellGone) this.#child = undefined;
    return end.exitCode;
  }

  async #livingShell(): Promise<ChildProcess> {
    const child = this.#child;
    // A process of the build may have killed it between two commands.
    const isAlive = child?.exitCode === null && child.signalCode === null;
    return child !== undefined && isAlive ? child : this.#start();
  }

  /** Ends the shell and everything it has started, and resolves when nothing of it is left. */
  async end(): Promise<void> {
    this.#isKilled = true;
    for (const group of this.#groups) await killGroup(group);
    await killLeftovers(this.#options.marker);
    this.#child = undefined;
    this.#ended({ exitCode: 128 + constants.signals.SIGKILL, isShellGone: true });
  }

  /** Kills the processes without waiting for their end; a script under way ends. */
  kill(): void {
    this.#isKilled = true;
    for (const group of this.#groups) sendSignal(-group, 'SIGKILL');
  }

  #ended(end: CommandEnd): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) return;
    this.#output.end();
    waiting(end);
  }

  #start(): Promise<ChildProcess> {
    const { shell, workingDirectory, environment, directory } = this.#options;
    const program = path.join(directory, 'shell.sh');
    writeFileSync(program, shellProgram({ directory, mark: this.#mark }), { mode: 0o600 });
    const child = spawn(shell, [program], {
      cwd: workingDirectory,
      env: { ...environment },
      // A group of its own, so that all of it can be ended at once.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    return new Promise((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          new ShellStartError(
            error.code === 'ENOENT'
              ? `${shell} is not installed on this machine`
              : `${shell} cannot be started: ${error.message}`,
          ),
        ),
      );
      child.once('spawn', () => {
        const { pid } = child;
        if (pid === undefined) return;
        this.#child = child;
        this.#groups.push(pid);
        const identity = identifyProcess(pid);
        if (identity !== undefined) this.#options.onStart(identity);
        child.stdout?.on('data', (chunk: Buffer) => this.#output.write(chunk));
        child.stderr?.on('data', (chunk: Buffer) => this.#output.write(chunk));
        // The shell may end before it reads what it is given; its exit tells.
        child.stdio[3]?.on('error', () => undefined);
        resolve(child);
      });
    });
  }
}
