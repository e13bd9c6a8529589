import { codebuildTables, type BuildRow } from '../../services/codebuild/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { outputOfFailure } from './build-output.ts';

/** What the command that failed a phase wrote, oldest first. */
export function failedOutput(
  plane: Pick<ControlPlane, 'logs'>,
  scope: string,
  { observed: { logs } }: BuildRow,
  phase: string,
): readonly string[] {
  if (logs === undefined) return [];
  const messages = plane.logs
    .read({ scope, group: logs.groupName, stream: logs.streamName })
    .map(({ message }) => message);
  return outputOfFailure(messages, phase);
}

/** The phase that a build failed in, with AWS's code and text of why. */
export function failedPhase({
  observed,
}: BuildRow): { readonly phase: string; readonly code: string; readonly message: string } | undefined {
  const failed = observed.phases.find(
    ({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== 'SUCCEEDED',
  );
  if (failed === undefined) return undefined;
  const context = failed.contexts.find(({ message, statusCode }) => message !== '' || statusCode !== '');
  return {
    phase: failed.phaseType,
    code: context?.statusCode ?? failed.phaseStatus ?? '',
    message: context?.message ?? '',
  };
}

/** The build that an action started, by its id. */
export function findBuild(
  { store }: Pick<ControlPlane, 'store'>,
  scope: string,
  id: string | undefined,
): BuildRow | undefined {
  return id === undefined ? undefined : codebuildTables(store, scope).builds.get(id);
}
