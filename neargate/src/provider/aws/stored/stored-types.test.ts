import { describe, expect, it } from 'vitest';
import { createTestWorld } from '../test-world.ts';
import { storedTypes } from './stored-types.ts';

/** For each type arguments as a public stack writes them, and others that change it in place. */
const samples: Readonly<Record<string, readonly [hcl: string, changed?: string]>> = {
  aws_budgets_budget: [
    'name = "b"\nbudget_type = "COST"\nlimit_amount = "100"\nlimit_unit = "USD"\ntime_unit = "MONTHLY"\nnotification {\n comparison_operator = "GREATER_THAN"\n threshold = 80\n threshold_type = "PERCENTAGE"\n notification_type = "ACTUAL"\n subscriber_email_addresses = ["a@example.com"]\n}',
    'name = "b"\nbudget_type = "COST"\nlimit_amount = "200"\nlimit_unit = "USD"\ntime_unit = "MONTHLY"',
  ],
  aws_cloudfront_origin_access_control: [
    'name = "o"\norigin_access_control_origin_type = "s3"\nsigning_behavior = "always"\nsigning_protocol = "sigv4"',
    'name = "o"\norigin_access_control_origin_type = "s3"\nsigning_behavior = "never"\nsigning_protocol = "sigv4"',
  ],
  aws_cloudwatch_dashboard: [
    'dashboard_name = "d"\ndashboard_body = "{}"',
    'dashboard_name = "d"\ndashboard_body = "{\\"widgets\\":[]}"',
  ],
  aws_codestarnotifications_notification_rule: [
    'name = "n"\ndetail_type = "BASIC"\nevent_type_ids = ["codebuild-project-build-state-failed"]\nresource = "arn:aws:codebuild:us-east-1:123456789012:project/p"\ntarget {\n address = "arn:aws:sns:us-east-1:123456789012:t"\n}',
    'name = "n"\ndetail_type = "FULL"\nevent_type_ids = ["codebuild-project-build-state-failed"]\nresource = "arn:aws:codebuild:us-east-1:123456789012:project/p"',
  ],
  aws_efs_access_point: ['file_system_id = "fs-1"\nposix_user {\n gid = 1\n uid = 1\n}'],
  aws_efs_file_system: [
    'encrypted = true\ntags = { Name = "data" }',
    'encrypted = true\ntags = { Name = "other" }',
  ],
  aws_efs_mount_target: ['file_system_id = "fs-1"\nsubnet_id = "subnet-1"\nsecurity_groups = ["sg-1"]'],
  aws_elasticache_cluster: [
    'cluster_id = "c"\nengine = "redis"\nnode_type = "cache.t3.micro"\nnum_cache_nodes = 1\nengine_version = "7.1"',
    'cluster_id = "c"\nengine = "redis"\nnode_type = "cache.t3.small"\nnum_cache_nodes = 1\nengine_version = "7.1"',
  ],
  aws_elasticache_replication_group: [
    'replication_group_id = "r"\ndescription = "d"\nnode_type = "cache.t3.micro"\nnum_cache_clusters = 2',
    'replication_group_id = "r"\ndescription = "e"\nnode_type = "cache.t3.micro"\nnum_cache_clusters = 2',
  ],
  aws_elasticache_subnet_group: [
    'name = "s"\nsubnet_ids = ["subnet-1"]',
    'name = "s"\nsubnet_ids = ["subnet-2"]',
  ],
  aws_wafv2_ip_set: [
    'name = "i"\nscope = "REGIONAL"\nip_address_version = "IPV4"\naddresses = ["10.0.0.0/8"]',
    'name = "i"\nscope = "REGIONAL"\nip_address_version = "IPV4"\naddresses = []',
  ],
  aws_wafv2_web_acl: [
    `name  = "w"
     scope = "REGIONAL"
     default_action {
       allow {}
     }
     rule {
       name     = "common"
       priority = 1
       override_action {
         none {}
       }
       statement {
         managed_rule_group_statement {
           name        = "AWSManagedRulesCommonRuleSet"
           vendor_name = "AWS"
         }
       }
       visibility_config {
         cloudwatch_metrics_enabled = true
         metric_name                = "common"
         sampled_requests_enabled   = true
       }
     }
     rule {
       name     = "rate"
       priority = 2
       action {
         block {}
       }
       statement {
         rate_based_statement {
           limit              = 1000
           aggregate_key_type = "IP"
           scope_down_statement {
             not_statement {
               statement {
                 geo_match_statement {
                   country_codes = ["US"]
                 }
               }
             }
           }
         }
       }
       visibility_config {
         cloudwatch_metrics_enabled = true
         metric_name                = "rate"
         sampled_requests_enabled   = true
       }
     }
     visibility_config {
       cloudwatch_metrics_enabled = true
       metric_name                = "w"
       sampled_requests_enabled   = true
     }`,
  ],
  aws_wafv2_web_acl_association: [
    'web_acl_arn = "arn:aws:wafv2:us-east-1:1:regional/webacl/w/1"\nresource_arn = "arn:aws:a:b:1:c"',
  ],
};

describe.each(Object.keys(storedTypes))('%s', (name) => {
  it('is kept, changed in place and removed, and says that it is only stored', async () => {
    const [hcl, changed] = samples[name] ?? [];
    if (hcl === undefined) throw new Error(`${name} has no sample`);
    expect(storedTypes[name]?.behaviour).toBe('stored');
    const world = await createTestWorld();
    const created = await world.apply(name, hcl);
    const { resources } = world.call('stored-resources', 'ListStoredResources', { type: name });
    expect(resources).toMatchObject([{ type: name, id: created['id'] }]);
    let last = created;
    if (changed !== undefined) {
      expect(world.plan(name, changed, created).action).toBe('update');
      last = await world.apply(name, changed, created);
      expect(last['id']).toBe(created['id']);
    }
    await world.destroy(name, last);
    expect(await world.refresh(name, last)).toBeUndefined();
  });
});

describe('stored types', () => {
  it('make ARNs and names as AWS does', async () => {
    const world = await createTestWorld();
    const dashboard = 'dashboard_name = "d"\ndashboard_body = "{}"';
    expect(await world.apply('aws_cloudwatch_dashboard', dashboard)).toMatchObject({
      dashboard_arn: 'arn:aws:cloudwatch::123456789012:dashboard/d',
    });
    await expect(world.apply('aws_cloudwatch_dashboard', dashboard)).rejects.toThrow('already exists');
  });
});
