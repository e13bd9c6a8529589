import { type LifecycleEventName, lifecycleEvents } from '../../services/codedeploy/lifecycle-events.ts';
import type { DeploymentPhase, LifecycleEventRow } from '../../services/codedeploy/store.ts';

// How the lifecycle events of a deployment change. All pure.

export function eventNamed(phase: DeploymentPhase): LifecycleEventName | undefined {
  return lifecycleEvents.find((name) => name === phase);
}

export function began(
  events: readonly LifecycleEventRow[],
  name: LifecycleEventName,
  nowMs: number,
): readonly LifecycleEventRow[] {
  return [...events, { name, status: 'InProgress', startedAtMs: nowMs }];
}

/** Nothing was to be done in it. */
export function skipped(
  events: readonly LifecycleEventRow[],
  name: LifecycleEventName,
): readonly LifecycleEventRow[] {
  return [...events, { name, status: 'Skipped' }];
}

/** Ends the event that is in progress, if there is one. */
export function ended(
  events: readonly LifecycleEventRow[],
  status: 'Succeeded' | 'Failed',
  nowMs: number,
  message?: string,
): readonly LifecycleEventRow[] {
  return events.map((event) =>
    event.status === 'InProgress' ? { ...event, status, endedAtMs: nowMs, message } : event,
  );
}

/** Those that an ended deployment never came to. */
export function withRestSkipped(events: readonly LifecycleEventRow[]): readonly LifecycleEventRow[] {
  return lifecycleEvents.map(
    (name) => events.find((event) => event.name === name) ?? { name, status: 'Skipped' },
  );
}
