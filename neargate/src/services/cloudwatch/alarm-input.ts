import type { StructureConstraints } from '../validation.ts';

export const alarmName = { min: 1, max: 255 } as const;
export const stateValues = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export const statistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

export const comparisonOperators = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
] as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const units = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
] as const;

export const dimensionsInput = {
  max: 30,
  each: {
    members: {
      Name: { required: true, min: 1, max: 255 },
      Value: { required: true, min: 1, max: 1024 },
    },
  },
} as const;

export const namespaceInput = { min: 1, max: 255, pattern: '[^:].*' } as const;
export const metricNameInput = { min: 1, max: 255 } as const;

const actions = { max: 5, each: { min: 1, max: 1024 } } as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const putMetricAlarmInput: StructureConstraints = {
  AlarmName: { ...alarmName, required: true },
  AlarmDescription: { max: 1024 },
  OKActions: actions,
  AlarmActions: actions,
  InsufficientDataActions: actions,
  MetricName: metricNameInput,
  Namespace: namespaceInput,
  Statistic: { enum: statistics },
  Dimensions: dimensionsInput,
  Period: { min: 1 },
  Unit: { enum: units },
  EvaluationPeriods: { min: 1 },
  DatapointsToAlarm: { min: 1 },
  ComparisonOperator: { enum: comparisonOperators },
  Metrics: { each: { members: { Id: { required: true, min: 1, max: 255 } } } },
};
