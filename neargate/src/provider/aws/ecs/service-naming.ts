import type { Plain } from '../../../terraform/provider.ts';
import type { ApiMember, ApiNaming } from '../api-shape.ts';

/** A number that Terraform holds as a text, so that "not set" differs from zero. */
const numberText = (member: string): ApiMember => ({
  member,
  write: (text) => Number(text),
  read: (number) => String(number as number),
});

const tagMapping: ApiMember = {
  member: 'tags',
  write: (tags) =>
    Object.entries((tags ?? {}) as Readonly<Record<string, Plain>>).map(([key, value]) => ({ key, value })),
  read: (tags) =>
    Object.fromEntries(
      (tags as readonly { readonly key?: string; readonly value?: string }[]).map(({ key = '', value }) => [
        key,
        value ?? '',
      ]),
    ),
};

/**
 * How `aws_ecs_service` calls what CreateService takes and DescribeServices gives. What is nested differently there (network,
 * deployment configuration) or read with a view to the state is null here and dealt with in service-input.ts and service-state.ts.
 */
export const serviceNaming: ApiNaming = {
  style: 'camel',
  names: {
    alarms: null,
    arn: null,
    cluster: null,
    deployment_circuit_breaker: null,
    deployment_configuration: null,
    deployment_maximum_percent: null,
    deployment_minimum_healthy_percent: null,
    desired_count: null,
    enable_ecs_managed_tags: 'enableECSManagedTags',
    force_delete: null,
    force_new_deployment: null,
    health_check_grace_period_seconds: 'healthCheckGracePeriodSeconds',
    iam_role: null,
    load_balancer: 'loadBalancers',
    'load_balancer.elb_name': 'loadBalancerName',
    name: 'serviceName',
    network_configuration: null,
    ordered_placement_strategy: { member: 'placementStrategy', many: true },
    propagate_tags: null,
    service_registries: { member: 'serviceRegistries', many: true },
    sigint_rollback: null,
    tags: null,
    tags_all: null,
    task_definition: null,
    triggers: null,
    vpc_lattice_configurations: { member: 'vpcLatticeConfigurations', many: true },
    wait_for_steady_state: null,
    'service_connect_configuration.service': { member: 'services', many: true },
    'service_connect_configuration.service.client_alias': { member: 'clientAliases', many: true },
    'service_connect_configuration.service.client_alias.test_traffic_rules': {
      member: 'testTrafficRules',
      many: false,
    },
    'service_connect_configuration.service.tls.issuer_cert_authority': 'issuerCertificateAuthority',
    'service_connect_configuration.log_configuration.secret_option': { member: 'secretOptions', many: true },
    volume_configuration: { member: 'volumeConfigurations', many: true },
    'volume_configuration.managed_ebs_volume': 'managedEBSVolume',
    'volume_configuration.managed_ebs_volume.file_system_type': 'filesystemType',
    'volume_configuration.managed_ebs_volume.size_in_gb': 'sizeInGiB',
    'volume_configuration.managed_ebs_volume.tag_specifications': { member: 'tagSpecifications', many: true },
    'volume_configuration.managed_ebs_volume.tag_specifications.tags': tagMapping,
  },
};

/** The members of the block `deployment_configuration` that have members of the same meaning in the API. */
export const deploymentNaming: ApiNaming = {
  style: 'camel',
  names: {
    bake_time_in_minutes: numberText('bakeTimeInMinutes'),
    'linear_configuration.step_bake_time_in_minutes': numberText('stepBakeTimeInMinutes'),
    'canary_configuration.canary_bake_time_in_minutes': numberText('canaryBakeTimeInMinutes'),
    lifecycle_hook: { member: 'lifecycleHooks', many: true },
    'lifecycle_hook.hook_details': {
      member: 'hookDetails',
      write: (text) => JSON.parse(text as string) as unknown,
      read: (details) => JSON.stringify(details),
    },
  },
};
