import { hostArchitecture } from '../../../../core/host-architecture.ts';

/**
 * The processor that docker builds for and pulls unless it is told otherwise: in a build that of the machine that CodeBuild would give
 * it, else this machine's.
 */
export function nativeArchitecture({ NEARGATE_BUILD_ARCHITECTURE: ofBuild }: NodeJS.ProcessEnv): string {
  return ofBuild ?? hostArchitecture();
}
