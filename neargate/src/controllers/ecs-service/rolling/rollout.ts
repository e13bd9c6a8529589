/** What the deployment's decision depends on. Counts are of the primary deployment unless said otherwise. */
export interface RolloutView {
  readonly rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly desiredCount: number;
  readonly healthyCount: number;
  /** Tasks wanted but not healthy yet. */
  readonly unsettledCount: number;
  /** Tasks of older deployments that have not begun to stop or are still draining. */
  readonly olderCount: number;
  readonly failedTasks: number;
  readonly breaker: { readonly threshold: number; readonly rollback: boolean } | undefined;
  /** A rollback has no breaker of its own: it keeps trying. */
  readonly isRollback: boolean;
  /** The deployment to go back to: the last one that was COMPLETED. */
  readonly lastCompletedDeploymentId: string | undefined;
}

export type RolloutDecision =
  | { readonly kind: 'continue' }
  | { readonly kind: 'complete' }
  | { readonly kind: 'fail' }
  | { readonly kind: 'roll-back'; readonly toDeploymentId: string };

/**
 * Decides how a rolling deployment goes on.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function decideRollout(view: RolloutView): RolloutDecision {
  if (view.rolloutState !== 'IN_PROGRESS') return { kind: 'continue' };
  const { breaker } = view;
  if (breaker !== undefined && !view.isRollback && view.failedTasks >= breaker.threshold) {
    return breaker.rollback && view.lastCompletedDeploymentId !== undefined
      ? { kind: 'roll-back', toDeploymentId: view.lastCompletedDeploymentId }
      : { kind: 'fail' };
  }
  const settled =
    view.healthyCount === view.desiredCount && view.unsettledCount === 0 && view.olderCount === 0;
  return settled ? { kind: 'complete' } : { kind: 'continue' };
}
