import type {
  AlarmHistoryItem,
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { setMetricAlarmState } from '../alarm-transition.ts';
import { setCompositeAlarmState } from '../composite-alarm-state.ts';
import { alarmNotFound, invalidNextToken, validationError } from '../errors.ts';
import { type AlarmHistoryRow, alarmOf, cloudwatchTablesOf } from '../store.ts';

type Empty = Record<string, never>;

/**
 * Sets a state until the next evaluation; a composite alarm keeps it until one of the alarms it names changes.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 */
export const setAlarmState = operation<SetAlarmStateInput, Empty>({
  handle(context, { AlarmName = '', StateValue, StateReason = '', StateReasonData }) {
    if (StateReasonData !== undefined && !isJson(StateReasonData))
      throw validationError('The parameter StateReasonData must be valid JSON.');
    if (StateValue === undefined) throw alarmNotFound();
    const { alarms, compositeAlarms } = cloudwatchTablesOf(context);
    const next = { stateValue: StateValue, stateReason: StateReason, stateReasonData: StateReasonData };
    const alarm = alarms.get(AlarmName);
    const composite = compositeAlarms.get(AlarmName);
    if (alarm !== undefined) setMetricAlarmState(context, alarm, next);
    else if (composite !== undefined) setCompositeAlarmState(context, composite, next);
    else throw alarmNotFound();
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export const describeAlarmHistory = operation<DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput>({
  handle(context, input) {
    const { AlarmName, HistoryItemType, StartDate, EndDate, NextToken, ScanBy, MaxRecords = 100 } = input;
    const types = input.AlarmTypes ?? ['MetricAlarm', 'CompositeAlarm'];
    const { alarmHistory } = cloudwatchTablesOf(context);
    const history = AlarmName === undefined ? alarmHistory : alarmHistory.group(alarmOf, AlarmName);
    const rows = [...history.entries()]
      .filter(([, row]) => types.includes(row.alarmType))
      .filter(([, row]) => HistoryItemType === undefined || row.type === HistoryItemType)
      .filter(([, row]) => StartDate === undefined || row.atMs >= StartDate.getTime())
      .filter(([, row]) => EndDate === undefined || row.atMs <= EndDate.getTime());
    if (ScanBy !== 'TimestampAscending') rows.reverse();
    const page = paginate(rows, ([key]) => key, { token: NextToken, limit: MaxRecords }, invalidNextToken);
    return { AlarmHistoryItems: page.items.map(([, row]) => describe(row)), NextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html */
export const enableAlarmActions = operation<EnableAlarmActionsInput, Empty>({
  handle: (context, { AlarmNames }) => setActionsEnabled(context, AlarmNames, true),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html */
export const disableAlarmActions = operation<DisableAlarmActionsInput, Empty>({
  handle: (context, { AlarmNames }) => setActionsEnabled(context, AlarmNames, false),
});

function setActionsEnabled(
  context: OperationContext,
  alarmNames: readonly string[] = [],
  actionsEnabled: boolean,
): Empty {
  const { alarms, compositeAlarms } = cloudwatchTablesOf(context);
  for (const name of alarmNames) {
    const row = alarms.get(name);
    if (row !== undefined) alarms.put(name, { ...row, actionsEnabled });
    const composite = compositeAlarms.get(name);
    if (composite !== undefined) compositeAlarms.put(name, { ...composite, actionsEnabled });
  }
  return {};
}

function describe(row: AlarmHistoryRow): AlarmHistoryItem {
  return {
    AlarmName: row.alarmName,
    AlarmType: row.alarmType,
    Timestamp: toDate(row.atMs),
    HistoryItemType: row.type,
    HistorySummary: row.summary,
    HistoryData: row.data,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
