import type { CompositeAlarm } from '@aws-sdk/client-cloudwatch';
import { toDate } from '../timestamps.ts';
import type { CompositeAlarmRow } from './store.ts';

export function describeCompositeAlarm(row: CompositeAlarmRow): CompositeAlarm {
  const { observed } = row;
  return {
    AlarmName: row.alarmName,
    AlarmArn: row.alarmArn,
    AlarmDescription: row.alarmDescription,
    AlarmRule: row.alarmRule,
    AlarmConfigurationUpdatedTimestamp: toDate(row.configurationUpdatedAtMs),
    ActionsEnabled: row.actionsEnabled,
    OKActions: [...row.okActions],
    AlarmActions: [...row.alarmActions],
    InsufficientDataActions: [...row.insufficientDataActions],
    StateValue: observed.stateValue,
    StateReason: observed.stateReason,
    StateReasonData: observed.stateReasonData,
    StateUpdatedTimestamp: toDate(observed.stateUpdatedAtMs),
    StateTransitionedTimestamp: toDate(observed.stateTransitionedAtMs),
    ActionsSuppressor: row.actionsSuppressor,
    ActionsSuppressorWaitPeriod: row.actionsSuppressorWaitPeriod,
    ActionsSuppressorExtensionPeriod: row.actionsSuppressorExtensionPeriod,
    ActionsSuppressedBy: observed.suppression?.by,
    ActionsSuppressedReason: observed.suppression?.reason,
  };
}
