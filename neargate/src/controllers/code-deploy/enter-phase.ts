import type { DeploymentScene } from '../../services/codedeploy/store.ts';
import { currentRow, type DeploymentPass, note } from './deployment-pass.ts';
import { began, ended, eventNamed, skipped } from './event-rows.ts';
import { hookAt } from './hooks.ts';
import type { Phase } from './lifecycle.ts';
import { listenersOf } from './route-traffic.ts';

/** The events in which CodeDeploy itself does something. */
const ownWork: ReadonlySet<Phase> = new Set<Phase>(['Install', 'AllowTestTraffic', 'AllowTraffic']);
const needTestListener: ReadonlySet<Phase> = new Set<Phase>(['AllowTestTraffic', 'AfterAllowTestTraffic']);

/** Begins a phase: its event, and the validation function that is its hook. */
export function enter(pass: DeploymentPass, scene: DeploymentScene, phase: Phase): void {
  const { events } = currentRow(pass).observed;
  const position = { phase, phaseSinceMs: pass.nowMs, step: 0, hook: undefined } as const;
  const waitsForPeople =
    phase === 'ReadyWait' &&
    pass.row.blueGreenDeploymentConfiguration.deploymentReadyOption?.actionOnTimeout === 'STOP_DEPLOYMENT';
  const event = eventNamed(phase);
  if (event === undefined) {
    note(pass, { ...position, status: waitsForPeople ? 'Ready' : 'InProgress' });
    return;
  }
  const lacksListener = needTestListener.has(phase) && listenersOf(pass.row).test === undefined;
  const hook = lacksListener
    ? undefined
    : hookAt(event, scene, pass.nowMs, () => pass.environment.ids.alphanumeric(64));
  const isIdle = lacksListener || (hook === undefined && !ownWork.has(phase));
  note(pass, {
    ...position,
    status: 'InProgress',
    hook,
    events: isIdle ? skipped(events, event) : began(events, event, pass.nowMs),
  });
}

/** Ends the phase well that the deployment is in. */
export function leave(pass: DeploymentPass): void {
  const { events } = currentRow(pass).observed;
  note(pass, { events: ended(events, 'Succeeded', pass.nowMs), hook: undefined });
}
