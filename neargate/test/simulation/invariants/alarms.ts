import { metricIdentity } from '../../../src/services/cloudwatch/metric-store.ts';
import { type AlarmRow, cloudwatchTableNames } from '../../../src/services/cloudwatch/store.ts';
import { scope, type View } from '../view.ts';
import type { Invariant } from './invariant.ts';

const minuteMs = 60_000;
/** A minute is evaluated so long after it ended. */
const lagMs = 5_000;
/** How many periods beyond those evaluated are looked at for data; see docs/autoscaling.md. */
const extraPeriods = 2;

/**
 * Of alarms on averages of a minute.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const alarmsFollowTheirData: Invariant = {
  name: 'the state of an alarm is what M of its last N datapoints say',
  atCommit: (view, changes) =>
    changes
      .filter(({ table }) => table === cloudwatchTableNames.alarms)
      .flatMap(({ before, after }) => {
        const [was, is] = [before as AlarmRow | undefined, after as AlarmRow | undefined];
        if (is === undefined || was === undefined) return [];
        return was.observed.stateValue === is.observed.stateValue ? [] : wrongIn(view, is);
      }),
  atRest: (view) =>
    view.alarms().flatMap((alarm) => {
      const { points } = read(view, alarm);
      // Without all of its data it may rightly stay as it is.
      return points.length < (alarm.evaluationPeriods ?? 1) || isNewest(view, alarm) === false
        ? []
        : wrongIn(view, alarm);
    }),
};

/** Whether its newest datapoint is that of the last minute: older ones were filled up with. */
function isNewest(view: View, alarm: AlarmRow): boolean {
  return read(view, alarm).values[0] !== undefined;
}

function wrongIn(view: View, alarm: AlarmRow): readonly string[] {
  const { evaluationPeriods: n = 1, datapointsToAlarm: m = n, alarmName, observed } = alarm;
  const { values, points, breaching } = read(view, alarm);
  const missing = n - points.length;
  const told = `${alarmName} is ${observed.stateValue} with ${values.map((value) => value ?? '-').join(' ')}`;
  switch (observed.stateValue) {
    case 'INSUFFICIENT_DATA':
      return points.length === 0 ? [] : [`${told}: there are ${points.length} datapoints`];
    case 'OK':
      return breaching < m && (points.length > 0 || fills(alarm))
        ? []
        : [`${told}: ${breaching} of ${m} breach`];
    default: {
      const counted = breaching + (alarm.treatMissingData === 'breaching' ? missing : 0);
      // All that is known breaches, and is old enough.
      const age = values.findLastIndex((value) => value !== undefined) + 1;
      const isEarly = !fills(alarm) && breaching === points.length && breaching > 0 && age >= m;
      return counted >= m || isEarly ? [] : [`${told}: only ${counted} of ${m} breach`];
    }
  }
}

function fills({ treatMissingData }: AlarmRow): boolean {
  return treatMissingData === 'breaching' || treatMissingData === 'notBreaching';
}

/** Newest first. */
function read(view: View, alarm: AlarmRow) {
  const { evaluationPeriods: n = 1, namespace = '', metricName = '', dimensions } = alarm;
  const endMs = Math.floor((view.nowMs - lagMs) / minuteMs) * minuteMs;
  const startMs = endMs - (n + extraPeriods) * minuteMs;
  const named = dimensions.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value }));
  const buckets = view.metrics.read(scope, metricIdentity(namespace, metricName, named), {
    startMs,
    endMs,
    periodMs: minuteMs,
  });
  const values = Array.from({ length: n + extraPeriods }, (_, index) => {
    const bucket = buckets.find(({ timestampMs }) => timestampMs === endMs - (index + 1) * minuteMs);
    return bucket === undefined ? undefined : bucket.sum / bucket.sampleCount;
  });
  const points = values.filter((value) => value !== undefined).slice(0, n);
  return { values, points, breaching: points.filter((value) => breaches(alarm, value)).length };
}

function breaches({ comparisonOperator, threshold = 0 }: AlarmRow, value: number): boolean {
  return comparisonOperator === 'LessThanThreshold' ? value < threshold : value > threshold;
}
