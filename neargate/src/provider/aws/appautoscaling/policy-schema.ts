import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { numberTextPattern } from '../value-patterns.ts';

const metricQueries: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {},
  blocks: {
    metric_data_query: {
      nesting: 'list',
      min: 1,
      attributes: {
        expression: { type: 'string', optional: true, range: [1, 2048] },
        id: { type: 'string', required: true },
        label: { type: 'string', optional: true },
        return_data: { type: 'bool', optional: true },
      },
      blocks: {
        metric_stat: {
          nesting: 'list',
          max: 1,
          attributes: { stat: { type: 'string', required: true }, unit: { type: 'string', optional: true } },
          blocks: {
            metric: {
              nesting: 'list',
              min: 1,
              max: 1,
              attributes: {
                metric_name: { type: 'string', optional: true },
                namespace: { type: 'string', optional: true },
              },
              blocks: {
                dimension: {
                  nesting: 'set',
                  attributes: {
                    name: { type: 'string', required: true },
                    value: { type: 'string', required: true },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

const predefinedMetric: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    predefined_metric_type: { type: 'string', required: true, range: [1, 128] },
    resource_label: { type: 'string', optional: true, range: [1, 1023] },
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appautoscaling_policy */
export const policySchema: Schema = {
  attributes: {
    alarm_arns: { type: 'list(string)', computed: true },
    arn: { type: 'string', computed: true },
    name: { type: 'string', required: true, forceNew: true, range: [0, 255] },
    policy_type: {
      type: 'string',
      optional: true,
      default: 'StepScaling',
      enum: ['StepScaling', 'TargetTrackingScaling', 'PredictiveScaling'],
    },
    resource_id: { type: 'string', required: true, forceNew: true },
    scalable_dimension: { type: 'string', required: true, forceNew: true },
    service_namespace: { type: 'string', required: true, forceNew: true },
  },
  blocks: {
    predictive_scaling_policy_configuration: {
      nesting: 'list',
      max: 1,
      attributes: {
        max_capacity_breach_behavior: {
          type: 'string',
          optional: true,
          enum: ['HonorMaxCapacity', 'IncreaseMaxCapacity'],
        },
        max_capacity_buffer: { type: 'number', optional: true, range: [0, 100] },
        mode: { type: 'string', optional: true, computed: true, enum: ['ForecastOnly', 'ForecastAndScale'] },
        scheduling_buffer_time: { type: 'number', optional: true, computed: true, range: [0, 3600] },
      },
      blocks: {
        metric_specification: {
          nesting: 'list',
          min: 1,
          attributes: { target_value: { type: 'string', required: true, pattern: numberTextPattern } },
          blocks: {
            customized_capacity_metric_specification: metricQueries,
            customized_load_metric_specification: metricQueries,
            customized_scaling_metric_specification: metricQueries,
            predefined_load_metric_specification: predefinedMetric,
            predefined_metric_pair_specification: predefinedMetric,
            predefined_scaling_metric_specification: predefinedMetric,
          },
        },
      },
    },
    step_scaling_policy_configuration: {
      nesting: 'list',
      max: 1,
      attributes: {
        adjustment_type: {
          type: 'string',
          optional: true,
          enum: ['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity'],
        },
        cooldown: { type: 'number', optional: true },
        metric_aggregation_type: { type: 'string', optional: true, enum: ['Average', 'Minimum', 'Maximum'] },
        min_adjustment_magnitude: { type: 'number', optional: true },
      },
      blocks: {
        step_adjustment: {
          nesting: 'set',
          attributes: {
            metric_interval_lower_bound: { type: 'string', optional: true, pattern: numberTextPattern },
            metric_interval_upper_bound: { type: 'string', optional: true, pattern: numberTextPattern },
            scaling_adjustment: { type: 'number', required: true },
          },
        },
      },
    },
    target_tracking_scaling_policy_configuration: {
      nesting: 'list',
      max: 1,
      attributes: {
        disable_scale_in: { type: 'bool', optional: true, default: false },
        scale_in_cooldown: { type: 'number', optional: true },
        scale_out_cooldown: { type: 'number', optional: true },
        target_value: { type: 'number', required: true },
      },
      blocks: {
        customized_metric_specification: {
          nesting: 'list',
          max: 1,
          attributes: {
            metric_name: { type: 'string', optional: true, conflictsWith: ['metrics'] },
            namespace: { type: 'string', optional: true, conflictsWith: ['metrics'] },
            statistic: {
              type: 'string',
              optional: true,
              enum: ['Average', 'Minimum', 'Maximum', 'SampleCount', 'Sum'],
              conflictsWith: ['metrics'],
            },
            unit: { type: 'string', optional: true, conflictsWith: ['metrics'] },
          },
          blocks: {
            dimensions: {
              nesting: 'set',
              attributes: {
                name: { type: 'string', required: true },
                value: { type: 'string', required: true },
              },
            },
            metrics: {
              nesting: 'set',
              attributes: {
                expression: { type: 'string', optional: true, range: [1, 2047] },
                id: { type: 'string', required: true, range: [1, 255] },
                label: { type: 'string', optional: true, range: [1, 2047] },
                return_data: { type: 'bool', optional: true, default: true },
              },
              blocks: {
                metric_stat: {
                  nesting: 'list',
                  max: 1,
                  attributes: {
                    stat: { type: 'string', required: true, range: [1, 100] },
                    unit: { type: 'string', optional: true },
                  },
                  blocks: {
                    metric: {
                      nesting: 'list',
                      min: 1,
                      max: 1,
                      attributes: {
                        metric_name: { type: 'string', required: true },
                        namespace: { type: 'string', required: true },
                      },
                      blocks: {
                        dimensions: {
                          nesting: 'set',
                          attributes: {
                            name: { type: 'string', required: true },
                            value: { type: 'string', required: true },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
        predefined_metric_specification: {
          nesting: 'list',
          max: 1,
          attributes: {
            predefined_metric_type: { type: 'string', required: true },
            resource_label: { type: 'string', optional: true, range: [0, 1023] },
          },
        },
      },
    },
  },
};
