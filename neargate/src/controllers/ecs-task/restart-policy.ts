import type { ContainerRestartPolicy } from '@aws-sdk/client-ecs';

const defaultAttemptPeriodSeconds = 300;

/**
 * Whether a container that has ended is started again in place: by its restart policy, when its exit code is not to be ignored and
 * it ran long enough. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html
 */
export function restartsInPlace(
  policy: ContainerRestartPolicy | undefined,
  exitCode: number | undefined,
  ranMs: number,
): boolean {
  if (policy?.enabled !== true) return false;
  if (exitCode !== undefined && policy.ignoredExitCodes?.includes(exitCode) === true) return false;
  return ranMs >= (policy.restartAttemptPeriod ?? defaultAttemptPeriodSeconds) * 1000;
}
