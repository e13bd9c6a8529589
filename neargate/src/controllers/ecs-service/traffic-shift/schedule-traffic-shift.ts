import { lastCompleted } from '../../../services/ecs/deployments.ts';
import type { ServiceDeploymentRow } from '../../../services/ecs/service-deployment-row.ts';
import { tellHook } from '../../../services/ecs/service-state-events.ts';
import type { DeploymentRow } from '../../../services/ecs/store.ts';
import type { ReconcileResult } from '../../reconciler.ts';
import { bakeTimeMs } from '../deployments/bake-time.ts';
import { noteServiceDeployment } from '../deployments/deployment-records.ts';
import type { DeploymentView } from '../deployments/deployment-view.ts';
import { completeDeployment } from '../deployments/end-deployment.ts';
import { occupies } from '../deployments/older-deployments.ts';
import { lookAgain } from '../look-again.ts';
import type { ServicePass } from '../service-pass.ts';
import { isFleetUp, keepFleet } from './fleets.ts';
import { hooksAt, isOpen, letsPass, settleHook } from './hooks.ts';
import { shiftSteps } from './shift-steps.ts';
import { shiftTraffic } from './shift-traffic.ts';
import {
  decideStage,
  firstPosition,
  fleetsAt,
  nextPosition,
  type Position,
  type ShiftStep,
  type Traffic,
  trafficAt,
} from './stages.ts';

/**
 * Takes a deployment of the strategies BLUE_GREEN, LINEAR and CANARY through its stages: green, the new revision, is started
 * beside blue, the one that serves; the listener rules give it the traffic; blue is stopped at the end.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
 */
export function scheduleTrafficShift(
  pass: ServicePass,
  view: DeploymentView,
  record: ServiceDeploymentRow,
): ReconcileResult | undefined {
  const { service, deployment, tasks, observed } = view;
  const { primary: green } = deployment;
  const { timing } = pass.environment;
  const configuration = record.deploymentConfiguration;
  const blue = blueOf(view, record);
  const plan = shiftPlan(blue === undefined ? [everything] : shiftSteps(configuration, timing), blue);
  const position = positionOf(record);
  if (position === undefined) {
    noteServiceDeployment(pass, record.serviceDeploymentArn, { blueDeploymentId: blue?.id });
    enter(pass, record, plan, firstPosition(record.sourceServiceRevisionArns.length > 1));
    return { requeueAfterMs: 0 };
  }
  const hooks = (record.observed.hooks ?? []).map((hook) =>
    settleHook(hook, record.hookAnswers?.[hook.hookId], pass.nowMs),
  );
  noteServiceDeployment(pass, record.serviceDeploymentArn, { hooks });

  const { desiredCount } = service;
  const wanted = fleetsAt(position.stage);
  const mayStart = green.observed.rolloutState !== 'FAILED';
  const isTrafficShifted = shiftTraffic(pass, service, green, plan.trafficAt(position));
  const waits = service.deployments.map((source) => {
    const isWanted = (source.id === green.id && wanted.green) || (source.id === blue?.id && wanted.blue);
    // A deployment that has failed starts nothing more; what serves beside it is kept whole.
    const fleet = {
      source,
      wantedCount: isWanted ? desiredCount : 0,
      mayStart: mayStart || source.id === blue?.id,
    };
    return keepFleet(pass, service, fleet, observed);
  });
  const throttledMs = Math.max(0, ...waits);
  if (!mayStart) return lookAgain(pass, observed, throttledMs);

  const occupying = tasks.filter(occupies);
  const here = hooks.filter(({ stage, step }) => stage === position.stage && step === position.step);
  const decision = decideStage({
    position,
    steps: plan.steps,
    sinceMs: record.observed.stageSinceMs ?? pass.nowMs,
    nowMs: pass.nowMs,
    bakeMs: bakeTimeMs(configuration, view.alarms, timing),
    isGreenUp: isFleetUp(green.id, desiredCount, observed),
    blueCount: occupying.filter(({ startedBy }) => startedBy === blue?.id).length,
    otherCount: occupying.filter(({ startedBy }) => startedBy !== blue?.id && startedBy !== green.id).length,
    isHeldByHook: !here.every(letsPass),
    isTrafficShifted,
  });
  if (decision.kind === 'wait') {
    const expiries = here.filter(isOpen).map(({ expiresAtMs }) => expiresAtMs);
    return lookAgain(pass, observed, throttledMs, [decision.untilMs, ...expiries]);
  }
  const next = nextPosition(position, plan.steps);
  if (next === undefined) completeDeployment(pass, service, deployment);
  else enter(pass, record, plan, next);
  return { requeueAfterMs: 0 };
}

/**
 * The deployment that serves when this one begins: of those in the target groups that green does not go to, the one with the most
 * healthy tasks; the one that completed last where none has more. It stays the same whatever becomes of its tasks meanwhile.
 */
function blueOf(
  { service, deployment: { primary: green }, observed }: DeploymentView,
  record: ServiceDeploymentRow,
): DeploymentRow | undefined {
  const older = service.deployments.filter(({ id }) => id !== green.id);
  const known = older.find(({ id }) => id === record.observed.blueDeploymentId);
  if (known !== undefined) return known;
  const greenGroups = new Set(green.loadBalancers.map(({ targetGroupArn }) => targetGroupArn));
  const elsewhere = older.filter(({ loadBalancers }) =>
    loadBalancers.some(({ targetGroupArn }) => !greenGroups.has(targetGroupArn)),
  );
  const candidates = elsewhere.length > 0 ? elsewhere : older;
  const healthyCount = ({ id }: DeploymentRow) =>
    observed.filter(({ deploymentId, health }) => deploymentId === id && health === 'healthy').length;
  const completed = lastCompleted(candidates);
  return candidates.toSorted(
    (left, right) =>
      healthyCount(right) - healthyCount(left) || Number(right === completed) - Number(left === completed),
  )[0];
}

/** Everything at once. */
const everything: ShiftStep = { percent: 100, bakeMs: 0 };

interface ShiftPlan {
  readonly steps: readonly ShiftStep[];
  trafficAt(position: Position): Traffic;
}

/** A first deployment has nobody to share the traffic with. */
function shiftPlan(steps: readonly ShiftStep[], blue: DeploymentRow | undefined): ShiftPlan {
  return {
    steps,
    trafficAt: (position) =>
      blue === undefined ? { production: 100, test: 100 } : trafficAt(position, steps),
  };
}

function positionOf({ observed: { lifecycleStage, step = 0 } }: ServiceDeploymentRow): Position | undefined {
  return lifecycleStage === undefined ? undefined : { stage: lifecycleStage, step };
}

function enter(pass: ServicePass, record: ServiceDeploymentRow, plan: ShiftPlan, position: Position): void {
  const { environment, scope, tables, nowMs } = pass;
  const begun = hooksAt(
    position,
    record.deploymentConfiguration.lifecycleHooks ?? [],
    nowMs,
    (prefix) => `${prefix}${environment.ids.alphanumeric(43)}`,
  );
  const { hooks = [] } = tables.serviceDeployments.get(record.serviceDeploymentArn)?.observed ?? {};
  noteServiceDeployment(pass, record.serviceDeploymentArn, {
    lifecycleStage: position.stage,
    step: position.step,
    stageSinceMs: nowMs,
    traffic: plan.trafficAt(position),
    hooks: [...hooks, ...begun],
  });
  for (const hook of begun) if (hook.status === 'AWAITING_ACTION') tellHook(environment, scope, record, hook);
}
