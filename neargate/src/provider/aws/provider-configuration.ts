import type { AttributeSchema, BlockSchema, Schema } from '../../terraform/provider.ts';

const text: AttributeSchema = { type: 'string', optional: true };
const bool: AttributeSchema = { type: 'bool', optional: true };
const texts: AttributeSchema = { type: 'set(string)', optional: true };

/** The arguments of `endpoints` are service names; each has the same meaning, and none is used here. */
const endpointNames = [
  'acm', 'apigateway', 'apigatewayv2', 'appautoscaling', 'applicationautoscaling', 'apprunner', 'athena', 'autoscaling',
  'backup', 'budgets', 'cloudcontrol', 'cloudformation', 'cloudfront', 'cloudtrail', 'cloudwatch', 'cloudwatchevents',
  'cloudwatchlogs', 'codeartifact', 'codebuild', 'codecommit', 'codeconnections', 'codedeploy', 'codepipeline',
  'codestarconnections', 'codestarnotifications', 'cognitoidentity', 'cognitoidentityprovider', 'cognitoidp',
  'configservice', 'deploy', 'dms', 'dynamodb', 'ec2', 'ecr', 'ecrpublic', 'ecs', 'efs', 'eks', 'elasticache',
  'elasticbeanstalk', 'elasticloadbalancing', 'elasticloadbalancingv2', 'elasticsearch', 'elb', 'elbv2', 'es',
  'eventbridge', 'events', 'firehose', 'glue', 'guardduty', 'iam', 'imagebuilder', 'kafka', 'kinesis', 'kms', 'lambda',
  'logs', 'mq', 'neptune', 'opensearch', 'organizations', 'pipes', 'rds', 'redshift', 'resourcegroups',
  'resourcegroupstagging', 'resourcegroupstaggingapi', 'route53', 'route53domains', 'route53resolver', 's3', 's3api',
  's3control', 'scheduler', 'secretsmanager', 'servicediscovery', 'servicequotas', 'ses', 'sesv2', 'sfn', 'shield',
  'signer', 'sns', 'sqs', 'ssm', 'sso', 'ssoadmin', 'stepfunctions', 'sts', 'synthetics', 'transfer', 'waf',
  'wafregional', 'wafv2', 'xray',
] as const; // prettier-ignore

const roleToAssume: BlockSchema['attributes'] = {
  duration: text,
  external_id: text,
  policy: text,
  policy_arns: texts,
  role_arn: { type: 'string', optional: true },
  session_name: text,
  source_identity: text,
  tags: { type: 'map(string)', optional: true },
  transitive_tag_keys: texts,
};

/**
 * The `provider "aws"` block. `region` chooses the region, `default_tags` and `ignore_tags` act on tags, the account lists are
 * checked. All else says how to reach or authenticate to AWS; it is accepted and has no meaning here, where every
 * configuration acts as the local account: keys, profiles and files, roles to assume, endpoints, proxies, retries, `skip_*`.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
 */
export const awsProviderConfiguration: Schema = {
  attributes: {
    access_key: text,
    allowed_account_ids: { ...texts, conflictsWith: ['forbidden_account_ids'] },
    custom_ca_bundle: text,
    ec2_metadata_service_endpoint: text,
    ec2_metadata_service_endpoint_mode: { ...text, enum: ['IPv4', 'IPv6'] },
    forbidden_account_ids: { ...texts, conflictsWith: ['allowed_account_ids'] },
    http_proxy: text,
    https_proxy: text,
    insecure: bool,
    max_retries: { type: 'number', optional: true },
    no_proxy: text,
    profile: text,
    region: text,
    retry_mode: { ...text, enum: ['standard', 'adaptive', 'legacy'] },
    s3_us_east_1_regional_endpoint: { ...text, enum: ['legacy', 'regional'] },
    s3_use_path_style: bool,
    secret_key: { ...text, sensitive: true },
    shared_config_files: { type: 'list(string)', optional: true },
    shared_credentials_files: { type: 'list(string)', optional: true },
    skip_credentials_validation: bool,
    skip_metadata_api_check: text,
    skip_region_validation: bool,
    skip_requesting_account_id: bool,
    sts_region: text,
    tag_policy_compliance: { ...text, enum: ['error', 'warning', 'disabled'] },
    token: { ...text, sensitive: true },
    token_bucket_rate_limiter_capacity: { type: 'number', optional: true },
    use_dualstack_endpoint: bool,
    use_fips_endpoint: bool,
    user_agent: { type: 'list(string)', optional: true },
  },
  blocks: {
    assume_role: { nesting: 'list', attributes: roleToAssume },
    assume_role_with_web_identity: {
      nesting: 'list',
      max: 1,
      attributes: {
        duration: text,
        policy: text,
        policy_arns: texts,
        role_arn: text,
        session_name: text,
        web_identity_token: text,
        web_identity_token_file: text,
      },
    },
    default_tags: { nesting: 'list', max: 1, attributes: { tags: { type: 'map(string)', optional: true } } },
    endpoints: { nesting: 'set', attributes: Object.fromEntries(endpointNames.map((name) => [name, text])) },
    ignore_tags: { nesting: 'list', max: 1, attributes: { key_prefixes: texts, keys: texts } },
  },
};
