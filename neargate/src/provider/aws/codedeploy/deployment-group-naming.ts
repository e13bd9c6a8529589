import type { Plain } from '../../../terraform/provider.ts';
import type { ApiMember, ApiNaming } from '../api-shape.ts';

function tagFilter(path: string): Readonly<Record<string, string>> {
  return { [`${path}.key`]: 'Key', [`${path}.type`]: 'Type', [`${path}.value`]: 'Value' };
}

/** Names in Terraform, objects with a name in the API. */
function namesAs(member: string, isWrittenAsNames = false): ApiMember {
  return {
    member,
    write: (names) => (isWrittenAsNames ? names : (names as readonly string[]).map((name) => ({ name }))),
    read: (objects) => (objects as readonly { readonly name?: string }[]).map(({ name }) => name ?? ''),
  };
}

const pair = 'load_balancer_info.target_group_pair_info';

/** How the API calls what a deployment group has. */
export const deploymentGroupNaming: ApiNaming = {
  style: 'camel',
  names: {
    app_name: 'applicationName',
    arn: null,
    autoscaling_groups: namesAs('autoScalingGroups', true),
    'alarm_configuration.alarms': namesAs('alarms'),
    blue_green_deployment_config: 'blueGreenDeploymentConfiguration',
    ec2_tag_filter: 'ec2TagFilters',
    ...tagFilter('ec2_tag_filter'),
    ec2_tag_set: null,
    ecs_service: { member: 'ecsServices', many: true },
    'load_balancer_info.elb_info': 'elbInfoList',
    'load_balancer_info.target_group_info': 'targetGroupInfoList',
    [pair]: { member: 'targetGroupPairInfoList', many: true },
    [`${pair}.target_group`]: { member: 'targetGroups', many: true },
    on_premises_instance_tag_filter: 'onPremisesInstanceTagFilters',
    ...tagFilter('on_premises_instance_tag_filter'),
    trigger_configuration: 'triggerConfigurations',
    tags: null,
    tags_all: null,
  },
};

/** The tag groups of EC2 instances: lists of lists in the API. */
export function tagSetInput(sets: readonly Plain[]): unknown {
  return {
    ec2TagSetList: sets.map((set) =>
      ((set as { readonly ec2_tag_filter?: readonly Record<string, Plain>[] }).ec2_tag_filter ?? []).map(
        ({ key, type, value }) => ({ Key: key, Type: type, Value: value }),
      ),
    ),
  };
}
