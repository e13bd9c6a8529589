import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Buildspec } from '../../services/codebuild/buildspec/buildspec.ts';
import { PhaseFailure } from './environment.ts';

/** How to ask this machine for its version of a runtime that build images offer. */
const runtimes: Readonly<Record<string, readonly string[]>> = {
  android: ['adb', '--version'],
  docker: ['docker', '--version'],
  dotnet: ['dotnet', '--version'],
  golang: ['go', 'version'],
  java: ['java', '-version'],
  nodejs: ['node', '--version'],
  php: ['php', '--version'],
  python: ['python3', '--version'],
  ruby: ['ruby', '--version'],
};

const longestQuestionMs = 5_000;

const ask = promisify(execFile);

/**
 * The lines that tell which runtimes the commands find. Builds use those of this machine, whatever version is asked for.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases.install.runtime-versions
 * @throws PhaseFailure for a runtime that no build image has
 */
export async function runtimeLines(
  spec: Buildspec,
  environment: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const wanted = Object.entries(spec.phases.INSTALL?.runtimeVersions ?? {});
  if (wanted.length === 0) return ['No runtime version selected in buildspec.'];
  const lines = wanted.map(async ([name, version]) => {
    const command = runtimes[name];
    if (command === undefined) {
      throw new PhaseFailure(
        'YAML_FILE_ERROR',
        `Unknown runtime named '${name}'. This build image has the following runtimes: ${Object.keys(runtimes).join(', ')}`,
      );
    }
    return [
      `Selecting '${name}' runtime version '${version}' based on manual selections...`,
      await machineLine(name, command, environment),
    ];
  });
  return (await Promise.all(lines)).flat();
}

async function machineLine(
  name: string,
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    const { stdout, stderr } = await ask(program, args, { env: { ...env }, timeout: longestQuestionMs });
    const [answer = ''] = `${stdout}${stderr}`.trim().split('\n');
    return `Neargate uses this machine's ${name}: ${answer}`;
  } catch {
    return `Neargate uses this machine's ${name}, and there is none: commands that need it will fail.`;
  }
}
