import { BuildShell, ShellStartError } from '../../drivers/build/build-shell.ts';
import { missingProgramIn, missingProgramSentence } from '../../drivers/build/missing-program.ts';
import { quoted } from '../../drivers/build/shell-program.ts';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ProcessIdentity } from '../../drivers/task/process/process-identity.ts';
import type { Buildspec, CommandSpec, PhaseSpec } from '../../services/codebuild/buildspec/buildspec.ts';
import type { BuildLog } from './build-log.ts';
import type { PhaseContext } from './build-record.ts';

export interface CommandRunnerOptions {
  readonly spec: Buildspec;
  readonly sourceDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** For the shell's own files. */
  readonly directory: string;
  readonly buildId: string;
  readonly log: BuildLog;
  readonly onStart: (identity: ProcessIdentity) => void;
}

/** Runs the commands of a build's phases. */
export interface CommandRunner {
  /** Resolves to what is wrong, or to nothing when all commands have succeeded. */
  runPhase(phase: PhaseSpec, signal: AbortSignal): Promise<PhaseContext | undefined>;
  /** From now on commands are told that the build has failed. */
  markFailed(): void;
  /** The values of variables as they are now; those that are not set are absent. */
  valuesOf(names: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** What a text with shell expressions comes to. */
  expand(text: string): Promise<string>;
  /** Ends the shell and all it has started. */
  end(): Promise<void>;
}

/** An entry of the environment that tells a build's processes from all others. */
export function buildMarker(buildId: string): string {
  return `CODEBUILD_BUILD_ID=${buildId}`;
}

export function commandRunner(options: CommandRunnerOptions): CommandRunner {
  const { spec, log, directory } = options;
  let isSucceeding = true;
  let missing: string | undefined;
  const newShell = () =>
    new BuildShell({
      shell: spec.shell,
      workingDirectory: options.sourceDirectory,
      environment: {
        ...options.environment,
        ...(isSucceeding ? {} : { CODEBUILD_BUILD_SUCCEEDING: '0' }),
      },
      directory,
      marker: buildMarker(options.buildId),
      onLine(line) {
        missing ??= missingProgramIn(line);
        log.write(line);
      },
      onStart: options.onStart,
    });
  let shell = newShell();

  async function runCommand({ text }: CommandSpec, signal: AbortSignal): Promise<PhaseContext | undefined> {
    signal.throwIfAborted();
    if (spec.version === '0.1') {
      // Every command has a shell, a directory and variables of its own.
      shell.kill();
      rmSync(directory, { recursive: true, force: true });
      shell = newShell();
    }
    const command = text.trimEnd();
    log.say(`Running command ${command}`);
    missing = undefined;
    const kill = () => shell.kill();
    signal.addEventListener('abort', kill);
    const exitCode = await shell.run(text).finally(() => signal.removeEventListener('abort', kill));
    signal.throwIfAborted();
    if (exitCode === 0) return undefined;
    log.say(`Command did not exit successfully ${command} exit status ${exitCode}`);
    const advice = missing === undefined ? '' : `. ${missingProgramSentence(missing)}`;
    if (missing !== undefined) log.say(missingProgramSentence(missing));
    return {
      statusCode: 'COMMAND_EXECUTION_ERROR',
      message: `Error while executing command: ${command}. Reason: exit status ${exitCode}${advice}`,
    };
  }

  async function runAll(commands: readonly CommandSpec[], signal: AbortSignal) {
    for (const command of commands) {
      const failure = await runCommand(command, signal);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  async function hidden(script: string): Promise<void> {
    await shell.run(script);
  }

  return {
    async runPhase(phase, signal) {
      try {
        if (!isSucceeding && spec.version === '0.2') await hidden('export CODEBUILD_BUILD_SUCCEEDING=0');
        const failure = await runAll(phase.commands, signal);
        // These run whatever happened before.
        return (await runAll(phase.finally, signal).then((last) => failure ?? last)) ?? undefined;
      } catch (error) {
        if (!(error instanceof ShellStartError)) throw error;
        return { statusCode: 'CLIENT_ERROR', message: error.message };
      }
    },
    markFailed() {
      isSucceeding = false;
    },
    async valuesOf(names) {
      const files = names.map((name, index) => ({ name, file: path.join(directory, `value-${index}`) }));
      const isName = (name: string) => /^[A-Za-z_]\w*$/.test(name);
      const script = files
        .filter(({ name }) => isName(name))
        .map(
          ({ name, file }) =>
            `if [ -n "\${${name}+set}" ]; then printf '%s' "$${name}" > ${quoted(file)}; fi`,
        );
      if (script.length > 0) await hidden(script.join('\n'));
      return Object.fromEntries(
        files.flatMap(({ name, file }) => {
          const value = readIfThere(file);
          return value === undefined ? [] : [[name, value]];
        }),
      );
    },
    async expand(text) {
      if (!/[$`]/.test(text)) return text;
      const file = path.join(directory, 'expanded');
      await hidden(`printf '%s' "${text.replaceAll(/["\\]/g, String.raw`\$&`)}" > ${quoted(file)}`);
      return readIfThere(file) ?? text;
    },
    end: () => shell.end(),
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
