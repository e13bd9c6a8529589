import type { OnFailure, UserPhase } from '../../services/codebuild/buildspec/buildspec.ts';

/** The phases between PROVISIONING and COMPLETED. */
export type RunPhase = 'DOWNLOAD_SOURCE' | UserPhase | 'UPLOAD_ARTIFACTS' | 'FINALIZING';

const following: Readonly<Record<Exclude<RunPhase, 'FINALIZING'>, RunPhase>> = {
  DOWNLOAD_SOURCE: 'INSTALL',
  INSTALL: 'PRE_BUILD',
  PRE_BUILD: 'BUILD',
  BUILD: 'POST_BUILD',
  POST_BUILD: 'UPLOAD_ARTIFACTS',
  UPLOAD_ARTIFACTS: 'FINALIZING',
};

/** A failure of these does not keep the next one from running. */
const goesOnAfterFailure: readonly RunPhase[] = ['BUILD', 'POST_BUILD'];

/**
 * Which phase comes after one.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details.html#view-build-details-phases
 */
export function phaseAfter(
  phase: Exclude<RunPhase, 'FINALIZING'>,
  hasSucceeded: boolean,
  onFailure: OnFailure['kind'],
): RunPhase {
  if (hasSucceeded || onFailure === 'continue') return following[phase];
  if (onFailure === 'abort') return 'FINALIZING';
  return goesOnAfterFailure.includes(phase) ? following[phase] : 'FINALIZING';
}
