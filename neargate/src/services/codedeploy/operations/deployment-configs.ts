import type {
  CreateDeploymentConfigInput,
  CreateDeploymentConfigOutput,
  DeleteDeploymentConfigInput,
  GetDeploymentConfigInput,
  GetDeploymentConfigOutput,
  ListDeploymentConfigsInput,
  ListDeploymentConfigsOutput,
  TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { allConfigs, findConfig } from '../deployment-configs.ts';
import {
  configExists,
  configNameRequired,
  error,
  invalidMinimumHealthyHosts,
  invalidNextToken,
} from '../errors.ts';
import { requireName } from '../names.ts';
import { codedeployTablesOf } from '../store.ts';

type Empty = Record<string, never>;

const pageSize = 100;
/** Two days. */
const maxIntervalMinutes = 2880;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentConfig.html */
export const createDeploymentConfig = operation<CreateDeploymentConfigInput, CreateDeploymentConfigOutput>({
  handle(context, input) {
    const {
      deploymentConfigName: name,
      computePlatform = 'Server',
      minimumHealthyHosts,
      zonalConfig,
    } = input;
    const deploymentConfigName = requireConfigName(name);
    requireName(deploymentConfigName, 'InvalidDeploymentConfigName', 'deployment configuration');
    if (allConfigs(context).some((config) => config.deploymentConfigName === deploymentConfigName)) {
      throw configExists(deploymentConfigName);
    }
    const trafficRoutingConfig =
      computePlatform === 'Server'
        ? input.trafficRoutingConfig
        : (input.trafficRoutingConfig ?? { type: 'AllAtOnce' });
    if (trafficRoutingConfig !== undefined) requireRouting(trafficRoutingConfig);
    if (computePlatform === 'Server' && minimumHealthyHosts === undefined) {
      throw invalidMinimumHealthyHosts();
    }
    const deploymentConfigId = context.ids.uuid();
    codedeployTablesOf(context).configs.put(deploymentConfigName, {
      deploymentConfigName,
      deploymentConfigId,
      computePlatform,
      minimumHealthyHosts,
      trafficRoutingConfig,
      zonalConfig,
      createdAtMs: context.clock.now(),
    });
    return { deploymentConfigId };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentConfig.html */
export const getDeploymentConfig = operation<GetDeploymentConfigInput, GetDeploymentConfigOutput>({
  handle(context, { deploymentConfigName }) {
    const { createdAtMs, ...config } = findConfig(context, requireConfigName(deploymentConfigName));
    return { deploymentConfigInfo: { ...config, createTime: toDate(createdAtMs) } };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentConfigs.html */
export const listDeploymentConfigs = operation<ListDeploymentConfigsInput, ListDeploymentConfigsOutput>({
  handle(context, { nextToken }) {
    const names = allConfigs(context).map((config) => config.deploymentConfigName);
    const page = paginate(names, (name) => name, { token: nextToken, limit: pageSize }, invalidNextToken);
    return { deploymentConfigsList: page.items, nextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteDeploymentConfig.html */
export const deleteDeploymentConfig = operation<DeleteDeploymentConfigInput, Empty>({
  handle(context, { deploymentConfigName }) {
    const name = requireConfigName(deploymentConfigName);
    if (name.startsWith('CodeDeployDefault.')) {
      throw error('InvalidOperation', `The predefined deployment configuration ${name} cannot be deleted.`);
    }
    requireUnused(context, name);
    codedeployTablesOf(context).configs.delete(name);
    return {};
  },
});

function requireConfigName(name: string | undefined): string {
  if (name !== undefined && name !== '') return name;
  throw configNameRequired();
}

function requireUnused(context: OperationContext, name: string): void {
  const { groups } = codedeployTablesOf(context);
  const user = [...groups.values()].find(({ settings }) => settings.deploymentConfigName === name);
  if (user === undefined) return;
  throw error(
    'DeploymentConfigInUse',
    `The deployment configuration ${name} is still in use by the deployment group ${user.deploymentGroupName}.`,
  );
}

function requireRouting({ type, timeBasedCanary, timeBasedLinear }: TrafficRoutingConfig): void {
  const invalid = (why: string) => error('InvalidTrafficRoutingConfiguration', why);
  const canary = type === 'TimeBasedCanary' ? timeBasedCanary : undefined;
  const linear = type === 'TimeBasedLinear' ? timeBasedLinear : undefined;
  if (type === 'TimeBasedCanary' && canary === undefined) throw invalid('timeBasedCanary must be specified.');
  if (type === 'TimeBasedLinear' && linear === undefined) throw invalid('timeBasedLinear must be specified.');
  if (type === 'AllAtOnce') return;
  const percentage = canary?.canaryPercentage ?? linear?.linearPercentage;
  const interval = canary?.canaryInterval ?? linear?.linearInterval;
  if (percentage === undefined || percentage < 1 || percentage > 99) {
    throw invalid(`The percentage of traffic to shift must be from 1 to 99, found ${percentage}.`);
  }
  if (interval === undefined || interval < 1 || interval > maxIntervalMinutes) {
    throw invalid(`The interval must be from 1 to ${maxIntervalMinutes} minutes, found ${interval}.`);
  }
}
