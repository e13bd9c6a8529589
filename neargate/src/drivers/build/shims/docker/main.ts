// `docker` inside a build: builds, tags, pushes and pulls images without an engine. docs/decisions/0009-build-shims.md
import { UserError } from '../../../../core/user-error.ts';
import { BuildError } from '../../../image/build-error.ts';
import { installedProgram, runInstead } from '../installed-program.ts';
import { readShimSetup } from '../shim-setup.ts';
import { findCommand } from './commands.ts';
import { dockerEnvironment } from './environment.ts';
import { UsageError } from './options.ts';

/** Options before the command: they say which engine to talk to, and there is none. */
const globalValues = new Set(['-H', '--host', '-c', '--context', '--config', '-l', '--log-level']);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    const setup = readShimSetup(process.env);
    if (process.env['NEARGATE_DOCKER'] === 'engine') {
      const installed = installedProgram('docker', process.env['PATH'], setup.binDirectory);
      if (installed === undefined)
        throw new UserError('NEARGATE_DOCKER is "engine", and no docker is installed.', {
          remedy: 'Install docker, or leave NEARGATE_DOCKER unset.',
        });
      return await runInstead(installed, args, process.env);
    }
    const words = withoutGlobalOptions(args);
    if (words[0] === '--version' || words[0] === '-v') {
      print(
        "Docker version 28.0.0, build neargate (Neargate's docker: builds, tags, pushes and pulls images)",
      );
      return 0;
    }
    const { command, args: rest } = await findCommand(words);
    requireEngine(words[0] ?? '');
    return await command(
      rest,
      dockerEnvironment(setup, process.env, { print, tell, nowMs: () => Date.now() }),
    );
  } catch (error) {
    return explain(error, tell);
  }
}

/**
 * A build of AWS's reaches docker's engine in privileged mode only; without it the same buildspec would fail there.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html#troubleshooting-cannot-connect-to-docker-daemon
 */
function requireEngine(word: string): void {
  if (process.env['NEARGATE_BUILD_PRIVILEGED'] !== '0' || ['login', 'logout'].includes(word)) return;
  throw new UserError(
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    {
      remedy:
        'On AWS this build has no engine: set privileged_mode = true in the environment of the CodeBuild project.',
    },
  );
}

function withoutGlobalOptions(args: readonly string[]): readonly string[] {
  let index = 0;
  while (index < args.length) {
    const word = args[index] ?? '';
    if (globalValues.has(word)) index += 2;
    else if (/^--(?:host|context|config|log-level|tls\w*)=|^--tls|^-D$|^--debug$/.test(word)) index += 1;
    else break;
  }
  return args.slice(index);
}

function explain(error: unknown, tell: (line: string) => void): number {
  if (error instanceof BuildError) {
    const { file, line, instruction, message, remedy } = error;
    tell(`${file}:${line}`);
    if (instruction !== '') tell(`--------------------\n>>> ${instruction}\n--------------------`);
    tell(`ERROR: failed to build: failed to solve: ${message}`);
    tell(`hint: ${remedy}`);
    return 1;
  }
  if (error instanceof UsageError) {
    tell(`${error.message}\n\nSee 'docker --help'.`);
    return 125;
  }
  if (error instanceof UserError) {
    tell(error.message);
    if (error.remedy !== undefined) tell(`hint: ${error.remedy}`);
    return error.exitCode;
  }
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}
