import type {
  NotScaledReason,
  StepScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import type {
  ScalableTargetRow,
  ScalingMemoryRow,
  ScalingStep,
} from '../../services/application-autoscaling/store.ts';
import { stepCapacity } from './step-capacity.ts';
import { targetTrackingCapacity } from './target-tracking-capacity.ts';

/** An alarm in a state that has the policy as an action. */
export interface FiredAlarm {
  readonly alarmName: string;
  readonly stateValue: string;
  /** The latest datapoint; undefined when there is none. */
  readonly metric: number | undefined;
  readonly threshold: number;
}

export type PolicySituation =
  | {
      readonly kind: 'target-tracking';
      readonly policyName: string;
      readonly targetValue: number;
      readonly scaleInDisabled: boolean;
      readonly scaleOutCooldownMs: number;
      readonly scaleInCooldownMs: number;
      /** Undefined while the alarm is not in ALARM. */
      readonly high: FiredAlarm | undefined;
      readonly low: FiredAlarm | undefined;
    }
  | {
      readonly kind: 'step';
      readonly policyName: string;
      readonly configuration: StepScalingPolicyConfiguration;
      readonly cooldownMs: number;
      readonly fired: readonly FiredAlarm[];
    };

export interface ScalingSituation {
  readonly target: Pick<ScalableTargetRow, 'minCapacity' | 'maxCapacity' | 'suspendedState'>;
  readonly desiredCount: number;
  /** The starting point of a change, so that tasks that never start do not make more of them. */
  readonly runningCount: number;
  readonly isDeploying: boolean;
  readonly policies: readonly PolicySituation[];
  readonly memory: Pick<ScalingMemoryRow, 'lastScaleOut' | 'lastScaleIn'>;
  readonly nowMs: number;
}

export type ScalingPlan =
  | {
      readonly kind: 'scale';
      readonly direction: 'out' | 'in';
      readonly capacity: number;
      readonly policyName: string;
      readonly alarm: Pick<FiredAlarm, 'alarmName' | 'stateValue'>;
      readonly cooldownMs: number;
    }
  | {
      readonly kind: 'not-scaled';
      readonly policyName: string;
      readonly alarm: Pick<FiredAlarm, 'alarmName' | 'stateValue'>;
      readonly reason: NotScaledReason;
    }
  | { readonly kind: 'nothing' };

/** What one policy asks for. */
interface Proposal {
  readonly direction: 'out' | 'in';
  readonly capacity: number;
  readonly policyName: string;
  readonly alarm: FiredAlarm;
  readonly cooldownMs: number;
}

/**
 * What Application Auto Scaling does now. Any policy can scale out, and the largest capacity wins; scale-in needs every
 * target tracking policy to agree, and the largest capacity wins again. Scale-in is off while the service deploys.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export function planScaling(situation: ScalingSituation): ScalingPlan {
  const { dynamicScalingInSuspended, dynamicScalingOutSuspended } = situation.target.suspendedState;
  const proposals = proposalsOf(situation);
  const out = largest(proposals.filter(({ direction }) => direction === 'out'));
  // Whoever wants more has the say, also when more cannot be had.
  if (out !== undefined) return dynamicScalingOutSuspended ? { kind: 'nothing' } : scaleOut(situation, out);
  const into = largest(agreedScaleIns(situation, proposals));
  if (into === undefined || dynamicScalingInSuspended) return { kind: 'nothing' };
  return scaleIn(situation, into);
}

function scaleOut(situation: ScalingSituation, proposal: Proposal): ScalingPlan {
  const { target, desiredCount } = situation;
  const { minCapacity, maxCapacity } = target;
  const capacity = Math.min(maxCapacity, Math.max(minCapacity, proposal.capacity));
  if (capacity > desiredCount) return { kind: 'scale', ...proposal, capacity };
  if (desiredCount >= maxCapacity) {
    const reason = { Code: 'AlreadyAtMaxCapacity', MaxCapacity: maxCapacity, CurrentCapacity: desiredCount };
    return notScaled(proposal, reason);
  }
  // Within a cooldown it is as planned: what was added is still to take effect.
  if (cooldownOfScaleOut(situation) !== undefined) return { kind: 'nothing' };
  return notScaled(proposal, { Code: 'AlreadyAtDesiredCapacity', CurrentCapacity: desiredCount });
}

function scaleIn(situation: ScalingSituation, proposal: Proposal): ScalingPlan {
  const { target, desiredCount, memory, nowMs, isDeploying } = situation;
  const { minCapacity, maxCapacity } = target;
  const capacity = Math.max(minCapacity, Math.min(maxCapacity, proposal.capacity));
  if (desiredCount <= minCapacity) {
    const reason = { Code: 'AlreadyAtMinCapacity', MinCapacity: minCapacity, CurrentCapacity: desiredCount };
    return notScaled(proposal, reason);
  }
  if (capacity >= desiredCount)
    return notScaled(proposal, { Code: 'AutoScalingAnticipatedFlapping', CurrentCapacity: desiredCount });
  if (isDeploying)
    return notScaled(proposal, {
      Code: 'TargetServicePutResourceAsUnscalable',
      CurrentCapacity: desiredCount,
    });
  if ((memory.lastScaleIn?.cooldownEndsAtMs ?? 0) > nowMs) return { kind: 'nothing' };
  return { kind: 'scale', ...proposal, capacity };
}

function notScaled({ policyName, alarm }: Proposal, reason: NotScaledReason): ScalingPlan {
  return { kind: 'not-scaled', policyName, alarm, reason };
}

function proposalsOf(situation: ScalingSituation): Proposal[] {
  return situation.policies.flatMap((policy) =>
    policy.kind === 'step' ? stepProposals(situation, policy) : trackingProposals(situation, policy),
  );
}

/**
 * Where a scale-out starts from: within its cooldown, from where the last one did, so that what it added counts as part of
 * what is asked for now.
 */
function scaleOutBase(situation: ScalingSituation): number {
  return cooldownOfScaleOut(situation)?.fromCapacity ?? situation.runningCount;
}

/** The last scale-out while its cooldown lasts. */
export function cooldownOfScaleOut({
  memory: { lastScaleOut },
  nowMs,
}: Pick<ScalingSituation, 'memory' | 'nowMs'>): ScalingStep | undefined {
  return lastScaleOut !== undefined && lastScaleOut.cooldownEndsAtMs > nowMs ? lastScaleOut : undefined;
}

function trackingProposals(
  situation: ScalingSituation,
  policy: Extract<PolicySituation, { kind: 'target-tracking' }>,
): Proposal[] {
  const { policyName, targetValue, high, low } = policy;
  if (high?.metric !== undefined) {
    const capacity = targetTrackingCapacity(scaleOutBase(situation), high.metric, targetValue);
    return [{ direction: 'out', capacity, policyName, alarm: high, cooldownMs: policy.scaleOutCooldownMs }];
  }
  if (low?.metric === undefined || policy.scaleInDisabled) return [];
  const capacity = targetTrackingCapacity(situation.runningCount, low.metric, targetValue);
  return [{ direction: 'in', capacity, policyName, alarm: low, cooldownMs: policy.scaleInCooldownMs }];
}

function stepProposals(
  situation: ScalingSituation,
  { policyName, configuration, cooldownMs, fired }: Extract<PolicySituation, { kind: 'step' }>,
): Proposal[] {
  return fired.flatMap((alarm): Proposal[] => {
    if (alarm.metric === undefined) return [];
    const breach = { metric: alarm.metric, threshold: alarm.threshold };
    const from = situation.runningCount;
    const asked = stepCapacity(configuration, from, breach);
    if (asked === undefined || asked === from) return [];
    const common = { policyName, alarm, cooldownMs };
    if (asked < from) return [{ ...common, direction: 'in', capacity: asked }];
    const capacity = stepCapacity(configuration, scaleOutBase(situation), breach) ?? asked;
    return [{ ...common, direction: 'out', capacity }];
  });
}

/** Those of step policies, and those of target tracking if none of its policies that can scale in objects. */
function agreedScaleIns({ policies }: ScalingSituation, proposals: readonly Proposal[]): Proposal[] {
  const ins = proposals.filter(({ direction }) => direction === 'in');
  const trackers = policies.filter((policy) => policy.kind === 'target-tracking' && !policy.scaleInDisabled);
  const agrees = (name: string) => ins.some(({ policyName }) => policyName === name);
  const isAgreed = trackers.every(({ policyName }) => agrees(policyName));
  return isAgreed
    ? ins
    : ins.filter(({ policyName }) => trackers.every((one) => one.policyName !== policyName));
}

function largest(proposals: readonly Proposal[]): Proposal | undefined {
  return proposals.toSorted((left, right) => right.capacity - left.capacity)[0];
}
