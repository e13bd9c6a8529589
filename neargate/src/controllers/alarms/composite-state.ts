import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { evaluateAlarmRule, parseAlarmRule } from '../../services/cloudwatch/alarm-rule.ts';
import { alarmTime } from '../../services/cloudwatch/alarm-event.ts';
import type { NewState } from '../../services/cloudwatch/alarm-transition.ts';
import type { ActionsSuppression, AlarmState, CompositeAlarmRow } from '../../services/cloudwatch/store.ts';

/** An alarm that a rule names, as it is now. */
export interface ChildAlarm {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly observed: Pick<AlarmState, 'stateValue' | 'stateTransitionedAtMs'>;
}

/**
 * What the rule of a composite alarm says now; undefined when its state stays. Which alarm brought it about is the one that
 * changed last.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function compositeState(
  alarm: CompositeAlarmRow,
  children: readonly ChildAlarm[],
): Pick<NewState, 'stateValue' | 'stateReason' | 'stateReasonData'> | undefined {
  const stateOf = (name: string): StateValue | undefined =>
    children.find(({ alarmName, alarmArn }) => alarmName === name || alarmArn === name)?.observed.stateValue;
  const stateValue = evaluateAlarmRule(parseAlarmRule(alarm.alarmRule), stateOf) ? 'ALARM' : 'OK';
  const { observed, configurationUpdatedAtMs, createdAtMs } = alarm;
  if (stateValue === observed.stateValue) return undefined;
  const latest = children.toSorted(
    (left, right) => right.observed.stateTransitionedAtMs - left.observed.stateTransitionedAtMs,
  )[0];
  const isConfigured =
    latest === undefined || latest.observed.stateTransitionedAtMs <= configurationUpdatedAtMs;
  const verb = configurationUpdatedAtMs === createdAtMs ? 'created' : 'updated';
  return {
    stateValue,
    stateReason: isConfigured
      ? `${alarm.alarmArn} was ${verb} and its alarm rule evaluates to ${stateValue}`
      : `${latest.alarmArn} transitioned to ${latest.observed.stateValue} at ${longDate(latest.observed.stateTransitionedAtMs)}`,
    stateReasonData: JSON.stringify({
      triggeringAlarms: (isConfigured ? children : [latest]).map(
        ({ alarmArn, observed: { stateValue: value, stateTransitionedAtMs } }) => ({
          arn: alarmArn,
          state: { value, timestamp: alarmTime(stateTransitionedAtMs) },
        }),
      ),
    }),
  };
}

/** What suppresses a composite alarm's actions. Periods in milliseconds. */
export interface Suppressor {
  /** Undefined: the suppressor alarm does not exist. */
  readonly stateValue: StateValue | undefined;
  readonly waitMs: number;
  readonly extensionMs: number;
}

/**
 * Whether the actions of a state are held back at `nowMs`. On a transition the wait period starts: should the suppressor go
 * to ALARM in it, it suppresses. When it leaves ALARM the extension period starts; after that the actions are taken.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html
 */
export function suppression(
  before: ActionsSuppression | undefined,
  isTransition: boolean,
  suppressor: Suppressor | undefined,
  nowMs: number,
): ActionsSuppression | undefined {
  if (suppressor === undefined) return undefined;
  const by = (kind: ActionsSuppression['by'], untilMs?: number): ActionsSuppression => ({
    by: kind,
    reason: `Actions suppressed by ${kind === 'Alarm' ? 'alarm' : kind}`,
    ...(untilMs === undefined ? {} : { untilMs }),
  });
  if (suppressor.stateValue === 'ALARM')
    return isTransition || before !== undefined ? by('Alarm') : undefined;
  if (before?.by === 'Alarm') return by('ExtensionPeriod', nowMs + suppressor.extensionMs);
  if (before !== undefined && (before.untilMs ?? 0) > nowMs) return before;
  if (isTransition && suppressor.waitMs > 0) return by('WaitPeriod', nowMs + suppressor.waitMs);
  return undefined;
}

/** Such as `Friday 22 July, 2022 15:57:45 UTC`. */
function longDate(timestampMs: number): string {
  const date = new Date(timestampMs);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(date);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${part({ weekday: 'long' })} ${day} ${part({ month: 'long' })}, ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} UTC`;
}
