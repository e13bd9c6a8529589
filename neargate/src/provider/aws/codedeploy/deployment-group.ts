import type { CreateDeploymentGroupInput, DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { Plain, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, hasChanged, requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagList } from '../tags.ts';
import { codedeployArn } from './arns.ts';
import { deploymentGroupNaming, tagSetInput } from './deployment-group-naming.ts';
import { deploymentGroupSchema } from './deployment-group-schema.ts';
import { tagsOf, updateTags } from './tagging.ts';

/** What says "none" to UpdateDeploymentGroup, which keeps what it is not given. */
const none = {
  alarmConfiguration: { enabled: false, alarms: [] },
  autoRollbackConfiguration: { enabled: false, events: [] },
  autoScalingGroups: [],
  ec2TagFilters: [],
  onPremisesInstanceTagFilters: [],
  triggerConfigurations: [],
} satisfies Partial<CreateDeploymentGroupInput>;

/** CodeDeploy checks groups of the ECS compute platform and deploys to them when a pipeline or CreateDeployment says so. */
export const deploymentGroup: ResourceType<AwsClient> = {
  schema: deploymentGroupSchema,
  behaviour: 'real',
  async create(config, { client }) {
    await client.call('codedeploy', 'CreateDeploymentGroup', {
      ...inputOf(config),
      tags: tagList(allTags(config)),
    });
    return stateOf(client, config, existing(await find(client, config)));
  },
  async read(state, { client }) {
    const found = await find(client, state);
    if (found === undefined) return undefined;
    const read = stateOf(client, state, found);
    return { ...read, tags_all: await tagsOf(client, requiredText(read, 'arn')) };
  },
  async update(config, prior, { client }) {
    const settings = Object.keys({
      ...deploymentGroupSchema.attributes,
      ...deploymentGroupSchema.blocks,
    }).filter((name) => name !== 'tags' && name !== 'tags_all');
    if (hasChanged(config, prior, ...settings)) {
      const { deploymentGroupName, ...input } = inputOf(config);
      await client.call('codedeploy', 'UpdateDeploymentGroup', {
        ...none,
        ...input,
        currentDeploymentGroupName: requiredText(prior, 'deployment_group_name'),
        newDeploymentGroupName: deploymentGroupName,
      });
    }
    const state = stateOf(client, config, existing(await find(client, config)));
    await updateTags(client, requiredText(state, 'arn'), config, prior);
    return state;
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('codedeploy', 'DeleteDeploymentGroup', {
        applicationName: requiredText(state, 'app_name'),
        deploymentGroupName: requiredText(state, 'deployment_group_name'),
      }),
      'DeploymentGroupDoesNotExistException',
      'ApplicationDoesNotExistException',
    );
  },
};

function inputOf(config: PlainObject): CreateDeploymentGroupInput {
  const input = toApi<CreateDeploymentGroupInput>(config, deploymentGroupSchema, deploymentGroupNaming);
  const tagSets = blocksOf(config, 'ec2_tag_set');
  return tagSets.length === 0
    ? input
    : { ...input, ec2TagSet: tagSetInput(tagSets) as CreateDeploymentGroupInput['ec2TagSet'] };
}

async function find(client: AwsClient, known: PlainObject): Promise<DeploymentGroupInfo | undefined> {
  const found = await orAbsent(
    client.call('codedeploy', 'GetDeploymentGroup', {
      applicationName: requiredText(known, 'app_name'),
      deploymentGroupName: requiredText(known, 'deployment_group_name'),
    }),
    'DeploymentGroupDoesNotExistException',
    'ApplicationDoesNotExistException',
  );
  return found?.deploymentGroupInfo;
}

function stateOf(client: AwsClient, known: PlainObject, found: DeploymentGroupInfo): PlainObject {
  const shown = fromApi(found, deploymentGroupSchema, deploymentGroupNaming);
  const { alarmConfiguration: alarms, autoRollbackConfiguration: rollback } = found;
  const isSet = (enabled: boolean | undefined, list: readonly unknown[] | undefined, block: string) =>
    enabled === true || (list ?? []).length > 0 || blocksOf(known, block).length > 0;
  const where = `${found.applicationName}/${found.deploymentGroupName}`;
  const shownIf = (isShown: boolean, block: Plain | undefined): Plain => (isShown ? (block ?? []) : []);
  return {
    ...shown,
    id: found.deploymentGroupId ?? null,
    arn: codedeployArn(client, `deploymentgroup:${where}`),
    ec2_tag_set: known['ec2_tag_set'] ?? [],
    alarm_configuration: shownIf(
      isSet(alarms?.enabled, alarms?.alarms, 'alarm_configuration'),
      shown['alarm_configuration'],
    ),
    auto_rollback_configuration: shownIf(
      isSet(rollback?.enabled, rollback?.events, 'auto_rollback_configuration'),
      shown['auto_rollback_configuration'],
    ),
  };
}
