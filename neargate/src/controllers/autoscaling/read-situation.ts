import {
  memberKey,
  type AutoscalingTables,
  type ScalableTargetRow,
  type ScalingMemoryRow,
  type ScalingPolicyRow,
} from '../../services/application-autoscaling/store.ts';
import { actionsOf } from '../../services/cloudwatch/alarm-actions.ts';
import { alarmPace } from '../../services/cloudwatch/alarm-pace.ts';
import { type AlarmRow, cloudwatchTables } from '../../services/cloudwatch/store.ts';
import { ecsArn } from '../../services/ecs/references.ts';
import { ecsTables, type ServiceRow } from '../../services/ecs/store.ts';
import { countTasks } from '../../services/ecs/task-counts.ts';
import { AwsError } from '../../core/aws-error.ts';
import { readDatapoints } from '../alarms/read-datapoints.ts';
import type { AutoscalingEnvironment } from './environment.ts';
import type { FiredAlarm, PolicySituation, ScalingSituation } from './plan-scaling.ts';

const defaultCooldownSeconds = 300;
/** The latest datapoint is looked for this many periods back. */
const periodsBack = 5;

/** The service that a target scales; undefined when it is none, or is gone. */
export function serviceOf(
  { store, contextOf }: AutoscalingEnvironment,
  scope: string,
  target: ScalableTargetRow,
): { readonly row: ServiceRow; readonly runningCount: number } | undefined {
  if (target.scalableDimension !== 'ecs:service:DesiredCount') return undefined;
  const tables = ecsTables(store, scope);
  const row = tables.services.get(ecsArn(contextOf(scope).caller, target.resourceId));
  if (row?.status !== 'ACTIVE') return undefined;
  return { row, runningCount: countTasks(tables, row).total.running };
}

export function isDeploying({ deployments }: Pick<ServiceRow, 'deployments'>): boolean {
  return deployments.some(({ observed }) => observed.rolloutState === 'IN_PROGRESS');
}

/** Everything that the decision on a target is made from, as it is now. */
export function readSituation(
  environment: AutoscalingEnvironment,
  scope: string,
  tables: AutoscalingTables,
  target: ScalableTargetRow,
  memory: ScalingMemoryRow | undefined,
  service: { readonly row: ServiceRow; readonly runningCount: number },
): ScalingSituation {
  const policies = [...tables.policies.values()].filter(
    (policy) => memberKey(policy, '') === memberKey(target, ''),
  );
  const alarms = [...cloudwatchTables(environment.store, scope).alarms.values()];
  return {
    target,
    desiredCount: service.row.desiredCount,
    runningCount: service.runningCount,
    isDeploying: isDeploying(service.row),
    policies: policies.flatMap((policy) => policySituation(environment, scope, policy, alarms) ?? []),
    memory: memory ?? {},
    nowMs: environment.clock.now(),
  };
}

function policySituation(
  environment: AutoscalingEnvironment,
  scope: string,
  policy: ScalingPolicyRow,
  alarms: readonly AlarmRow[],
): PolicySituation | undefined {
  const { policyName, policyArn, targetTracking, stepScaling } = policy;
  const cooldown = (seconds = defaultCooldownSeconds) =>
    environment.timing.scaled('autoscaling-cooldown', seconds * 1000);
  const fired = alarms.filter((alarm) => hasFired(alarm, policyArn));
  if (targetTracking !== undefined) {
    const own = (kind: 'AlarmHigh' | 'AlarmLow') => {
      const found = fired.find(
        ({ alarmName, ownedByPolicyArn }) =>
          ownedByPolicyArn === policyArn && alarmName.includes(`-${kind}-`),
      );
      return found === undefined ? undefined : firedAlarm(environment, scope, found, 'latest');
    };
    return {
      kind: 'target-tracking',
      policyName,
      targetValue: targetTracking.TargetValue ?? 0,
      scaleInDisabled: targetTracking.DisableScaleIn ?? false,
      scaleOutCooldownMs: cooldown(targetTracking.ScaleOutCooldown),
      scaleInCooldownMs: cooldown(targetTracking.ScaleInCooldown),
      high: own('AlarmHigh'),
      low: own('AlarmLow'),
    };
  }
  if (stepScaling === undefined) return undefined;
  const aggregation = stepScaling.MetricAggregationType ?? 'Average';
  return {
    kind: 'step',
    policyName,
    configuration: stepScaling,
    cooldownMs: cooldown(stepScaling.Cooldown),
    fired: fired.map((alarm) => firedAlarm(environment, scope, alarm, aggregation)),
  };
}

/** A policy acts as long as an alarm stays in a state that has it as an action. */
function hasFired(alarm: AlarmRow, policyArn: string): boolean {
  return alarm.actionsEnabled && actionsOf(alarm, alarm.observed.stateValue).includes(policyArn);
}

/** @param aggregation over the alarm's evaluation periods; `latest` is the newest datapoint alone */
function firedAlarm(
  { clock, timing, contextOf }: AutoscalingEnvironment,
  scope: string,
  alarm: AlarmRow,
  aggregation: string,
): FiredAlarm {
  const pace = alarmPace(alarm, timing);
  const endMs = Math.floor(clock.now() / pace.intervalMs) * pace.intervalMs;
  const count = Math.max(periodsBack, (alarm.evaluationPeriods ?? 1) + 1);
  const { alarmName, observed, threshold = 0 } = alarm;
  return {
    alarmName,
    stateValue: observed.stateValue,
    threshold,
    metric: aggregate(readValues(), aggregation, alarm.evaluationPeriods ?? 1),
  };

  function readValues(): number[] {
    try {
      return readDatapoints(contextOf(scope).metrics, scope, alarm, pace, endMs, count).periods.flatMap(
        ({ value }) => value ?? [],
      );
    } catch (error) {
      // The alarm itself tells of an expression that cannot be evaluated.
      if (error instanceof AwsError) return [];
      throw error;
    }
  }
}

function aggregate(newestFirst: readonly number[], aggregation: string, periods: number): number | undefined {
  const values = newestFirst.slice(0, periods);
  if (values.length === 0) return undefined;
  switch (aggregation) {
    case 'latest':
      return values[0];
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    default:
      return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
}
