import { alarmPace } from '../../services/cloudwatch/alarm-pace.ts';
import { setMetricAlarmState } from '../../services/cloudwatch/alarm-transition.ts';
import { whyNeverEvaluated } from '../../services/cloudwatch/alarms.ts';
import { type AlarmRow, cloudwatchTableNames, cloudwatchTables } from '../../services/cloudwatch/store.ts';
import { rowKey, splitRowKey } from '../event-bus/keys.ts';
import type { Reconciler } from '../reconciler.ts';
import type { AlarmEnvironment } from './environment.ts';
import { evaluateRow } from './evaluate-row.ts';

/** How long after the end of a period it is evaluated on AWS at the earliest, so that its data has arrived. */
const awsLagMs = 5_000;

/**
 * Evaluates metric alarms, each at the end of every minute (10 seconds for alarms of shorter periods) and when it is put.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function metricAlarmReconciler(environment: AlarmEnvironment): Reconciler {
  const { store, clock, timing, contextOf } = environment;
  const lagMs = timing.scaled('cloudwatch-evaluation-lag', awsLagMs);
  return {
    name: 'metric-alarm',
    keysFor: ({ table, scope, key, before, after }) =>
      table === cloudwatchTableNames.alarms && isReconfigured(before, after) ? [rowKey(scope, key)] : [],
    initialKeys: () =>
      store
        .scopes(cloudwatchTableNames.alarms)
        .flatMap((scope) =>
          [...cloudwatchTables(store, scope).alarms.keys()].map((name) => rowKey(scope, name)),
        ),
    async reconcile(queueKey) {
      const [scope, name] = splitRowKey(queueKey);
      const alarm = cloudwatchTables(store, scope).alarms.get(name);
      if (alarm === undefined || whyNeverEvaluated(alarm) !== undefined) return undefined;
      const nowMs = clock.now();
      const { intervalMs } = alarmPace(alarm, timing);
      const endMs = Math.floor((nowMs - lagMs) / intervalMs) * intervalMs;
      const context = contextOf(scope);
      const next = evaluateRow(alarm, context.metrics, scope, { timing, endMs, nowMs });
      if (next !== undefined) store.transact(() => setMetricAlarmState(context, alarm, next));
      return { requeueAfterMs: endMs + intervalMs + lagMs - nowMs };
    },
  };
}

/** A change of state alone does not bring the next evaluation forward: SetAlarmState holds until then. */
function isReconfigured(before: unknown, after: unknown): boolean {
  const configuredAt = (row: unknown) => (row as AlarmRow | undefined)?.configurationUpdatedAtMs;
  return after !== undefined && (before === undefined || configuredAt(before) !== configuredAt(after));
}
