import type {
  CreateDeploymentInput,
  DeploymentCreator,
  ECSService,
  RevisionLocation,
} from '@aws-sdk/client-codedeploy';
import type { IdSource } from '../../core/ids.ts';
import type { OperationContext } from '../context.ts';
import { findConfig } from './deployment-configs.ts';
import { deploymentsOf } from './describe-group.ts';
import { activeDeployment, error, notRunHere } from './errors.ts';
import { findGroup } from './find.ts';
import { ecsRevision, useRevision } from './revisions.ts';
import { codedeployTablesOf, type DeploymentGroupRow, type DeploymentRow, isActive } from './store.ts';
import { requireConfig, validateGroup } from './validate-group.ts';

const maxDescription = 256;

/**
 * A deployment of which nothing has been done yet; the controller carries it out.
 * @throws AwsError where CreateDeployment would
 */
export function createDeployment(
  context: OperationContext,
  input: CreateDeploymentInput,
  creator: DeploymentCreator,
): DeploymentRow {
  const group = findGroup(context, input.applicationName, input.deploymentGroupName);
  if (group.computePlatform !== 'ECS') {
    throw notRunHere(`deployments to the compute platform ${group.computePlatform}`);
  }
  if ((input.description ?? '').length > maxDescription)
    throw error('DescriptionTooLong', 'The description is too long.');
  const revision = ecsRevision(input.revision);
  const tables = codedeployTablesOf(context);
  const earlier = deploymentsOf(tables, group);
  const active = earlier.find(isActive);
  if (active !== undefined) throw activeDeployment(group.deploymentGroupName, active.deploymentId);
  requireConfig(context, input.deploymentConfigName, group.computePlatform);
  validateOverrides(context, group, input);

  const nowMs = context.clock.now();
  const row = newDeployment(context, group, input, {
    revision,
    creator,
    previousRevision: earlier.findLast(({ observed }) => observed.status === 'Succeeded')?.revision,
    nowMs,
  });
  tables.deployments.put(row.deploymentId, row);
  useRevision(tables, group.applicationName, group.deploymentGroupName, revision, nowMs);
  return row;
}

/** What a deployment brings for itself is checked as if it were the group's. */
function validateOverrides(
  context: OperationContext,
  group: DeploymentGroupRow,
  { autoRollbackConfiguration, overrideAlarmConfiguration }: CreateDeploymentInput,
): void {
  validateGroup(context, {
    ...group,
    settings: {
      ...group.settings,
      ...(autoRollbackConfiguration === undefined ? {} : { autoRollbackConfiguration }),
      ...(overrideAlarmConfiguration === undefined ? {} : { alarmConfiguration: overrideAlarmConfiguration }),
    },
  });
}

function newDeployment(
  context: OperationContext,
  { applicationName, deploymentGroupName, settings }: DeploymentGroupRow,
  input: CreateDeploymentInput,
  facts: {
    readonly revision: RevisionLocation;
    readonly previousRevision: RevisionLocation | undefined;
    readonly creator: DeploymentCreator;
    readonly nowMs: number;
  },
): DeploymentRow {
  const deploymentConfigName = input.deploymentConfigName ?? settings.deploymentConfigName ?? '';
  const { trafficRoutingConfig = { type: 'AllAtOnce' } } = findConfig(context, deploymentConfigName);
  const { nowMs, ...given } = facts;
  return {
    ...given,
    deploymentId: newDeploymentId(context.ids),
    applicationName,
    deploymentGroupName,
    deploymentConfigName,
    trafficRoutingConfig,
    description: input.description,
    ecsService: settings.ecsServices?.[0] ?? ({} satisfies ECSService),
    deploymentStyle: settings.deploymentStyle ?? {},
    blueGreenDeploymentConfiguration: settings.blueGreenDeploymentConfiguration ?? {},
    loadBalancerInfo: settings.loadBalancerInfo ?? {},
    autoRollbackConfiguration: input.autoRollbackConfiguration ??
      settings.autoRollbackConfiguration ?? { enabled: false, events: [] },
    alarmConfiguration: input.overrideAlarmConfiguration ?? settings.alarmConfiguration ?? {},
    overrideAlarmConfiguration: input.overrideAlarmConfiguration,
    createdAtMs: nowMs,
    continued: [],
    hookAnswers: {},
    observed: { status: 'Created', updatedAtMs: nowMs, events: [] },
  };
}

/** Such as `d-A1B2C3D4E`. */
export function newDeploymentId(ids: IdSource): string {
  return `d-${ids.upperAlphanumeric(9)}`;
}
