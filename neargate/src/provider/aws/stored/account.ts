import { budgetsBudgetSchema } from './budgets-budget-schema.ts';
import { cloudfrontOriginAccessControlSchema } from './cloudfront-origin-access-control-schema.ts';
import { cloudwatchDashboardSchema } from './cloudwatch-dashboard-schema.ts';
import { codestarnotificationsNotificationRuleSchema } from './codestarnotifications-notification-rule-schema.ts';
import type { StoredType } from './stored-type.ts';

/** What an account has beside its networks and services: dashboards, budgets, notices. */
export const accountTypes: Readonly<Record<string, StoredType>> = {
  aws_budgets_budget: {
    schema: budgetsBudgetSchema,
    isGlobal: true,
    generatesName: {},
    computed: {
      id: '{account_id}:{name}',
      account_id: '{account}',
      arn: 'arn:{partition}:budgets::{account_id}:budget/{name}',
      limit_amount: '0.0',
      limit_unit: 'USD',
      time_period_start: { from: ['time_unit'], make: () => '2026-01-01_00:00' },
    },
  },
  aws_cloudfront_origin_access_control: {
    schema: cloudfrontOriginAccessControlSchema,
    isGlobal: true,
    computed: {
      id: 'E{upper:13}',
      arn: 'arn:{partition}:cloudfront::{account}:origin-access-control/{id}',
      etag: 'E{upper:13}',
    },
  },
  aws_cloudwatch_dashboard: {
    schema: cloudwatchDashboardSchema,
    computed: {
      id: '{dashboard_name}',
      dashboard_arn: 'arn:{partition}:cloudwatch::{account}:dashboard/{dashboard_name}',
    },
  },
  aws_codestarnotifications_notification_rule: {
    schema: codestarnotificationsNotificationRuleSchema,
    computed: {
      id: '{arn}',
      arn: 'arn:{partition}:codestar-notifications:{region}:{account}:notificationrule/{hex:40}',
    },
  },
};
