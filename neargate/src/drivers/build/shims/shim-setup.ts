import { readFileSync } from 'node:fs';
import { UserError } from '../../../core/user-error.ts';
import type { RootfsChoice } from '../../rootfs/select.ts';

/** What a shim's process is told by whoever made its environment. Plain JSON in a file. */
export interface ShimSetup {
  readonly gatewayUrl: string;
  /** Where the shims themselves are, to be left out when the installed programs are looked for. */
  readonly binDirectory: string;
  /** For what the shims remember about this machine. */
  readonly shimDirectory: string;
  /** The images that the docker shim knows by name. */
  readonly dockerDirectory: string;
  readonly blobDirectory: string;
  readonly unpackDirectory: string;
  readonly cacheDirectory: string;
  readonly rootfs: RootfsChoice;
}

/** The environment variable that names the file. */
export const setupVariable = 'NEARGATE_SHIM_SETUP';

/** @throws UserError when the process was not started in the environment of a build. */
export function readShimSetup(environment: NodeJS.ProcessEnv): ShimSetup {
  const file = environment[setupVariable];
  const remedy = 'Run it through Neargate, which sets it for builds.';
  if (file === undefined || file === '') throw new UserError(`${setupVariable} is not set.`, { remedy });
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ShimSetup;
  } catch (cause) {
    throw new UserError(`${setupVariable} names ${file}, which cannot be read.`, { remedy, cause });
  }
}
