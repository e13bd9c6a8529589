import { textOf } from '../../arguments.ts';
import { budgetsBudgetSchema } from './budgets-budget-schema.ts';
import { cloudfrontOriginAccessControlSchema } from './cloudfront-origin-access-control-schema.ts';
import { cloudwatchDashboardSchema } from './cloudwatch-dashboard-schema.ts';
import { codestarnotificationsNotificationRuleSchema } from './codestarnotifications-notification-rule-schema.ts';
import { iamServiceLinkedRoleSchema } from './iam-service-linked-role-schema.ts';
import type { StoredType } from './stored-type.ts';

/** What an account has beside its networks and services: dashboards, budgets, notices, AWS's own roles. */
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
  aws_iam_service_linked_role: {
    schema: iamServiceLinkedRoleSchema,
    isGlobal: true,
    computed: {
      id: '{arn}',
      name: {
        from: ['aws_service_name', 'custom_suffix'],
        make(role) {
          const service = textOf(role, 'aws_service_name') ?? '';
          const suffix = textOf(role, 'custom_suffix');
          const name = knownRoles[service] ?? `AWSServiceRoleFor${pascal(service.split('.')[0] ?? '')}`;
          return suffix === undefined ? name : `${name}_${suffix}`;
        },
      },
      path: '/aws-service-role/{aws_service_name}/',
      arn: 'arn:{partition}:iam::{account}:role/aws-service-role/{aws_service_name}/{name}',
      create_date: '{now}',
      unique_id: 'AROA{upper:17}',
    },
  },
};

/** Names that do not follow from the service's. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html */
const knownRoles: Readonly<Record<string, string>> = {
  'autoscaling.amazonaws.com': 'AWSServiceRoleForAutoScaling',
  'ecs.amazonaws.com': 'AWSServiceRoleForECS',
  'ecs.application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling_ECSService',
  'elasticache.amazonaws.com': 'AWSServiceRoleForElastiCache',
  'elasticloadbalancing.amazonaws.com': 'AWSServiceRoleForElasticLoadBalancing',
  'opensearchservice.amazonaws.com': 'AWSServiceRoleForAmazonOpenSearchService',
  'rds.amazonaws.com': 'AWSServiceRoleForRDS',
  'spot.amazonaws.com': 'AWSServiceRoleForEC2Spot',
};

function pascal(words: string): string {
  return words
    .split('-')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('');
}
