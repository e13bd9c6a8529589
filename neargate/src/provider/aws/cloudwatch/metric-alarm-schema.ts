import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const units = [
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
];

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_metric_alarm */
export const metricAlarmSchema: Schema = {
  attributes: {
    actions_enabled: { type: 'bool', optional: true, default: true },
    alarm_actions: { type: 'set(string)', optional: true, pattern: arnPattern },
    alarm_description: { type: 'string', optional: true, range: [0, 1024] },
    alarm_name: { type: 'string', required: true, forceNew: true, range: [1, 255] },
    arn: { type: 'string', computed: true },
    comparison_operator: {
      type: 'string',
      optional: true,
      enum: [
        'GreaterThanOrEqualToThreshold',
        'GreaterThanThreshold',
        'LessThanThreshold',
        'LessThanOrEqualToThreshold',
        'LessThanLowerOrGreaterThanUpperThreshold',
        'LessThanLowerThreshold',
        'GreaterThanUpperThreshold',
      ],
    },
    datapoints_to_alarm: { type: 'number', optional: true, range: [1, null] },
    dimensions: { type: 'map(string)', optional: true, conflictsWith: ['metric_query'] },
    evaluate_low_sample_count_percentiles: {
      type: 'string',
      optional: true,
      computed: true,
      pattern: { regex: /^(?:evaluate|ignore)$/i, message: 'must be one of evaluate, ignore' },
    },
    evaluation_interval: {
      type: 'number',
      optional: true,
      range: [10, null],
      conflictsWith: ['metric_name', 'metric_query'],
      requiredWith: ['evaluation_criteria'],
    },
    evaluation_periods: { type: 'number', optional: true, range: [1, null] },
    extended_statistic: {
      type: 'string',
      optional: true,
      pattern: {
        regex:
          /^((p|(tm)|(wm)|(tc)|(ts))((\d{1,2}(\.\d{1,2})?)|(100))|(IQM)|(((TM)|(WM)|(PR)|(TC)|(TS)))\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\))$/,
        message:
          'must match ^((p|(tm)|(wm)|(tc)|(ts))((\\d{1,2}(\\.\\d{1,2})?)|(100))|(IQM)|(((TM)|(WM)|(PR)|(TC)|(TS)))\\((\\d+(\\.\\d+)?%?)?:(\\d+(\\.\\d+)?%?)?\\))$',
      },
      conflictsWith: ['statistic', 'metric_query'],
    },
    insufficient_data_actions: { type: 'set(string)', optional: true, pattern: arnPattern },
    metric_name: {
      type: 'string',
      optional: true,
      range: [1, 255],
      exactlyOneOf: ['metric_name', 'metric_query', 'evaluation_criteria'],
    },
    namespace: {
      type: 'string',
      optional: true,
      range: [1, 255],
      pattern: { regex: /[^:].*/, message: 'must match [^:].*' },
      conflictsWith: ['metric_query'],
    },
    ok_actions: { type: 'set(string)', optional: true, pattern: arnPattern },
    period: { type: 'number', optional: true, range: [10, null], conflictsWith: ['metric_query'] },
    statistic: {
      type: 'string',
      optional: true,
      enum: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'],
      conflictsWith: ['extended_statistic', 'metric_query'],
    },
    threshold: { type: 'number', optional: true, conflictsWith: ['threshold_metric_id'] },
    threshold_metric_id: { type: 'string', optional: true, range: [1, 255], conflictsWith: ['threshold'] },
    treat_missing_data: {
      type: 'string',
      optional: true,
      default: 'missing',
      pattern: {
        regex: /^(?:breaching|ignore|missing|notBreaching)$/i,
        message: 'must be one of breaching, ignore, missing, notBreaching',
      },
    },
    unit: { type: 'string', optional: true, enum: units },
    ...tagAttributes,
  },
  blocks: {
    evaluation_criteria: {
      nesting: 'list',
      max: 1,
      attributes: {},
      blocks: {
        promql_criteria: {
          nesting: 'list',
          min: 1,
          max: 1,
          attributes: {
            pending_period: { type: 'number', optional: true, range: [0, 86400] },
            query: { type: 'string', required: true, range: [1, 10000] },
            recovery_period: { type: 'number', optional: true, range: [0, 86400] },
          },
        },
      },
    },
    metric_query: {
      nesting: 'set',
      attributes: {
        account_id: { type: 'string', optional: true, range: [1, 255] },
        expression: { type: 'string', optional: true, range: [1, 1024] },
        id: { type: 'string', required: true, range: [1, 255] },
        label: { type: 'string', optional: true },
        period: { type: 'number', optional: true, range: [1, null] },
        return_data: { type: 'bool', optional: true, default: false },
      },
      blocks: {
        metric: {
          nesting: 'list',
          max: 1,
          attributes: {
            dimensions: { type: 'map(string)', optional: true },
            metric_name: { type: 'string', required: true, range: [1, 255] },
            namespace: {
              type: 'string',
              optional: true,
              range: [1, 255],
              pattern: { regex: /[^:].*/, message: 'must match [^:].*' },
            },
            period: { type: 'number', required: true, range: [1, null] },
            stat: {
              type: 'string',
              required: true,
              pattern: {
                regex:
                  /^(?:SampleCount|Average|Sum|Minimum|Maximum)$|^(?:(?:p|tm|wm|tc|ts)(?:\d{1,2}(?:\.\d{1,10})?|100)|IQM|(?:TM|WM|PR|TC|TS)\((?:\d+(?:\.\d+)?%?)?:(?:\d+(?:\.\d+)?%?)?\))$/,
                message: 'must be a statistic',
              },
            },
            unit: { type: 'string', optional: true, enum: units },
          },
        },
      },
    },
  },
};
