import { UserError } from '../../core/user-error.ts';
import type { LogLine } from '../../gateway/admin-protocol.ts';
import { codebuildTableNames, codebuildTables, type BuildRow } from '../../services/codebuild/store.ts';
import type { ControlPlane } from '../control-plane.ts';

/**
 * What the latest build of a project wrote, from its beginning; with `follow` it goes on until the build has ended or `signal`
 * is aborted.
 * @throws UserError when there is no such project, or it was never built
 */
export async function* buildLogs(
  plane: Pick<ControlPlane, 'store' | 'logs'>,
  projectName: string,
  follow: boolean,
  signal: AbortSignal,
): AsyncIterable<LogLine> {
  const { scope, id } = latestBuild(plane, projectName);
  const { builds } = codebuildTables(plane.store, scope);
  let read = 0;
  const fresh = (row: BuildRow): readonly LogLine[] => {
    const { logs } = row.observed;
    if (logs === undefined) return [];
    const events = plane.logs.read({ scope, group: logs.groupName, stream: logs.streamName });
    const from = read;
    read = events.length;
    return events
      .filter(({ position }) => position >= from)
      .map(({ timestampMs, message }) => ({ timestampMs, message, stream: logs.streamName }));
  };
  let wake: (() => void) | undefined;
  const onChange = () => wake?.();
  const unsubscribes = [
    plane.logs.onAppend((address) => {
      if (address.scope === scope) onChange();
    }),
    plane.store.subscribe((changes) => {
      if (changes.some(({ table, key }) => table === codebuildTableNames.builds && key === id)) onChange();
    }),
  ];
  signal.addEventListener('abort', onChange);
  try {
    while (!signal.aborted) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const row = builds.get(id);
      if (row === undefined) return;
      yield* fresh(row);
      if (!follow || row.observed.endedAtMs !== undefined) return;
      await changed;
    }
  } finally {
    for (const unsubscribe of unsubscribes) unsubscribe();
    signal.removeEventListener('abort', onChange);
  }
}

function latestBuild(
  { store }: Pick<ControlPlane, 'store'>,
  projectName: string,
): { readonly scope: string; readonly id: string } {
  const scopes = store.scopes(codebuildTableNames.projects);
  const built = scopes
    .flatMap((scope) =>
      [...codebuildTables(store, scope).builds.values()]
        .filter((row) => row.projectName === projectName)
        .map(({ id, startedAtMs }) => ({ scope, id, startedAtMs })),
    )
    .toSorted((left, right) => left.startedAtMs - right.startedAtMs);
  const latest = built.at(-1);
  if (latest !== undefined) return latest;
  const names = scopes.flatMap((scope) => [...codebuildTables(store, scope).projects.keys()]);
  if (names.includes(projectName)) throw new UserError(`CodeBuild project ${projectName} was never built.`);
  throw new UserError(`There is no CodeBuild project "${projectName}".`, {
    remedy: names.length === 0 ? 'No project exists yet.' : `Projects: ${names.toSorted().join(', ')}.`,
  });
}
