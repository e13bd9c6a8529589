import { codebuildTables, type BuildRow } from '../../services/codebuild/store.ts';
import type { ControlPlane } from '../control-plane.ts';

/** What a build says about itself in one line of its log; its commands' own output does not begin so. */
const ownLine = /^\[Container\]/;
/** Colours, and whatever else a program tells a terminal. https://en.wikipedia.org/wiki/ANSI_escape_code */
// oxlint-disable-next-line no-control-regex
const terminalCodes = /\u001B\[[0-9;?]*[ -/]*[@-~]/g;

/** The build's last lines of output, oldest first, without those that CodeBuild writes itself. */
export function lastBuildLines(
  plane: Pick<ControlPlane, 'logs'>,
  scope: string,
  build: BuildRow,
  count: number,
): readonly string[] {
  const { logs } = build.observed;
  if (logs === undefined) return [];
  return plane.logs
    .read({ scope, group: logs.groupName, stream: logs.streamName })
    .map(({ message }) => message.replaceAll(terminalCodes, '').trimEnd())
    .filter((line) => line !== '' && !ownLine.test(line))
    .slice(-count);
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
