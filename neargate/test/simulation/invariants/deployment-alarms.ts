import { ecsTableNames, type DeploymentRow, type ServiceRow } from '../../../src/services/ecs/store.ts';
import type { View } from '../view.ts';
import type { Invariant } from './invariant.ts';

/** What was so when a deployment began. */
interface Beginning {
  readonly watched: readonly string[];
  readonly wasInAlarm: boolean;
  readonly isRolling: boolean;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html */
export function deploymentAlarms(): Invariant {
  const beginnings = new Map<string, Beginning>();
  const completed = new Set<string>();
  return {
    name: 'a deployment fails by its alarms at once, and only by theirs',
    atCommit: (view, changes) =>
      changes
        .filter(({ table }) => table === ecsTableNames.services)
        .flatMap(({ after }) => {
          const service = after as ServiceRow | undefined;
          return (service?.deployments ?? []).flatMap((deployment) => {
            const { id, observed } = deployment;
            if (service !== undefined && !beginnings.has(id)) beginnings.set(id, beginningOf(view, service));
            const beginning = beginnings.get(id);
            if (beginning === undefined) return [];
            if (observed.rolloutState === 'COMPLETED' && !completed.has(id)) {
              completed.add(id);
              return unbaked(view, deployment, beginning);
            }
            return failedWrongly(view, deployment, beginning);
          });
        }),
    atRest(view) {
      const primary = view.primary();
      const beginning = beginnings.get(primary?.id ?? '');
      if (primary?.observed.rolloutState !== 'IN_PROGRESS' || beginning === undefined) return [];
      // A rollback has no alarms.
      if (completed.has(primary.id) || beginning.wasInAlarm || view.service()?.status !== 'ACTIVE') return [];
      return beginning.watched
        .filter((name) => isInAlarm(view, name))
        .map((name) => `${primary.id} goes on though ${name} is in ALARM`);
    },
  };
}

function beginningOf(
  view: View,
  { deploymentConfiguration: { alarms, strategy = 'ROLLING' } }: ServiceRow,
): Beginning {
  const watched = alarms?.enable === true ? (alarms.alarmNames ?? []) : [];
  return {
    watched,
    wasInAlarm: watched.some((name) => isInAlarm(view, name)),
    isRolling: strategy === 'ROLLING',
  };
}

function isInAlarm(view: View, name: string): boolean {
  return view.alarm(name)?.observed.stateValue === 'ALARM';
}

function failedWrongly(
  view: View,
  { id, observed: { rolloutState, rolloutStateReason, updatedAtMs } }: DeploymentRow,
  { watched, wasInAlarm }: Beginning,
): readonly string[] {
  if (
    rolloutState !== 'FAILED' ||
    !rolloutStateReason.includes('alarm detected') ||
    updatedAtMs !== view.nowMs
  )
    return [];
  if (wasInAlarm) return [`${id} failed by an alarm that was in ALARM already when it began`];
  return watched.some((name) => isInAlarm(view, name))
    ? []
    : [`${id} failed by an alarm, and none is in ALARM`];
}

/** Once nothing of older deployments is left, as long as its alarms look back; see docs/deployments.md. */
function unbaked(
  view: View,
  { id }: DeploymentRow,
  { watched, wasInAlarm, isRolling }: Beginning,
): readonly string[] {
  // The other strategies bake before they clean up.
  if (watched.length === 0 || wasInAlarm || !isRolling) return [];
  const bakeMs = Math.max(...watched.map((name) => (view.alarm(name)?.evaluationPeriods ?? 0) * 60_000));
  const last = Math.max(
    0,
    ...view
      .tasks()
      .filter(
        ({ startedBy, stoppedReason }) =>
          startedBy !== id && stoppedReason?.startsWith('Scaling activity') === true,
      )
      .map(({ observed }) => observed.stoppingAtMs ?? 0),
  );
  return view.nowMs - last >= bakeMs
    ? []
    : [
        `${id} is COMPLETED ${view.nowMs - last} ms after the last old task stopped, its alarms look back ${bakeMs} ms`,
      ];
}
