import { AwsError } from '../../core/aws-error.ts';
import type { DeploymentRow, DeploymentScene } from '../../services/codedeploy/store.ts';
import type { ServiceRow } from '../../services/ecs/store.ts';
import type { ReconcileResult } from '../reconciler.ts';
import { activeAlarms } from './active-alarms.ts';
import { currentRow, type DeploymentPass, note } from './deployment-pass.ts';
import { fail, succeed } from './end-deployment.ts';
import { enter, leave } from './enter-phase.ts';
import { type DeploymentFailure, failures } from './failures.ts';
import { findScene } from './find-scene.ts';
import { hookState, hookTimeoutMinutes } from './hooks.ts';
import { installFailure } from './install-failure.ts';
import { decide, firstPhase, type LifecycleDecision, nextPhase, type Phase, shareAt } from './lifecycle.ts';
import { leaveOnly, routeTraffic } from './route-traffic.ts';
import {
  createReplacement,
  deleteTaskSet,
  leftoversOf,
  makePrimary,
  serviceOf,
  taskSetOf,
} from './task-sets.ts';
import { type TrafficStep, trafficSteps } from './traffic-steps.ts';

const installTimeoutMinutes = 60;

/** Takes a deployment one step further, from what is there. Undefined when only a change can take it on. */
export function deploy(pass: DeploymentPass): ReconcileResult | undefined {
  const { observed, stopRequest, alarmConfiguration } = pass.row;
  if (stopRequest !== undefined) return end(pass, failures.stopped());
  const alarms = activeAlarms(pass, alarmConfiguration);
  if (alarms.length > 0) return end(pass, failures.alarms(alarms));
  if (observed.scene === undefined) return begin(pass);
  const service = serviceOf(pass, observed.scene);
  if (service === undefined)
    return end(pass, failures.invalidService('The Amazon ECS service has been deleted.'));
  return goOn(pass, observed.scene, service);
}

function begin(pass: DeploymentPass): ReconcileResult | undefined {
  note(pass, { status: 'InProgress', startedAtMs: pass.nowMs });
  const scene = findScene(pass);
  if ('error' in scene) return end(pass, scene);
  note(pass, { scene });
  enter(pass, scene, firstPhase);
  return { requeueAfterMs: 0 };
}

function goOn(
  pass: DeploymentPass,
  scene: DeploymentScene,
  service: ServiceRow,
): ReconcileResult | undefined {
  const { row, environment } = pass;
  const { timing } = environment;
  const phase = (row.observed.phase ?? firstPhase) as Phase;
  const steps = trafficSteps(row.trafficRoutingConfig, timing);
  const lost = routeTraffic(pass, scene, shareAt(phase, row.observed.step ?? 0, steps));
  if (lost !== undefined) return end(pass, failures.listenerWithoutPrimary(lost));
  try {
    bringTaskSets(pass, scene, service, phase);
  } catch (error) {
    if (error instanceof AwsError) return end(pass, failures.ecsRefused(error.message));
    throw error;
  }
  return follow(pass, scene, phase, steps, decide(viewOf(pass, currentRow(pass), phase, steps)));
}

/** Creates, promotes and removes task sets as the phase wants it. Throws AwsError where ECS refuses. */
function bringTaskSets(
  pass: DeploymentPass,
  scene: DeploymentScene,
  service: ServiceRow,
  phase: Phase,
): void {
  const original = taskSetOf(pass, scene, scene.originalTaskSetId);
  const replacement = taskSetOf(pass, scene, scene.replacementTaskSetId);
  if (phase === 'Install' && scene.replacementTaskSetId === undefined && original !== undefined) {
    // What an earlier deployment left is in the target group that this one needs.
    const leftovers = leftoversOf(pass, scene);
    for (const taskSet of leftovers) deleteTaskSet(pass, service, taskSet);
    if (leftovers.length > 0) return;
    const replacementTaskSetId = createReplacement(pass, service, original, scene);
    note(pass, { scene: { ...scene, replacementTaskSetId } });
  }
  if (phase === 'AfterAllowTraffic' && replacement !== undefined) makePrimary(pass, service, replacement);
  if (phase === 'TerminateOriginal' && !keepsOriginal(pass.row)) deleteTaskSet(pass, service, original);
}

function viewOf(pass: DeploymentPass, row: DeploymentRow, phase: Phase, steps: readonly TrafficStep[]) {
  const { timing } = pass.environment;
  const { scene, phaseSinceMs = pass.nowMs, step = 0 } = row.observed;
  const { deploymentReadyOption, terminateBlueInstancesOnDeploymentSuccess: termination } =
    row.blueGreenDeploymentConfiguration;
  const replacement = scene && taskSetOf(pass, scene, scene.replacementTaskSetId);
  return {
    phase,
    sinceMs: phaseSinceMs,
    nowMs: pass.nowMs,
    step,
    steps,
    hook: hookState(row),
    isReplacementSteady: replacement?.observed.stabilityStatus === 'STEADY_STATE',
    installTimeoutMs: timing.scaled('codedeploy-install-timeout', installTimeoutMinutes * 60_000),
    // People are waited for: no profile shortens that.
    readyWaitMs:
      deploymentReadyOption?.actionOnTimeout === 'STOP_DEPLOYMENT'
        ? (deploymentReadyOption.waitTimeInMinutes ?? 0) * 60_000
        : undefined,
    terminationWaitMs: keepsOriginal(row)
      ? undefined
      : timing.scaled(
          'codedeploy-termination-wait',
          (termination?.terminationWaitTimeInMinutes ?? 0) * 60_000,
        ),
    isReadyContinued: row.continued.includes('READY_WAIT'),
    isTerminationContinued: row.continued.includes('TERMINATION_WAIT'),
    isOriginalGone: scene === undefined || taskSetOf(pass, scene, scene.originalTaskSetId) === undefined,
  };
}

function keepsOriginal({ blueGreenDeploymentConfiguration }: DeploymentRow): boolean {
  return blueGreenDeploymentConfiguration.terminateBlueInstancesOnDeploymentSuccess?.action === 'KEEP_ALIVE';
}

function follow(
  pass: DeploymentPass,
  scene: DeploymentScene,
  phase: Phase,
  steps: readonly TrafficStep[],
  decision: LifecycleDecision,
): ReconcileResult | undefined {
  switch (decision.kind) {
    case 'wait':
      return decision.untilMs === undefined
        ? undefined
        : { requeueAfterMs: Math.max(1, decision.untilMs - pass.nowMs) };
    case 'next-step': {
      const step = (pass.row.observed.step ?? 0) + 1;
      note(pass, { step, phaseSinceMs: pass.nowMs });
      routeTraffic(pass, scene, shareAt(phase, step, steps));
      return { requeueAfterMs: 0 };
    }
    case 'advance': {
      leave(pass);
      const next = nextPhase(phase);
      if (next !== undefined) {
        enter(pass, scene, next);
        return { requeueAfterMs: 0 };
      }
      leaveOnly(pass, scene, scene.replacementTargetGroupArn);
      succeed(pass);
      return undefined;
    }
    case 'fail':
    case 'stop':
      return end(pass, failureOf(pass, decision.cause));
  }
}

function failureOf(
  pass: DeploymentPass,
  cause: Extract<LifecycleDecision, { cause: string }>['cause'],
): DeploymentFailure {
  const { hook } = pass.row.observed;
  const { deploymentReadyOption } = pass.row.blueGreenDeploymentConfiguration;
  switch (cause) {
    case 'hook-failed':
      return failures.hookFailed(hook?.event ?? '', hook?.functionName ?? '');
    case 'hook-timeout':
      return failures.hookTimeout(hook?.event ?? '', hook?.functionName ?? '', hookTimeoutMinutes);
    case 'install-timeout':
      return installFailure(pass, installTimeoutMinutes);
    case 'ready-timeout':
      return failures.readyTimeout(deploymentReadyOption?.waitTimeInMinutes ?? 0);
  }
}

function end(pass: DeploymentPass, failure: DeploymentFailure): undefined {
  fail(pass, failure);
}
