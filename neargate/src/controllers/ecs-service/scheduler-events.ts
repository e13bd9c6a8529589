import type { UnhealthyCause } from './task-health.ts';

/**
 * The texts of ECS service events, without the prefix `(service NAME)`. As AWS writes them:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export const schedulerEvents = {
  started(taskIds: readonly string[], replacedUnhealthy: number): string {
    const started = ` has started ${taskIds.length} tasks: ${taskList(taskIds)}.`;
    return replacedUnhealthy === 0
      ? started
      : `${started} Amazon ECS replaced ${replacedUnhealthy} tasks due to an unhealthy status.`;
  },
  stopped: (taskIds: readonly string[]) =>
    ` has stopped ${taskIds.length} running tasks: ${taskList(taskIds)}.`,
  stoppedPending: (count: number) => ` stopped ${count} pending tasks.`,
  steady: ' has reached a steady state.',
  deploymentCompleted: (deploymentId: string) => ` (deployment ${deploymentId}) deployment completed.`,
  deploymentFailed: (deploymentId: string, why: string) =>
    ` (deployment ${deploymentId}) deployment failed: ${why}`,
  rollingBack: (deploymentId: string) => ` rolling back to deployment ${deploymentId}.`,
  blocked:
    ' was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
  zonesUneven: (spread: string) => ` is not AZ balanced with ${spread}. AZ Rebalancing in progress.`,
  startedInZone: (zoneId: string, taskIds: readonly string[]) =>
    ` has started ${taskIds.length} tasks in ${zoneId} to AZ Rebalance: ${taskList(taskIds)}.`,
  stoppedInZone: (zoneId: string, taskIds: readonly string[]) =>
    ` has stopped ${taskIds.length} running tasks in ${zoneId} due to AZ rebalancing: ${taskList(taskIds)}.`,
  zonesEven: (spread: string) => ` is AZ balanced with ${spread}.`,
  heldByProtection: (ofId: string, count: number) =>
    ` was unable to reach steady state because (taskSet ${ofId}) was unable to scale in due to (reason ${count} tasks under protection)`,
  /** AWS publishes no text for this. */
  cannotShift: (ruleArn: string) =>
    ` was unable to shift traffic. Reason: ${ruleArn} does not exist or has no forward action.`,
  cannotPlace(reason: string): string {
    if (reason.startsWith('ECS was unable to assume the role')) {
      return ` failed to launch a task with (error ${reason}).`;
    }
    const why = reason.startsWith('No Container Instances')
      ? ' because no container instance met all of its requirements'
      : '';
    return ` was unable to place a task${why}. Reason: ${reason}`;
  },
  flapping: ' is unable to consistently start tasks successfully.',
  unhealthy(taskId: string, cause: UnhealthyCause): string {
    if (cause.kind === 'container') return ` (task ${taskId}) failed container health checks.`;
    const { port, targetGroupArn, description } = cause.target;
    return ` (task ${taskId}) (port ${port}) is unhealthy in (target-group ${targetGroupArn}) due to (reason ${description ?? 'Health checks failed'}).`;
  },
} as const;

/** The stoppedReason of a task that the scheduler stops because of a failed check. */
export function unhealthyStoppedReason(cause: UnhealthyCause | undefined): string {
  return cause?.kind === 'target'
    ? `Task failed ELB health checks in (target-group ${cause.target.targetGroupArn})`
    : 'Task failed container health checks';
}

/** The stoppedReason of a task that is no longer wanted. */
export function scalingStoppedReason(deploymentId: string): string {
  return `Scaling activity initiated by (deployment ${deploymentId})`;
}

function taskList(taskIds: readonly string[]): string {
  return taskIds.map((taskId) => `(task ${taskId})`).join(' ');
}
