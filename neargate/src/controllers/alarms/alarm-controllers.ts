import type { Reconciler } from '../reconciler.ts';
import { compositeAlarmReconciler } from './composite-alarm-reconciler.ts';
import type { AlarmEnvironment } from './environment.ts';
import { metricAlarmReconciler } from './metric-alarm-reconciler.ts';

/** All that gives alarms their states. */
export function alarmControllers(environment: AlarmEnvironment): readonly Reconciler[] {
  return [metricAlarmReconciler(environment), compositeAlarmReconciler(environment)];
}
