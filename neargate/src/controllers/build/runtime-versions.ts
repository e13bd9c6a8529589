import { spawnSync } from 'node:child_process';
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

/**
 * The lines that tell which runtimes the commands find. Builds use those of this machine, whatever version is asked for.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases.install.runtime-versions
 * @throws PhaseFailure for a runtime that no build image has
 */
export function runtimeLines(
  spec: Buildspec,
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  const wanted = Object.entries(spec.phases.INSTALL?.runtimeVersions ?? {});
  if (wanted.length === 0) return ['No runtime version selected in buildspec.'];
  return wanted.flatMap(([name, version]) => {
    const command = runtimes[name];
    if (command === undefined) {
      throw new PhaseFailure(
        'YAML_FILE_ERROR',
        `Unknown runtime named '${name}'. This build image has the following runtimes: ${Object.keys(runtimes).join(', ')}`,
      );
    }
    return [
      `Selecting '${name}' runtime version '${version}' based on manual selections...`,
      machineLine(name, command, environment),
    ];
  });
}

function machineLine(
  name: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): string {
  const [program = '', ...args] = command;
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    env: { ...env },
    encoding: 'utf8',
    timeout: longestQuestionMs,
  });
  if (error !== undefined || status !== 0)
    return `Neargate uses this machine's ${name}, and there is none: commands that need it will fail.`;
  const [answer = ''] = `${stdout}${stderr}`.trim().split('\n');
  return `Neargate uses this machine's ${name}: ${answer}`;
}
