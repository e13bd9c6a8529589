// `aws` inside a build: the installed AWS CLI where there is one, else its command line over the gateway's own API.
// docs/decisions/0009-build-shims.md
import { readShimSetup } from '../shim-setup.ts';
import { awsMain, tellError } from './aws-main.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    return await awsMain(args, { ...readShimSetup(process.env), environment: process.env });
  } catch (error) {
    return tellError(error);
  }
}
