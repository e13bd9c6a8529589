import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { Timing } from '../../../core/timing.ts';
import type { AlarmRow } from '../../../services/cloudwatch/store.ts';

/** How long an alarm looks back, in milliseconds: what happens now shows within this time. */
function windowMs({ period = 60, evaluationPeriods = 1, metrics = [] }: AlarmRow): number {
  const periods = metrics.map((query) => query.Period ?? query.MetricStat?.Period ?? 0);
  return Math.max(period, ...periods) * evaluationPeriods * 1000;
}

/**
 * How long a deployment is watched after its traffic is where it shall be, in milliseconds. As configured; with alarms at least
 * as long as they look back, which no profile shortens, since an alarm could not go off in less. AWS derives the time from the
 * alarms too, by a formula that is not published. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 * @param alarms those that are monitored
 */
export function bakeTimeMs(
  { bakeTimeInMinutes = 0 }: Pick<DeploymentConfiguration, 'bakeTimeInMinutes'>,
  alarms: readonly AlarmRow[],
  timing: Timing,
): number {
  return Math.max(scaledBakeMs(bakeTimeInMinutes, timing), ...alarms.map(windowMs));
}

/** A configured bake time, as the timing profile has it. */
export function scaledBakeMs(minutes: number, timing: Timing): number {
  return timing.scaled('ecs-bake-time', minutes * 60_000);
}
