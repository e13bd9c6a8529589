export const alarmName = { min: 1, max: 255 } as const;
export const statistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

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
