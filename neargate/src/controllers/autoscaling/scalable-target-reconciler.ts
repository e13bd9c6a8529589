import {
  type AutoscalingTables,
  autoscalingTableNames,
  autoscalingTables,
  memberKey,
  type ScalableTargetRow,
  targetKey,
} from '../../services/application-autoscaling/store.ts';
import { recordAction } from '../../services/cloudwatch/alarm-history.ts';
import { type AlarmRow, cloudwatchTableNames } from '../../services/cloudwatch/store.ts';
import { rowKey, splitRowKey } from '../event-bus/keys.ts';
import type { Reconciler } from '../reconciler.ts';
import { limitToEnforce } from './capacity-limits.ts';
import type { AutoscalingEnvironment } from './environment.ts';
import { cooldownOfScaleOut, planScaling, type ScalingPlan, type ScalingSituation } from './plan-scaling.ts';
import { isDeploying, readSituation, serviceOf } from './read-situation.ts';
import { alarmCause, putActivity } from './scaling-activities.ts';
import { memoryOf, remember } from './scaling-memory.ts';
import { setCapacity } from './set-capacity.ts';

/** An alarm that stays in its state has its scaling action taken again each minute. */
const awsRepeatMs = 60_000;

/**
 * Scales ECS services: when an alarm changes, each minute that it stays, and when a target's limits change. The capacity is
 * set by UpdateService, as a user would.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/what-is-application-auto-scaling.html
 */
export function scalableTargetReconciler(environment: AutoscalingEnvironment): Reconciler {
  const { store, timing } = environment;
  return {
    name: 'scalable-target',
    keysFor({ table, scope, key, before, after }) {
      if (after === undefined) return [];
      switch (table) {
        case autoscalingTableNames.targets:
          return [rowKey(scope, key)];
        case autoscalingTableNames.policies:
          return [rowKey(scope, targetKey(after as ScalableTargetRow))];
        case cloudwatchTableNames.alarms:
          return hasChangedState(before, after) ? targetsOfAlarm(environment, scope, after as AlarmRow) : [];
        default:
          return [];
      }
    },
    initialKeys: () =>
      store
        .scopes(autoscalingTableNames.targets)
        .flatMap((scope) =>
          [...autoscalingTables(store, scope).targets.keys()].map((key) => rowKey(scope, key)),
        ),
    async reconcile(queueKey) {
      const [scope, key] = splitRowKey(queueKey);
      const tables = autoscalingTables(store, scope);
      const target = tables.targets.get(key);
      if (target === undefined) return undefined;
      const look = { environment, scope, tables, target };
      const isSettled = store.transact(() => enforceLimits(look));
      const isFired = store.transact(() => followAlarms(look));
      return isSettled && !isFired
        ? undefined
        : { requeueAfterMs: timing.scaled('cloudwatch-period', awsRepeatMs) };
    },
  };
}

/** One look at one target. */
interface Look {
  readonly environment: AutoscalingEnvironment;
  readonly scope: string;
  readonly tables: AutoscalingTables;
  readonly target: ScalableTargetRow;
}

/** Once for each change of the limits: a count that a user sets outside of them stays until an alarm. False: not yet. */
function enforceLimits({ environment, scope, tables, target }: Look): boolean {
  const service = serviceOf(environment, scope, target);
  if (service === undefined) return true;
  const { minCapacity, maxCapacity } = target;
  const enforced = memoryOf(tables, target)?.enforced;
  if (enforced?.minCapacity === minCapacity && enforced.maxCapacity === maxCapacity) return true;
  const limit = limitToEnforce(target, service.row.desiredCount, isDeploying(service.row));
  if (limit === 'later') return false;
  if (limit !== undefined)
    setCapacity(environment, scope, tables, target, service.row, limit.capacity, limit.cause);
  remember(tables, target, { enforced: { minCapacity, maxCapacity } });
  return true;
}

/** Does what the policies ask for now. True while one of their alarms stays in a state that they act on. */
function followAlarms(look: Look): boolean {
  const { environment, scope, tables, target } = look;
  const service = serviceOf(environment, scope, target);
  if (service === undefined) return false;
  const situation = readSituation(environment, scope, tables, target, memoryOf(tables, target), service);
  const plan = planScaling(situation);
  if (plan.kind !== 'nothing') {
    const cause = alarmCause(plan.alarm.alarmName, plan.alarm.stateValue, plan.policyName);
    if (plan.kind === 'not-scaled') noteNotScaled(look, plan, cause);
    else if (setCapacity(environment, scope, tables, target, service.row, plan.capacity, cause))
      noteScaled(look, plan, situation);
  }
  return situation.policies.some((policy) =>
    policy.kind === 'step' ? policy.fired.length > 0 : (policy.high ?? policy.low) !== undefined,
  );
}

/** Once for each cause and reason: the alarm asks again each minute. */
function noteNotScaled(
  { environment, tables, target }: Look,
  { reason }: Extract<ScalingPlan, { kind: 'not-scaled' }>,
  cause: string,
): void {
  const note = `${cause}: ${reason.Code ?? ''}`;
  if (memoryOf(tables, target)?.lastNotScaled === note) return;
  const description = 'Attempting to scale due to alarm triggered';
  const nowMs = environment.clock.now();
  putActivity(
    tables,
    target,
    { description, cause, statusCode: 'Failed', endedAtMs: nowMs, notScaledReasons: [reason] },
    { nowMs, ids: environment.ids },
  );
  remember(tables, target, { lastNotScaled: note });
}

function noteScaled(
  { environment, scope, tables, target }: Look,
  plan: Extract<ScalingPlan, { kind: 'scale' }>,
  situation: ScalingSituation,
): void {
  const { nowMs, runningCount } = situation;
  const step = {
    policyName: plan.policyName,
    atMs: nowMs,
    cooldownEndsAtMs: nowMs + plan.cooldownMs,
    fromCapacity: runningCount,
    toCapacity: plan.capacity,
  };
  const fromCapacity = cooldownOfScaleOut(situation)?.fromCapacity ?? runningCount;
  remember(tables, target, {
    lastNotScaled: undefined,
    // A scale-out ends the cooldown of a scale-in.
    ...(plan.direction === 'in'
      ? { lastScaleIn: step }
      : { lastScaleOut: { ...step, fromCapacity }, lastScaleIn: undefined }),
  });
  const policy = tables.policies.get(memberKey(target, plan.policyName));
  if (policy === undefined) return;
  const { alarmName } = plan.alarm;
  recordAction(environment.contextOf(scope), { alarmName, alarmType: 'MetricAlarm' }, policy.policyArn);
}

function hasChangedState(before: unknown, after: unknown): boolean {
  const value = (row: unknown) => (row as AlarmRow | undefined)?.observed.stateValue;
  return value(before) !== value(after);
}

/** The targets of the policies that an alarm has as actions. */
function targetsOfAlarm({ store }: AutoscalingEnvironment, scope: string, alarm: AlarmRow): string[] {
  const actions = [...alarm.alarmActions, ...alarm.okActions, ...alarm.insufficientDataActions];
  if (actions.length === 0) return [];
  return [...autoscalingTables(store, scope).policies.values()]
    .filter(({ policyArn }) => actions.includes(policyArn))
    .map((policy) => rowKey(scope, targetKey(policy)));
}
