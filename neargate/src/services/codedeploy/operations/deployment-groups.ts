import type {
  BatchGetDeploymentGroupsInput,
  BatchGetDeploymentGroupsOutput,
  ComputePlatform,
  CreateDeploymentGroupInput,
  CreateDeploymentGroupOutput,
  DeleteDeploymentGroupInput,
  DeleteDeploymentGroupOutput,
  GetDeploymentGroupInput,
  GetDeploymentGroupOutput,
  ListDeploymentGroupsInput,
  ListDeploymentGroupsOutput,
  UpdateDeploymentGroupInput,
  UpdateDeploymentGroupOutput,
} from '@aws-sdk/client-codedeploy';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { defaultConfigName } from '../deployment-configs.ts';
import { describeGroup } from '../describe-group.ts';
import { batchLimit, groupExists, groupNameRequired, invalidNextToken } from '../errors.ts';
import { findApplication, findGroup } from '../find.ts';
import { requireName } from '../names.ts';
import {
  codedeployTablesOf,
  type DeploymentGroupRow,
  type DeploymentGroupSettings,
  groupKey,
} from '../store.ts';
import { mergeTags } from '../tags.ts';
import { validateGroup } from '../validate-group.ts';

const pageSize = 100;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html */
export const createDeploymentGroup = operation<CreateDeploymentGroupInput, CreateDeploymentGroupOutput>({
  handle(context, input) {
    const { applicationName: name, deploymentGroupName = '', tags = [], ...settings } = input;
    const { applicationName, computePlatform } = findApplication(context, name);
    requireGroupName(deploymentGroupName);
    const { groups } = codedeployTablesOf(context);
    if (groups.has(groupKey(applicationName, deploymentGroupName))) throw groupExists(deploymentGroupName);
    const row: DeploymentGroupRow = {
      applicationName,
      deploymentGroupName,
      deploymentGroupId: context.ids.uuid(),
      computePlatform,
      settings: withDefaults(settings, computePlatform),
      tags: mergeTags([], tags),
    };
    validateGroup(context, row);
    groups.put(groupKey(applicationName, deploymentGroupName), row);
    return { deploymentGroupId: row.deploymentGroupId };
  },
});

/** What is not given stays as it is. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UpdateDeploymentGroup.html */
export const updateDeploymentGroup = operation<UpdateDeploymentGroupInput, UpdateDeploymentGroupOutput>({
  handle(context, input) {
    const { applicationName, currentDeploymentGroupName, newDeploymentGroupName, ...changes } = input;
    const before = findGroup(context, applicationName, currentDeploymentGroupName);
    const tables = codedeployTablesOf(context);
    const deploymentGroupName = newDeploymentGroupName ?? before.deploymentGroupName;
    requireGroupName(deploymentGroupName);
    const key = groupKey(before.applicationName, deploymentGroupName);
    const isRenamed = deploymentGroupName !== before.deploymentGroupName;
    if (isRenamed && tables.groups.has(key)) throw groupExists(deploymentGroupName);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const row: DeploymentGroupRow = {
      ...before,
      deploymentGroupName,
      settings: { ...before.settings, ...(given as Partial<DeploymentGroupSettings>) },
    };
    validateGroup(context, row);
    if (isRenamed) {
      tables.groups.delete(groupKey(before.applicationName, before.deploymentGroupName));
      for (const [id, deployment] of tables.deployments.entries()) {
        if (
          deployment.applicationName === before.applicationName &&
          deployment.deploymentGroupName === before.deploymentGroupName
        )
          tables.deployments.put(id, { ...deployment, deploymentGroupName });
      }
    }
    tables.groups.put(key, row);
    return { hooksNotCleanedUp: [] };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentGroup.html */
export const getDeploymentGroup = operation<GetDeploymentGroupInput, GetDeploymentGroupOutput>({
  handle: (context, { applicationName, deploymentGroupName }) => ({
    deploymentGroupInfo: describeGroup(
      codedeployTablesOf(context),
      findGroup(context, applicationName, deploymentGroupName),
    ),
  }),
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentGroups.html */
export const batchGetDeploymentGroups = operation<
  BatchGetDeploymentGroupsInput,
  BatchGetDeploymentGroupsOutput
>({
  handle(context, { applicationName, deploymentGroupNames = [] }) {
    if (deploymentGroupNames.length > 100) throw batchLimit(100);
    const tables = codedeployTablesOf(context);
    return {
      deploymentGroupsInfo: deploymentGroupNames.map((name) =>
        describeGroup(tables, findGroup(context, applicationName, name)),
      ),
    };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentGroups.html */
export const listDeploymentGroups = operation<ListDeploymentGroupsInput, ListDeploymentGroupsOutput>({
  handle(context, { applicationName: name, nextToken }) {
    const { applicationName } = findApplication(context, name);
    const names = [...codedeployTablesOf(context).groups.values()]
      .filter((row) => row.applicationName === applicationName)
      .map(({ deploymentGroupName }) => deploymentGroupName);
    const page = paginate(names, (one) => one, { token: nextToken, limit: pageSize }, invalidNextToken);
    return { applicationName, deploymentGroups: page.items, nextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteDeploymentGroup.html */
export const deleteDeploymentGroup = operation<DeleteDeploymentGroupInput, DeleteDeploymentGroupOutput>({
  handle(context, { applicationName, deploymentGroupName = '' }) {
    const application = findApplication(context, applicationName);
    requireGroupName(deploymentGroupName);
    codedeployTablesOf(context).groups.delete(groupKey(application.applicationName, deploymentGroupName));
    return { hooksNotCleanedUp: [] };
  },
});

function requireGroupName(name: string): void {
  if (name === '') throw groupNameRequired();
  requireName(name, 'InvalidDeploymentGroupName', 'deployment group');
}

/** What AWS shows of a group that says nothing of it. */
function withDefaults(
  settings: DeploymentGroupSettings,
  computePlatform: ComputePlatform,
): DeploymentGroupSettings {
  return {
    ...settings,
    deploymentConfigName: settings.deploymentConfigName ?? defaultConfigName(computePlatform),
    outdatedInstancesStrategy: settings.outdatedInstancesStrategy ?? 'UPDATE',
    deploymentStyle:
      settings.deploymentStyle ??
      (computePlatform === 'ECS'
        ? { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' }
        : { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' }),
    terminationHookEnabled: settings.terminationHookEnabled ?? false,
  };
}
