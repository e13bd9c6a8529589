import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

const autoAdjust: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    auto_adjust_type: { type: 'string', required: true, enum: ['HISTORICAL', 'FORECAST'] },
    last_auto_adjust_time: { type: 'string', computed: true },
  },
  blocks: {
    historical_options: {
      nesting: 'list',
      max: 1,
      attributes: {
        budget_adjustment_period: { type: 'number', required: true, range: [1, 60] },
        lookback_available_periods: { type: 'number', computed: true },
      },
    },
  },
};

const costFlag = { type: 'bool', optional: true } as const;

const costTypes: BlockSchema = {
  nesting: 'list',
  max: 1,
  computed: true,
  attributes: {
    include_credit: { ...costFlag, default: true },
    include_discount: { ...costFlag, default: true },
    include_other_subscription: { ...costFlag, default: true },
    include_recurring: { ...costFlag, default: true },
    include_refund: { ...costFlag, default: true },
    include_subscription: { ...costFlag, default: true },
    include_support: { ...costFlag, default: true },
    include_tax: { ...costFlag, default: true },
    include_upfront: { ...costFlag, default: true },
    use_amortized: { ...costFlag, default: false },
    use_blended: { ...costFlag, default: false },
  },
};

const notification: BlockSchema = {
  nesting: 'set',
  attributes: {
    comparison_operator: {
      type: 'string',
      required: true,
      enum: ['GREATER_THAN', 'LESS_THAN', 'EQUAL_TO'],
    },
    notification_type: { type: 'string', required: true, enum: ['ACTUAL', 'FORECASTED'] },
    subscriber_email_addresses: { type: 'set(string)', optional: true },
    subscriber_sns_topic_arns: { type: 'set(string)', optional: true },
    threshold: { type: 'number', required: true },
    threshold_type: { type: 'string', required: true, enum: ['PERCENTAGE', 'ABSOLUTE_VALUE'] },
  },
};

/** The arguments and attributes of `aws_budgets_budget`, as the provider's 6.x documentation lists them. */
export const budgetsBudgetSchema: Schema = {
  attributes: {
    ...tagAttributes,
    account_id: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: { regex: /^\d{12}$/, message: 'must be an account ID of 12 digits' },
    },
    arn: { type: 'string', computed: true },
    billing_view_arn: { type: 'string', optional: true },
    budget_type: {
      type: 'string',
      required: true,
      enum: [
        'USAGE',
        'COST',
        'RI_UTILIZATION',
        'RI_COVERAGE',
        'SAVINGS_PLANS_UTILIZATION',
        'SAVINGS_PLANS_COVERAGE',
      ],
    },
    limit_amount: { type: 'string', optional: true, computed: true },
    limit_unit: { type: 'string', optional: true, computed: true },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      range: [0, 100],
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['name'],
    },
    time_period_end: { type: 'string', optional: true, default: '2087-06-15_00:00' },
    time_period_start: { type: 'string', optional: true, computed: true },
    time_unit: {
      type: 'string',
      required: true,
      enum: ['DAILY', 'MONTHLY', 'QUARTERLY', 'ANNUALLY', 'CUSTOM'],
    },
  },
  blocks: {
    auto_adjust_data: autoAdjust,
    cost_filter: {
      nesting: 'set',
      computed: true,
      attributes: {
        name: { type: 'string', required: true },
        values: { type: 'list(string)', required: true },
      },
    },
    cost_types: costTypes,
    notification,
    planned_limit: {
      nesting: 'set',
      attributes: {
        amount: { type: 'string', required: true },
        start_time: { type: 'string', required: true },
        unit: { type: 'string', required: true },
      },
    },
  },
};
