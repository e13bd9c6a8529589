import { RunningStatistics, TargetCounters } from '../metrics.ts';

/** What the targets of one group in one availability zone have done since the last fold. */
export class ZoneFigures {
  readonly counters = new TargetCounters();
  /** Seconds from the request sent to the response begun. */
  readonly responseTimes = new RunningStatistics('distributed');
}
