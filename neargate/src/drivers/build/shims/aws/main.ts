// `aws` inside a build: the installed AWS CLI where there is one, else its command line over the gateway's own API.
// docs/decisions/0009-build-shims.md
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../../../../core/aws-error.ts';
import { UserError } from '../../../../core/user-error.ts';
import { runInstead } from '../installed-program.ts';
import { readShimSetup } from '../shim-setup.ts';
import { CliError } from './cli-error.ts';
import { runCommand } from './command.ts';
import { installedAws } from './installed-aws.ts';

process.exitCode = await main(process.argv.slice(2));

/**
 * Every build logs in, and what is printed is one token: the half second that the installed CLI takes to start would be
 * for nothing. Its version 2 does not know get-login any more, which older buildspecs use.
 */
function isRegistryLogin(args: readonly string[]): boolean {
  return args.includes('ecr') && args.some((word) => word === 'get-login-password' || word === 'get-login');
}

async function main(args: readonly string[]): Promise<number> {
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    const setup = readShimSetup(process.env);
    const isOurs = process.env['NEARGATE_AWS'] === 'shim' || isRegistryLogin(args);
    const installed = isOurs ? undefined : installedAws(setup, process.env);
    if (installed !== undefined) return await runInstead(installed, args);
    return await runCommand(args, {
      gatewayUrl: setup.gatewayUrl,
      environment: process.env,
      print,
      tell,
      nowMs: () => Date.now(),
      sleep: (ms) => sleep(ms),
    });
  } catch (error) {
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
}
