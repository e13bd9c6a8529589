import type { ProjectEnvironment } from '@aws-sdk/client-codebuild';
import { PhaseFailure } from './environment.ts';

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html */
const armTypes: ReadonlySet<string | undefined> = new Set([
  'ARM_CONTAINER',
  'ARM_LAMBDA_CONTAINER',
  'ARM_EC2',
]);

/** What the shims of a build ask of the machine that CodeBuild would give it: images are built for its processor. */
export function machineVariables({
  type,
  privilegedMode = false,
}: Partial<ProjectEnvironment>): Readonly<Record<string, string>> {
  return {
    NEARGATE_BUILD_ARCHITECTURE: armTypes.has(type) ? 'arm64' : 'amd64',
    NEARGATE_BUILD_PRIVILEGED: privilegedMode ? '1' : '0',
  };
}

/**
 * Commands for another system must not seem to work because they do in the shell of this one.
 * @throws PhaseFailure
 */
export function requireLinuxMachine({ type = 'LINUX_CONTAINER' }: Partial<ProjectEnvironment>): void {
  if (!type.startsWith('WINDOWS_') && type !== 'MAC_ARM') return;
  throw new PhaseFailure(
    'CLIENT_ERROR',
    `Neargate runs no builds of the environment type ${type}. Use LINUX_CONTAINER or ARM_CONTAINER for local runs.`,
  );
}
