import type {
  Alarm,
  MetricType,
  PredefinedMetricSpecification,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import type { Dimension, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { putAlarm, removeAlarm } from '../cloudwatch/alarms.ts';
import type { AlarmConfiguration } from '../cloudwatch/store.ts';
import type { OperationContext } from '../context.ts';
import { validationException } from './errors.ts';
import type { TargetId } from './store.ts';

type WatchedMetric = Pick<
  AlarmConfiguration,
  'namespace' | 'metricName' | 'statistic' | 'dimensions' | 'unit' | 'metrics' | 'period'
>;

/** Scale out after 3 points above the target, in after 15 below nine tenths of it: a point is a minute. */
const periodSeconds = 60;
const highPoints = 3;
const lowPoints = 15;
const lowFraction = 0.9;

const resourceLabel = /^(app\/[^/]+\/[^/]+)\/(targetgroup\/[^/]+\/[^/]+)$/;

/** Throws when the configuration does not name exactly one metric that belongs to the target. */
export function validateTargetTracking(
  id: TargetId,
  configuration: TargetTrackingScalingPolicyConfiguration,
): void {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } =
    configuration;
  if ((predefined === undefined) === (customized === undefined)) {
    throw validationException(
      'Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified.',
    );
  }
  if (predefined !== undefined) requirePredefined(id, predefined);
  if (customized === undefined) return;
  const named = customized.MetricName !== undefined || customized.Namespace !== undefined;
  if (named === (customized.Metrics !== undefined)) {
    throw validationException(
      'A customized metric is given either by MetricName, Namespace and Statistic or by Metrics.',
    );
  }
  if (
    named &&
    [customized.MetricName, customized.Namespace, customized.Statistic].some((part) => part === undefined)
  ) {
    throw validationException('MetricName, Namespace and Statistic must be specified together.');
  }
  const returned = customized.Metrics?.filter((query) => query.ReturnData !== false);
  if (returned !== undefined && returned.length !== 1) {
    throw validationException('Exactly one element of Metrics must have ReturnData set to true.');
  }
}

const ecsMetrics: Readonly<Partial<Record<MetricType, string>>> = {
  ECSServiceAverageCPUUtilization: 'CPUUtilization',
  ECSServiceAverageMemoryUtilization: 'MemoryUtilization',
};

function requirePredefined(id: TargetId, predefined: PredefinedMetricSpecification): void {
  const { PredefinedMetricType: type, ResourceLabel } = predefined;
  const isLoadBalancer = type === 'ALBRequestCountPerTarget';
  const known = isLoadBalancer || (type !== undefined && ecsMetrics[type] !== undefined);
  if (id.serviceNamespace !== 'ecs' || !known) {
    throw validationException(
      `Neargate does not know the alarms of predefined metric type ${type ?? 'null'} in service namespace ${id.serviceNamespace} yet.`,
    );
  }
  if (isLoadBalancer && (ResourceLabel === undefined || !resourceLabel.test(ResourceLabel))) {
    throw validationException(
      `The resource label for ALBRequestCountPerTarget must have the form app/<load-balancer-name>/<load-balancer-id>/targetgroup/<target-group-name>/<target-group-id>, not '${ResourceLabel ?? 'null'}'.`,
    );
  }
  if (!isLoadBalancer && ResourceLabel !== undefined) {
    throw validationException(`You can't specify a resource label for ${type ?? 'null'}.`);
  }
}

/**
 * Creates the two alarms of a target tracking policy, or brings existing ones up to date, and returns them high first.
 * A policy with scale-in disabled has only the high one.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export function putTargetTrackingAlarms(
  context: OperationContext,
  id: TargetId,
  policyArn: string,
  configuration: TargetTrackingScalingPolicyConfiguration,
  existing: readonly Alarm[],
): Alarm[] {
  const target = configuration.TargetValue ?? 0;
  const watched = watchedMetric(id, configuration);
  const kinds = [
    { suffix: 'AlarmHigh', points: highPoints, operator: 'GreaterThanThreshold', threshold: target },
    ...(configuration.DisableScaleIn === true
      ? []
      : ([
          {
            suffix: 'AlarmLow',
            points: lowPoints,
            operator: 'LessThanThreshold',
            threshold: Number((target * lowFraction).toPrecision(12)),
          },
        ] as const)),
  ] as const;
  const alarms = kinds.map(({ suffix, points, operator, threshold }) => {
    const prefix = `TargetTracking-${id.resourceId}-${suffix}-`;
    const name =
      existing.find(({ AlarmName = '' }) => AlarmName.startsWith(prefix))?.AlarmName ??
      prefix + context.ids.uuid();
    const row = putAlarm(
      context,
      name,
      {
        ...watched,
        alarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policyArn}.`,
        actionsEnabled: true,
        okActions: [],
        alarmActions: [policyArn],
        insufficientDataActions: [],
        evaluationPeriods: points,
        threshold,
        comparisonOperator: operator,
        treatMissingData: 'missing',
      },
      { ownedByPolicyArn: policyArn },
    );
    return { AlarmName: row.alarmName, AlarmARN: row.alarmArn };
  });
  removeAlarms(
    context,
    existing.filter((old) => !alarms.some(({ AlarmName }) => AlarmName === old.AlarmName)),
  );
  return alarms;
}

export function removeAlarms(context: OperationContext, alarms: readonly Alarm[]): void {
  for (const { AlarmName = '' } of alarms) removeAlarm(context, AlarmName);
}

function watchedMetric(
  { resourceId }: TargetId,
  configuration: TargetTrackingScalingPolicyConfiguration,
): WatchedMetric {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } =
    configuration;
  const period = periodSeconds;
  if (predefined?.PredefinedMetricType === 'ALBRequestCountPerTarget') {
    const [, loadBalancer, targetGroup] = resourceLabel.exec(predefined.ResourceLabel ?? '') ?? [];
    return {
      namespace: 'AWS/ApplicationELB',
      metricName: 'RequestCountPerTarget',
      statistic: 'Sum',
      dimensions: [
        { Name: 'TargetGroup', Value: targetGroup },
        { Name: 'LoadBalancer', Value: loadBalancer },
      ],
      period,
    };
  }
  if (predefined?.PredefinedMetricType !== undefined) {
    const [, cluster, service] = resourceId.split('/');
    return {
      namespace: 'AWS/ECS',
      metricName: ecsMetrics[predefined.PredefinedMetricType],
      statistic: 'Average',
      dimensions: [
        { Name: 'ClusterName', Value: cluster },
        { Name: 'ServiceName', Value: service },
      ],
      period,
    };
  }
  if (customized?.Metrics !== undefined) {
    const metrics: MetricDataQuery[] = customized.Metrics.map(({ MetricStat: stat, ...query }) => ({
      ...query,
      MetricStat:
        stat === undefined
          ? undefined
          : {
              Metric: stat.Metric,
              Period: periodSeconds,
              Stat: stat.Stat,
              // The same set of unit names in both services; this one's type is a plain string.
              Unit: stat.Unit as NonNullable<MetricDataQuery['MetricStat']>['Unit'],
            },
    }));
    return { dimensions: [], metrics };
  }
  return {
    namespace: customized?.Namespace,
    metricName: customized?.MetricName,
    statistic: customized?.Statistic,
    unit: customized?.Unit as WatchedMetric['unit'],
    dimensions: (customized?.Dimensions ?? []) as Dimension[],
    period,
  };
}
