import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  accessKeyOf,
  clientEnvironment,
  type Shell,
  shellExports,
  shellOf,
  shells,
} from './shell-exports.ts';

const awkward = { NEARGATE_TEST: `it's "$HOME" \\ \`x\``, AWS_PROFILE: undefined };

/** How each shell is asked for what the exports did. */
const readBack: Readonly<Record<Shell, readonly [program: string, ...args: string[]]>> = {
  bash: ['bash', '-c', 'eval "$1"; printf %s "$NEARGATE_TEST${AWS_PROFILE-}"', 'bash'],
  fish: ['fish', '-c', 'eval $argv[1]; printf %s "$NEARGATE_TEST$AWS_PROFILE"'],
  powershell: ['pwsh', '-NoProfile', '-Command', 'Invoke-Expression $args[0]; $Env:NEARGATE_TEST'],
};

describe('exports for a shell', () => {
  it('set where clients go, and unset what would send them elsewhere', () => {
    const variables = clientEnvironment({
      url: 'http://localhost:4566',
      accessKey: accessKeyOf({}),
      region: 'eu-west-1',
    });
    expect(shellExports('bash', variables).split('\n')).toEqual([
      "export AWS_ENDPOINT_URL='http://localhost:4566'",
      "export AWS_REGION='eu-west-1'",
      "export AWS_DEFAULT_REGION='eu-west-1'",
      "export AWS_ACCESS_KEY_ID='neargate'",
      "export AWS_SECRET_ACCESS_KEY='neargate'",
      'unset AWS_SESSION_TOKEN',
      'unset AWS_PROFILE',
      "export AWS_EC2_METADATA_DISABLED='true'",
      '',
    ]);
  });

  for (const shell of shells) {
    const [program, ...args] = readBack[shell];
    const isInstalled = spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
    it.skipIf(!isInstalled)(`${shell} reads them as they were meant`, () => {
      const { stdout } = spawnSync(program, [...args, shellExports(shell, awkward)], {
        encoding: 'utf8',
        env: { ...process.env, AWS_PROFILE: 'work' },
      });
      expect(stdout.trim()).toBe(awkward.NEARGATE_TEST);
    });
  }

  it('are chosen by the login shell', () => {
    expect(shellOf('/usr/bin/fish', 'linux')).toBe('fish');
    expect(shellOf('/bin/zsh', 'darwin')).toBe('bash');
    expect(shellOf(undefined, 'win32')).toBe('powershell');
  });
});
