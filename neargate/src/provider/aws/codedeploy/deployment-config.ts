import type { CreateDeploymentConfigInput, DeploymentConfigInfo } from '@aws-sdk/client-codedeploy';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { codedeployArn } from './arns.ts';
import { deploymentConfigSchema } from './deployment-config-schema.ts';

const routing = 'traffic_routing_config';

const naming: ApiNaming = {
  style: 'camel',
  names: {
    arn: null,
    [`${routing}.time_based_canary.interval`]: 'canaryInterval',
    [`${routing}.time_based_canary.percentage`]: 'canaryPercentage',
    [`${routing}.time_based_linear.interval`]: 'linearInterval',
    [`${routing}.time_based_linear.percentage`]: 'linearPercentage',
  },
};

/** How a deployment shifts traffic. A change makes another one. */
export const deploymentConfig: ResourceType<AwsClient> = {
  schema: deploymentConfigSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const input = toApi<CreateDeploymentConfigInput>(config, deploymentConfigSchema, naming);
    await client.call('codedeploy', 'CreateDeploymentConfig', input);
    return stateOf(client, existing(await find(client, requiredText(config, 'deployment_config_name'))));
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'id'));
    return found === undefined ? undefined : stateOf(client, found);
  },
  async delete(state, { client }) {
    await client.call('codedeploy', 'DeleteDeploymentConfig', {
      deploymentConfigName: requiredText(state, 'id'),
    });
  },
};

async function find(
  client: AwsClient,
  deploymentConfigName: string,
): Promise<DeploymentConfigInfo | undefined> {
  const found = await orAbsent(
    client.call('codedeploy', 'GetDeploymentConfig', { deploymentConfigName }),
    'DeploymentConfigDoesNotExistException',
  );
  return found?.deploymentConfigInfo;
}

function stateOf(client: AwsClient, found: DeploymentConfigInfo): PlainObject {
  const name = found.deploymentConfigName ?? '';
  return {
    ...fromApi(found, deploymentConfigSchema, naming),
    id: name,
    arn: codedeployArn(client, `deploymentconfig:${name}`),
  };
}
