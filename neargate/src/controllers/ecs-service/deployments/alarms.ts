import type { DeploymentAlarms } from '@aws-sdk/client-ecs';
import type { AlarmRow } from '../../../services/cloudwatch/store.ts';
import type { ServiceDeploymentRow } from '../../../services/ecs/service-deployment-row.ts';

export type AlarmsRecord = NonNullable<ServiceDeploymentRow['observed']['alarms']>;

/**
 * What a deployment's alarms say. An alarm that is in ALARM when the deployment begins switches the monitoring off for this
 * deployment; one that goes there later triggers. An alarm that does not exist never triggers. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 * @param before what was recorded last; undefined at the beginning of the deployment
 */
export function judgeAlarms(
  config: DeploymentAlarms | undefined,
  before: AlarmsRecord | undefined,
  alarm: (name: string) => AlarmRow | undefined,
): AlarmsRecord {
  const alarmNames = config?.alarmNames ?? [];
  if (config?.enable !== true || alarmNames.length === 0) {
    return { status: 'DISABLED', alarmNames, triggeredAlarmNames: [] };
  }
  if (before !== undefined && before.status !== 'MONITORING') return before;
  const triggeredAlarmNames = alarmNames.filter((name) => alarm(name)?.observed.stateValue === 'ALARM');
  if (triggeredAlarmNames.length === 0) return { status: 'MONITORING', alarmNames, triggeredAlarmNames };
  return { status: before === undefined ? 'DISABLED' : 'TRIGGERED', alarmNames, triggeredAlarmNames };
}
