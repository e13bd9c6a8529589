import type { DeploymentPhase } from '../../services/codedeploy/store.ts';
import type { TrafficShare } from './route-traffic.ts';
import type { TrafficStep } from './traffic-steps.ts';

/**
 * What a deployment goes through, in order.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-ecs.html
 */
const order = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'ReadyWait',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
  'TerminationWait',
  'TerminateOriginal',
] as const satisfies readonly DeploymentPhase[];

export type Phase = (typeof order)[number];

export const firstPhase: Phase = 'BeforeInstall';

/** The phase behind `phase`; undefined at the end. Pure. */
export function nextPhase(phase: Phase): Phase | undefined {
  return order[order.indexOf(phase) + 1];
}

function isBehind(phase: Phase, other: Phase): boolean {
  return order.indexOf(phase) > order.indexOf(other);
}

/** What the replacement task set gets of the traffic in a phase. Pure. */
export function shareAt(phase: Phase, step: number, steps: readonly TrafficStep[]): TrafficShare {
  return {
    test: phase === 'AllowTestTraffic' || isBehind(phase, 'AllowTestTraffic') ? 100 : 0,
    production:
      phase === 'AllowTraffic' ? (steps[step]?.percent ?? 100) : isBehind(phase, 'AllowTraffic') ? 100 : 0,
  };
}

export interface LifecycleView {
  readonly phase: Phase;
  /** When the phase, or the step of the traffic shift, began; epoch milliseconds. */
  readonly sinceMs: number;
  readonly nowMs: number;
  readonly step: number;
  readonly steps: readonly TrafficStep[];
  /** How the validation function of this event stands; undefined without one. */
  readonly hook:
    | { readonly outcome: 'waiting' | 'succeeded' | 'failed'; readonly expiresAtMs: number }
    | undefined;
  readonly isReplacementSteady: boolean;
  readonly installTimeoutMs: number;
  /** The wait for ContinueDeployment before production traffic; undefined when nobody is waited for. */
  readonly readyWaitMs: number | undefined;
  /** How long the original task set stays; undefined when it is kept for good. */
  readonly terminationWaitMs: number | undefined;
  /** The waits that ContinueDeployment has ended. */
  readonly isReadyContinued: boolean;
  readonly isTerminationContinued: boolean;
  readonly isOriginalGone: boolean;
}

export type LifecycleDecision =
  | { readonly kind: 'advance' }
  | { readonly kind: 'next-step' }
  | { readonly kind: 'wait'; readonly untilMs?: number }
  | { readonly kind: 'fail'; readonly cause: 'hook-failed' | 'hook-timeout' | 'install-timeout' }
  | { readonly kind: 'stop'; readonly cause: 'ready-timeout' };

/** What is to be done in a phase whose task sets and traffic are as they shall be. Pure. */
export function decide(view: LifecycleView): LifecycleDecision {
  const { phase, nowMs } = view;
  if (view.hook !== undefined) return decideHook(view.hook, nowMs);
  switch (phase) {
    case 'Install': {
      if (view.isReplacementSteady) return { kind: 'advance' };
      const untilMs = view.sinceMs + view.installTimeoutMs;
      return nowMs >= untilMs ? { kind: 'fail', cause: 'install-timeout' } : { kind: 'wait', untilMs };
    }
    case 'ReadyWait': {
      if (view.readyWaitMs === undefined || view.isReadyContinued) return { kind: 'advance' };
      const untilMs = view.sinceMs + view.readyWaitMs;
      return nowMs >= untilMs ? { kind: 'stop', cause: 'ready-timeout' } : { kind: 'wait', untilMs };
    }
    case 'AllowTraffic': {
      const untilMs = view.sinceMs + (view.steps[view.step]?.intervalMs ?? 0);
      if (nowMs < untilMs) return { kind: 'wait', untilMs };
      return { kind: view.step + 1 < view.steps.length ? 'next-step' : 'advance' };
    }
    case 'TerminationWait': {
      if (view.terminationWaitMs === undefined || view.isTerminationContinued) return { kind: 'advance' };
      const untilMs = view.sinceMs + view.terminationWaitMs;
      return nowMs >= untilMs ? { kind: 'advance' } : { kind: 'wait', untilMs };
    }
    case 'TerminateOriginal':
      return view.terminationWaitMs === undefined || view.isOriginalGone
        ? { kind: 'advance' }
        : { kind: 'wait' };
    default:
      return { kind: 'advance' };
  }
}

function decideHook(hook: NonNullable<LifecycleView['hook']>, nowMs: number): LifecycleDecision {
  if (hook.outcome === 'succeeded') return { kind: 'advance' };
  if (hook.outcome === 'failed') return { kind: 'fail', cause: 'hook-failed' };
  return nowMs >= hook.expiresAtMs
    ? { kind: 'fail', cause: 'hook-timeout' }
    : { kind: 'wait', untilMs: hook.expiresAtMs };
}
