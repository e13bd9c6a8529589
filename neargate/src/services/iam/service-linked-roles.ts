import type { OperationContext } from '../context.ts';
import { invalidInput } from './errors.ts';
import { putRole } from './roles.ts';
import { iamTablesOf, nameKey, type RoleRow } from './store.ts';

interface ServiceLinkedRole {
  readonly roleName: string;
  /** The name of AWS's policy that comes attached, under `aws-service-role/`. */
  readonly policyName: string;
  readonly description?: string;
}

/** By service principal. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html */
const serviceLinkedRoles: Readonly<Record<string, ServiceLinkedRole>> = {
  'apidestinations.events.amazonaws.com': {
    roleName: 'AWSServiceRoleForAmazonEventBridgeApiDestinations',
    policyName: 'AmazonEventBridgeApiDestinationsServiceRolePolicy',
  },
  'autoscaling.amazonaws.com': {
    roleName: 'AWSServiceRoleForAutoScaling',
    policyName: 'AutoScalingServiceRolePolicy',
  },
  'batch.amazonaws.com': { roleName: 'AWSServiceRoleForBatch', policyName: 'BatchServiceRolePolicy' },
  'cloudtrail.amazonaws.com': {
    roleName: 'AWSServiceRoleForCloudTrail',
    policyName: 'CloudTrailServiceRolePolicy',
  },
  'codestar-notifications.amazonaws.com': {
    roleName: 'AWSServiceRoleForCodeStarNotifications',
    policyName: 'AWSCodeStarNotificationsServiceRolePolicy',
  },
  'config.amazonaws.com': { roleName: 'AWSServiceRoleForConfig', policyName: 'AWSConfigServiceRolePolicy' },
  'dynamodb.application-autoscaling.amazonaws.com': {
    roleName: 'AWSServiceRoleForApplicationAutoScaling_DynamoDBTable',
    policyName: 'AWSApplicationAutoscalingDynamoDBTablePolicy',
  },
  'ecs.amazonaws.com': {
    roleName: 'AWSServiceRoleForECS',
    policyName: 'AmazonECSServiceRolePolicy',
    description: 'Role to enable Amazon ECS to manage your cluster.',
  },
  'ecs-compute.amazonaws.com': {
    roleName: 'AWSServiceRoleForECSCompute',
    policyName: 'AmazonECSComputeServiceRolePolicy',
  },
  'ecs.application-autoscaling.amazonaws.com': {
    roleName: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
    policyName: 'AWSApplicationAutoscalingECSServicePolicy',
  },
  'elasticache.amazonaws.com': {
    roleName: 'AWSServiceRoleForElastiCache',
    policyName: 'ElastiCacheServiceRolePolicy',
  },
  'elasticfilesystem.amazonaws.com': {
    roleName: 'AWSServiceRoleForAmazonElasticFileSystem',
    policyName: 'AmazonElasticFileSystemServiceRolePolicy',
  },
  'elasticloadbalancing.amazonaws.com': {
    roleName: 'AWSServiceRoleForElasticLoadBalancing',
    policyName: 'AWSElasticLoadBalancingServiceRolePolicy',
    description: 'Allows ELB to call AWS services on your behalf.',
  },
  'es.amazonaws.com': {
    roleName: 'AWSServiceRoleForAmazonElasticsearchService',
    policyName: 'AmazonElasticsearchServiceRolePolicy',
  },
  'events.amazonaws.com': {
    roleName: 'AWSServiceRoleForCloudWatchEvents',
    policyName: 'CloudWatchEventsServiceRolePolicy',
  },
  'guardduty.amazonaws.com': {
    roleName: 'AWSServiceRoleForAmazonGuardDuty',
    policyName: 'AmazonGuardDutyServiceRolePolicy',
  },
  'opensearchservice.amazonaws.com': {
    roleName: 'AWSServiceRoleForAmazonOpenSearchService',
    policyName: 'AmazonOpenSearchServiceRolePolicy',
  },
  'ops.apigateway.amazonaws.com': {
    roleName: 'AWSServiceRoleForAPIGateway',
    policyName: 'APIGatewayServiceRolePolicy',
  },
  'pullthroughcache.ecr.amazonaws.com': {
    roleName: 'AWSServiceRoleForECRPullThroughCache',
    policyName: 'AWSECRPullThroughCache_ServiceRolePolicy',
  },
  'rds.amazonaws.com': {
    roleName: 'AWSServiceRoleForRDS',
    policyName: 'AmazonRDSServiceRolePolicy',
  },
  'rds.application-autoscaling.amazonaws.com': {
    roleName: 'AWSServiceRoleForApplicationAutoScaling_RDSCluster',
    policyName: 'AWSApplicationAutoscalingRDSClusterPolicy',
  },
  'replication.ecr.amazonaws.com': {
    roleName: 'AWSServiceRoleForECRReplication',
    policyName: 'ECRReplicationServiceRolePolicy',
  },
  'spot.amazonaws.com': { roleName: 'AWSServiceRoleForEC2Spot', policyName: 'AWSEC2SpotServiceRolePolicy' },
  'ssm.amazonaws.com': { roleName: 'AWSServiceRoleForAmazonSSM', policyName: 'AmazonSSMServiceRolePolicy' },
  'wafv2.amazonaws.com': {
    roleName: 'AWSServiceRoleForWAFV2Logging',
    policyName: 'WAFV2LoggingServiceRolePolicy',
  },
};

/** Services whose role may carry a suffix, so that an account can have several. */
const withSuffix = new Set(['autoscaling.amazonaws.com']);

/**
 * Makes the role that a service assumes for its own work, described as asked: whoever calls the API without a description gets
 * none. Throws InvalidInput when it exists or the service has none.
 */
export function createServiceLinkedRoleRow(
  context: OperationContext,
  request: {
    readonly serviceName: string;
    readonly description?: string | undefined;
    readonly suffix?: string | undefined;
  },
): RoleRow {
  const { serviceName, suffix } = request;
  const known = serviceLinkedRoles[serviceName];
  if (known === undefined) {
    throw invalidInput(`Neargate knows no service-linked role for ${serviceName}.`);
  }
  if (suffix !== undefined && !withSuffix.has(serviceName)) {
    throw invalidInput(`Custom suffix is not allowed for ${serviceName}`);
  }
  const name = suffix === undefined ? known.roleName : `${known.roleName}_${suffix}`;
  if (iamTablesOf(context).roles.has(nameKey(name))) {
    throw invalidInput(
      `Service role name ${name} has been taken in this account, please try a different suffix.`,
    );
  }
  return putRole(context, {
    name,
    path: `/aws-service-role/${serviceName}/`,
    description: request.description,
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: serviceName }, Action: 'sts:AssumeRole' }],
    }),
    attachedPolicyArns: [`arn:aws:iam::aws:policy/aws-service-role/${known.policyName}`],
  });
}

/** The service's role, made when it is missing, as services do on first use. Returns its ARN. */
export function ensureServiceLinkedRole(context: OperationContext, serviceName: string): string {
  const known = serviceLinkedRoles[serviceName];
  const description = known?.description;
  const existing = known && iamTablesOf(context).roles.get(nameKey(known.roleName));
  return (existing ?? createServiceLinkedRoleRow(context, { serviceName, description })).arn;
}
