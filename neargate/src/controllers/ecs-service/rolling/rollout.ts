/** What the end of a rolling deployment depends on. Counts are of the primary deployment unless said otherwise. */
export interface RolloutView {
  readonly rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly desiredCount: number;
  readonly healthyCount: number;
  /** Tasks wanted but not healthy yet. */
  readonly unsettledCount: number;
  /** Tasks of older deployments that have not begun to stop or are still draining. */
  readonly olderCount: number;
  /** Less than all is enough where the deployment configuration says so. */
  readonly earlySuccess: { readonly healthyPercent: number; readonly waitsForOlder: boolean } | undefined;
  /** How long it is watched once it has settled. */
  readonly bakeMs: number;
  /** When it settled, epoch milliseconds; undefined until it has. */
  readonly bakingSinceMs: number | undefined;
  readonly nowMs: number;
}

export type RolloutDecision =
  | { readonly kind: 'continue' }
  /** It has settled and is watched from now on. */
  | { readonly kind: 'bake' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'complete' };

/**
 * Decides how a rolling deployment goes on. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export function decideRollout(view: RolloutView): RolloutDecision {
  if (view.rolloutState !== 'IN_PROGRESS') return { kind: 'continue' };
  const isBaking = view.bakingSinceMs !== undefined;
  if (!isBaking && !hasSettled(view)) return { kind: 'continue' };
  if (view.bakeMs > 0) {
    if (view.bakingSinceMs === undefined) return { kind: 'bake' };
    const untilMs = view.bakingSinceMs + view.bakeMs;
    if (view.nowMs < untilMs) return { kind: 'wait', untilMs };
  }
  return hasSettled(view) ? { kind: 'complete' } : { kind: 'continue' };
}

function hasSettled(view: RolloutView): boolean {
  if (view.earlySuccess === undefined) {
    return view.healthyCount === view.desiredCount && view.unsettledCount === 0 && view.olderCount === 0;
  }
  const enough = Math.ceil((view.desiredCount * view.earlySuccess.healthyPercent) / 100);
  return view.healthyCount >= enough && (!view.earlySuccess.waitsForOlder || view.olderCount === 0);
}
