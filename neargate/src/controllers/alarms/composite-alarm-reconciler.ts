import { alarmNameOf } from '../../services/cloudwatch/alarm-rule.ts';
import { setCompositeAlarmState } from '../../services/cloudwatch/composite-alarm-state.ts';
import { childrenOf } from '../../services/cloudwatch/composite-alarms.ts';
import {
  type AlarmRow,
  type CloudwatchTables,
  cloudwatchTableNames,
  cloudwatchTables,
  type CompositeAlarmRow,
} from '../../services/cloudwatch/store.ts';
import { rowKey, splitRowKey } from '../event-bus/keys.ts';
import type { Reconciler } from '../reconciler.ts';
import { compositeState, type Suppressor, suppression } from './composite-state.ts';
import type { AlarmEnvironment } from './environment.ts';

/** Evaluates composite alarms: when they are put, and when an alarm that they name changes. */
export function compositeAlarmReconciler({ store, clock, contextOf }: AlarmEnvironment): Reconciler {
  return {
    name: 'composite-alarm',
    keysFor({ table, scope, key, before, after }) {
      if (table !== cloudwatchTableNames.alarms && table !== cloudwatchTableNames.compositeAlarms) return [];
      if (!isNews(before, after)) return [];
      const concerned = [...cloudwatchTables(store, scope).compositeAlarms.values()]
        .filter((row) => (row.alarmName === key ? isReconfigured(before, after) : looksAt(row, key)))
        .map(({ alarmName }) => rowKey(scope, alarmName));
      return concerned;
    },
    initialKeys: () =>
      store
        .scopes(cloudwatchTableNames.compositeAlarms)
        .flatMap((scope) =>
          [...cloudwatchTables(store, scope).compositeAlarms.keys()].map((name) => rowKey(scope, name)),
        ),
    async reconcile(queueKey) {
      const [scope, name] = splitRowKey(queueKey);
      const tables = cloudwatchTables(store, scope);
      const alarm = tables.compositeAlarms.get(name);
      if (alarm === undefined) return undefined;
      const { observed } = alarm;
      const nowMs = clock.now();
      const children = childrenOf(alarm).flatMap((child) => alarmNamed(tables, child) ?? []);
      const found = compositeState(alarm, children);
      const held = suppression(observed.suppression, found !== undefined, suppressorOf(tables, alarm), nowMs);
      if (found !== undefined || held?.by !== observed.suppression?.by) {
        const next = { ...(found ?? observed), suppression: held };
        store.transact(() => setCompositeAlarmState(contextOf(scope), alarm, next));
      }
      return held?.untilMs === undefined ? undefined : { requeueAfterMs: held.untilMs - nowMs };
    },
  };
}

function looksAt(row: CompositeAlarmRow, alarmName: string): boolean {
  const { actionsSuppressor } = row;
  return (
    childrenOf(row).includes(alarmName) ||
    (actionsSuppressor !== undefined && alarmNameOf(actionsSuppressor) === alarmName)
  );
}

function isNews(before: unknown, after: unknown): boolean {
  const valueOf = (row: unknown) => (row as AlarmRow | undefined)?.observed.stateValue;
  return valueOf(before) !== valueOf(after) || isReconfigured(before, after);
}

function isReconfigured(before: unknown, after: unknown): boolean {
  const configuredAt = (row: unknown) => (row as CompositeAlarmRow | undefined)?.configurationUpdatedAtMs;
  return before === undefined || configuredAt(before) !== configuredAt(after);
}

function alarmNamed(tables: CloudwatchTables, name: string): AlarmRow | CompositeAlarmRow | undefined {
  return tables.alarms.get(name) ?? tables.compositeAlarms.get(name);
}

function suppressorOf(tables: CloudwatchTables, alarm: CompositeAlarmRow): Suppressor | undefined {
  const { actionsSuppressor, actionsSuppressorWaitPeriod = 0, actionsSuppressorExtensionPeriod = 0 } = alarm;
  if (actionsSuppressor === undefined) return undefined;
  return {
    stateValue: alarmNamed(tables, alarmNameOf(actionsSuppressor))?.observed.stateValue,
    waitMs: actionsSuppressorWaitPeriod * 1000,
    extensionMs: actionsSuppressorExtensionPeriod * 1000,
  };
}
