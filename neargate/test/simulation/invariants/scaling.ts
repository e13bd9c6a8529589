import {
  autoscalingTableNames,
  autoscalingTables,
  type ScalableTargetRow,
  type ScalingActivityRow,
  type ScalingPolicyRow,
} from '../../../src/services/application-autoscaling/store.ts';
import { ecsTableNames, type ServiceRow } from '../../../src/services/ecs/store.ts';
import type { Change } from '../../../src/store/table.ts';
import { scope, type View } from '../view.ts';
import type { Invariant } from './invariant.ts';

/** A deployment that has ended is noticed at the latest with the next minute of the alarms. */
const noticedWithinMs = 61_000;
const defaultCooldownSeconds = 300;

/** The desired count set by Application Auto Scaling, in one transaction. */
interface Scaling {
  readonly from: number;
  readonly to: number;
  readonly cause: string;
  readonly target: ScalableTargetRow;
  /** Undefined when limits were the cause. */
  readonly policy: ScalingPolicyRow | undefined;
  /** As it was before. */
  readonly service: ServiceRow;
}

const withinLimits: Invariant = {
  name: 'scaling sets a capacity within the limits of its target',
  atCommit: (view, changes) =>
    scalingsIn(view, changes).flatMap(({ to, target: { minCapacity, maxCapacity } }) =>
      to >= minCapacity && to <= maxCapacity ? [] : [`${to} is not within ${minCapacity} and ${maxCapacity}`],
    ),
};

/** https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html */
const nobodyObjects: Invariant = {
  name: 'nothing scales in while a policy wants out, a tracker objects, or the service deploys',
  atCommit: (view, changes) =>
    scalingsIn(view, changes).flatMap(({ from, to, policy, service, target }) => {
      const { dynamicScalingInSuspended, dynamicScalingOutSuspended } = target.suspendedState;
      const wrong: string[] = [];
      if (policy !== undefined && to > from && dynamicScalingOutSuspended)
        wrong.push('scaling out is suspended');
      if (to >= from) return wrong;
      if (service.deployments.some(({ observed }) => observed.rolloutState === 'IN_PROGRESS'))
        wrong.push('the service deploys');
      if (policy === undefined) return wrong;
      if (dynamicScalingInSuspended) wrong.push('scaling in is suspended');
      for (const tracker of trackersOf(view)) {
        if (isInAlarm(view, tracker, 'AlarmHigh')) wrong.push(`${tracker.policyName} wants out`);
        const objects =
          tracker.targetTracking?.DisableScaleIn !== true && !isInAlarm(view, tracker, 'AlarmLow');
        if (policy.targetTracking !== undefined && objects)
          wrong.push(`${tracker.policyName} does not agree`);
      }
      return wrong.map((each) => `from ${from} to ${to} by ${policy.policyName}: ${each}`);
    }),
};

/** The cooldown of a scale-in keeps others off until a scale-out ends it. */
function cooldowns(): Invariant {
  let last: { readonly endsAtMs: number; readonly policyName: string } | undefined;
  return {
    name: 'nothing scales in within the cooldown of a scale-in',
    atCommit: (view, changes) =>
      scalingsIn(view, changes).flatMap(({ from, to, policy }) => {
        if (policy === undefined) return [];
        if (to > from) {
          last = undefined;
          return [];
        }
        const before = last;
        const seconds =
          policy.targetTracking?.ScaleInCooldown ?? policy.stepScaling?.Cooldown ?? defaultCooldownSeconds;
        last = { endsAtMs: view.nowMs + seconds * 1000, policyName: policy.policyName };
        return before === undefined || view.nowMs >= before.endsAtMs
          ? []
          : [
              `from ${from} to ${to} ${before.endsAtMs - view.nowMs} ms before that of ${before.policyName} ends`,
            ];
      }),
  };
}

/** New limits act at once, but for a lower maximum while the service deploys; what a user sets stays. */
function limitsAct(): Invariant {
  let isByUser = true;
  let deployedAtMs = 0;
  return {
    name: 'the desired count follows the limits of its target',
    atCommit(view, changes) {
      if (changes.some(changesLimits)) isByUser = false;
      else if (serviceChange(changes) !== undefined && scalingsIn(view, changes).length === 0)
        isByUser = true;
      return [];
    },
    atRest(view) {
      const service = view.service();
      const [target] = autoscalingTables(view.store, scope).targets.values();
      if (service?.status !== 'ACTIVE' || target === undefined || isByUser) return [];
      if (service.deployments.some(({ observed }) => observed.rolloutState === 'IN_PROGRESS'))
        deployedAtMs = view.nowMs;
      const { minCapacity, maxCapacity } = target;
      const { desiredCount } = service;
      if (desiredCount < minCapacity) return [`it is ${desiredCount}, at least ${minCapacity} is wanted`];
      return desiredCount > maxCapacity && view.nowMs - deployedAtMs > noticedWithinMs
        ? [`it is ${desiredCount}, at most ${maxCapacity} is wanted`]
        : [];
    },
  };
}

const trueActivities: Invariant = {
  name: 'a scaling activity tells what has happened',
  atCommit: (view, changes) =>
    activitiesIn(changes).flatMap(({ before, after }) => {
      if (before?.statusCode === after.statusCode) return [];
      const asked = capacityOf(after);
      const desired = view.service()?.desiredCount;
      const running = view.tasks().filter(({ observed }) => observed.lastStatus === 'RUNNING').length;
      const told = `"${after.description}" is ${after.statusCode}`;
      if (asked === undefined) return [];
      if (after.statusCode === 'InProgress' && desired !== asked)
        return [`${told}: the desired count is ${desired ?? '-'}`];
      if (after.statusCode === 'Successful' && (running !== asked || desired !== asked))
        return [`${told}: ${running} tasks run of ${desired ?? '-'}`];
      const alarmName = /^monitor alarm (.+) in state ALARM /.exec(after.cause)?.[1];
      const isTrue = alarmName === undefined || view.alarm(alarmName)?.observed.stateValue === 'ALARM';
      return before !== undefined || isTrue ? [] : [`${told}: ${alarmName} is not in ALARM`];
    }),
};

/** A one-time action takes effect at its time, once, with the limits it names. */
function scheduledActions(): Invariant {
  const fired = new Set<string>();
  return {
    name: 'a scheduled action sets its limits once, at its time',
    atCommit: (view, changes) =>
      activitiesIn(changes).flatMap(({ before, after }) => {
        const name = /^scheduled action name (.+) was triggered$/.exec(after.cause)?.[1];
        if (name === undefined || before !== undefined) return [];
        const action = actionsOf(view).find(({ scheduledActionName }) => scheduledActionName === name);
        const [target] = autoscalingTables(view.store, scope).targets.values();
        if (action === undefined || target === undefined) return [`${name} was triggered and is not there`];
        const id = `${name} ${action.schedule}`;
        const wrong: string[] = [];
        if (fired.has(id)) wrong.push('twice');
        fired.add(id);
        if (dueAtMs(action.schedule) !== view.nowMs) wrong.push('at another time than its own');
        const { MinCapacity, MaxCapacity } = action.scalableTargetAction ?? {};
        const isSet =
          (MinCapacity ?? target.minCapacity) === target.minCapacity &&
          (MaxCapacity ?? target.maxCapacity) === target.maxCapacity;
        if (after.statusCode === 'Successful' && !isSet) wrong.push('without its limits');
        return wrong.map((each) => `${name} was triggered ${each}`);
      }),
    atRest(view) {
      const [target] = autoscalingTables(view.store, scope).targets.values();
      if (target === undefined || target.suspendedState.scheduledScalingSuspended) return [];
      return actionsOf(view)
        .filter(({ schedule }) => dueAtMs(schedule) === view.nowMs)
        .filter(({ scheduledActionName, schedule }) => !fired.has(`${scheduledActionName} ${schedule}`))
        .map(({ scheduledActionName }) => `${scheduledActionName} is due and was not triggered`);
    },
  };
}

/** Anew for each simulation: some remember. */
export function scalingInvariants(): readonly Invariant[] {
  return [withinLimits, nobodyObjects, cooldowns(), limitsAct(), trueActivities, scheduledActions()];
}

function scalingsIn(view: View, changes: readonly Change[]): readonly Scaling[] {
  const change = serviceChange(changes);
  if (change === undefined) return [];
  const tables = autoscalingTables(view.store, scope);
  return activitiesIn(changes).flatMap(({ before, after }) => {
    const to = capacityOf(after);
    const [target] = tables.targets.values();
    if (before !== undefined || to === undefined || target === undefined || after.statusCode !== 'InProgress')
      return [];
    const policyName = / triggered policy (.+)$/.exec(after.cause)?.[1];
    const policy = [...tables.policies.values()].find((one) => one.policyName === policyName);
    return [{ from: change.desiredCount, to, cause: after.cause, target, policy, service: change }];
  });
}

/** The service before a change of its desired count. */
function serviceChange(changes: readonly Change[]): ServiceRow | undefined {
  for (const { table, before, after } of changes) {
    if (table !== ecsTableNames.services) continue;
    const [was, is] = [before as ServiceRow | undefined, after as ServiceRow | undefined];
    if (was !== undefined && is !== undefined && was.desiredCount !== is.desiredCount) return was;
  }
  return undefined;
}

function changesLimits({ table, before, after }: Change): boolean {
  if (table !== autoscalingTableNames.targets || after === undefined) return false;
  const [was, is] = [before as ScalableTargetRow | undefined, after as ScalableTargetRow];
  return was?.minCapacity !== is.minCapacity || was.maxCapacity !== is.maxCapacity;
}

function activitiesIn(changes: readonly Change[]) {
  return changes
    .filter(({ table, after }) => table === autoscalingTableNames.activities && after !== undefined)
    .map(({ before, after }) => ({
      before: before as ScalingActivityRow | undefined,
      after: after as ScalingActivityRow,
    }));
}

function capacityOf({ description }: ScalingActivityRow): number | undefined {
  const count = /^Setting desired count to (\d+)\.$/.exec(description)?.[1];
  return count === undefined ? undefined : Number(count);
}

function trackersOf(view: View): readonly ScalingPolicyRow[] {
  const policies = autoscalingTables(view.store, scope).policies.values();
  return [...policies].filter(({ targetTracking }) => targetTracking !== undefined);
}

function isInAlarm(view: View, { policyArn }: ScalingPolicyRow, kind: 'AlarmHigh' | 'AlarmLow'): boolean {
  return view
    .alarms()
    .some(
      ({ ownedByPolicyArn, alarmName, observed }) =>
        ownedByPolicyArn === policyArn && alarmName.includes(kind) && observed.stateValue === 'ALARM',
    );
}

function actionsOf(view: View) {
  return [...autoscalingTables(view.store, scope).scheduledActions.values()];
}

function dueAtMs(schedule: string): number {
  return Date.parse(`${/^at\((.+)\)$/.exec(schedule)?.[1] ?? ''}Z`);
}
