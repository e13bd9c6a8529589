import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../../../../core/aws-error.ts';
import { UserError } from '../../../../core/user-error.ts';
import { runInstead } from '../installed-program.ts';
import type { ShimSetup } from '../shim-setup.ts';
import { CliError } from './cli-error.ts';
import { runCommand } from './command.ts';
import { installedAws, withEndpoint } from './installed-aws.ts';

export interface AwsMainOptions extends Pick<ShimSetup, 'gatewayUrl' | 'shimDirectory' | 'binDirectory'> {
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Runs a command line of `aws`: the installed AWS CLI where there is one, else its grammar over the gateway's own API.
 * Everything that goes wrong is said on standard error. Resolves to the exit code that the AWS CLI gives.
 */
export async function awsMain(args: readonly string[], options: AwsMainOptions): Promise<number> {
  const { environment } = options;
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    const isOurs = environment['NEARGATE_AWS'] === 'shim' || isRegistryLogin(args);
    const installed = isOurs ? undefined : installedAws(options, environment);
    if (installed !== undefined)
      return await runInstead(installed, withEndpoint(args, environment), environment);
    return await runCommand(args, {
      gatewayUrl: options.gatewayUrl,
      environment,
      print,
      tell,
      nowMs: () => Date.now(),
      sleep: (ms) => sleep(ms),
    });
  } catch (error) {
    return tellError(error);
  }
}

/** Says it as the AWS CLI does, and gives its exit code. */
export function tellError(error: unknown): number {
  if (error instanceof CliError) {
    tell(error.exitCode === 252 ? error.message : `\n${error.message}`);
    return error.exitCode;
  }
  if (error instanceof AwsError) {
    tell(`\n${error.message}`);
    return 252;
  }
  if (error instanceof UserError) {
    tell([error.message, error.remedy].filter(Boolean).join(' '));
    return error.exitCode;
  }
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 255;
}

/**
 * Every build logs in, and what is printed is one token: the half second that the installed CLI takes to start would be
 * for nothing. Its version 2 does not know get-login any more, which older buildspecs use.
 */
function isRegistryLogin(args: readonly string[]): boolean {
  return args.includes('ecr') && args.some((word) => word === 'get-login-password' || word === 'get-login');
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
