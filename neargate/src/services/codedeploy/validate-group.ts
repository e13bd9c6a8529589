import type { ComputePlatform } from '@aws-sdk/client-codedeploy';
import type { OperationContext } from '../context.ts';
import { ecsTablesOf } from '../ecs/store.ts';
import { findConfig } from './deployment-configs.ts';
import { ecsServiceOf } from './ecs-service.ts';
import { error, roleRequired } from './errors.ts';
import { codedeployTablesOf, type DeploymentGroupRow, type DeploymentGroupSettings } from './store.ts';

const maxAlarms = 10;
const maxTriggers = 10;
const maxTerminationWaitMinutes = 2880;

/** Throws unless the group can be deployed to, as far as CodeDeploy checks it before a deployment. */
export function validateGroup(context: OperationContext, row: DeploymentGroupRow): void {
  const { settings, computePlatform } = row;
  requireRole(settings);
  requireConfig(context, settings.deploymentConfigName, computePlatform);
  requireAlarms(settings);
  requireRollback(settings);
  if ((settings.triggerConfigurations ?? []).length > maxTriggers) {
    throw error('TriggerTargetsLimitExceeded', 'The maximum allowed number of triggers was exceeded.');
  }
  if (computePlatform !== 'ECS') return;
  requireStyle(settings);
  requireBlueGreen(settings);
  requireEcsService(context, row);
  requireTargetGroupPair(settings);
}

function requireRole({ serviceRoleArn }: DeploymentGroupSettings): void {
  if (serviceRoleArn === undefined || serviceRoleArn === '') {
    throw roleRequired();
  }
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(serviceRoleArn)) {
    throw error('InvalidRole', `The service role ARN was specified in an invalid format: ${serviceRoleArn}`);
  }
}

/** Throws unless the configuration exists and is one for this compute platform. */
export function requireConfig(
  context: OperationContext,
  name: string | undefined,
  computePlatform: ComputePlatform,
): void {
  if (name === undefined) return;
  const config = findConfig(context, name);
  if (config.computePlatform === computePlatform) return;
  throw error(
    'InvalidDeploymentConfigName',
    `The deployment configuration ${name} is for the compute platform ${config.computePlatform}, not for ${computePlatform}.`,
  );
}

function requireAlarms({ alarmConfiguration }: DeploymentGroupSettings): void {
  const { enabled = false, alarms = [] } = alarmConfiguration ?? {};
  const names = alarms.map(({ name = '' }) => name);
  if (names.length > maxAlarms) {
    throw error(
      'AlarmsLimitExceeded',
      `The maximum number of alarms for a deployment group (${maxAlarms}) was exceeded.`,
    );
  }
  const invalid = (why: string) => error('InvalidAlarmConfig', why);
  if (enabled && names.length === 0)
    throw invalid('The alarm configuration is enabled, but the alarm list is empty.');
  if (names.some((name) => name === '' || name.length > 255))
    throw invalid('An alarm name is empty or exceeds the limit of 255 characters.');
  if (new Set(names).size < names.length) throw invalid('Two alarms with the same name have been specified.');
}

function requireRollback({ autoRollbackConfiguration }: DeploymentGroupSettings): void {
  const { enabled = false, events = [] } = autoRollbackConfiguration ?? {};
  if (!enabled || events.length > 0) return;
  throw error('InvalidAutoRollbackConfig', 'Automatic rollback is enabled, but no event types were listed.');
}

function requireStyle({ deploymentStyle }: DeploymentGroupSettings): void {
  const { deploymentType, deploymentOption } = deploymentStyle ?? {};
  if (deploymentType === 'BLUE_GREEN' && deploymentOption === 'WITH_TRAFFIC_CONTROL') return;
  throw error(
    'InvalidDeploymentStyle',
    'Deployment groups of the ECS compute platform must have the deployment type BLUE_GREEN and the deployment option WITH_TRAFFIC_CONTROL.',
  );
}

function requireBlueGreen({ blueGreenDeploymentConfiguration }: DeploymentGroupSettings): void {
  const { deploymentReadyOption, terminateBlueInstancesOnDeploymentSuccess: termination } =
    blueGreenDeploymentConfiguration ?? {};
  const invalid = (why: string) => error('InvalidBlueGreenDeploymentConfiguration', why);
  const { terminationWaitTimeInMinutes: wait = 0 } = termination ?? {};
  if (wait < 0 || wait > maxTerminationWaitMinutes) {
    throw invalid(
      `terminationWaitTimeInMinutes must be from 0 to ${maxTerminationWaitMinutes}, found ${wait}.`,
    );
  }
  const { actionOnTimeout, waitTimeInMinutes = 0 } = deploymentReadyOption ?? {};
  if (actionOnTimeout === 'STOP_DEPLOYMENT' && waitTimeInMinutes < 1) {
    throw invalid('waitTimeInMinutes must be at least 1 with STOP_DEPLOYMENT.');
  }
}

function requireEcsService(context: OperationContext, row: DeploymentGroupRow): void {
  const invalid = (why: string) => error('InvalidECSService', why);
  const [named, ...others] = row.settings.ecsServices ?? [];
  if (named === undefined || others.length > 0) {
    throw invalid('A deployment group of the ECS compute platform must have exactly one Amazon ECS service.');
  }
  const service = ecsServiceOf(ecsTablesOf(context), named);
  if (service === undefined) {
    throw invalid(
      `The Amazon ECS service ${named.serviceName} of the cluster ${named.clusterName} was not found.`,
    );
  }
  if (service.deploymentController.type !== 'CODE_DEPLOY') {
    throw invalid(
      "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    );
  }
  const other = [...codedeployTablesOf(context).groups.values()].find(
    ({ deploymentGroupId, settings }) =>
      deploymentGroupId !== row.deploymentGroupId &&
      (settings.ecsServices ?? []).some(
        (one) => ecsServiceOf(ecsTablesOf(context), one)?.serviceArn === service.serviceArn,
      ),
  );
  if (other === undefined) return;
  throw error(
    'ECSServiceMappingLimitExceeded',
    `The Amazon ECS service ${service.serviceName} is already associated with the deployment group ${other.deploymentGroupName}. An Amazon ECS service can be associated with only one deployment group.`,
  );
}

function requireTargetGroupPair({ loadBalancerInfo }: DeploymentGroupSettings): void {
  const [pair, ...others] = loadBalancerInfo?.targetGroupPairInfoList ?? [];
  const names = (pair?.targetGroups ?? []).map(({ name }) => name);
  if (pair === undefined || others.length > 0 || names.length !== 2 || names[0] === names[1]) {
    throw error(
      'InvalidTargetGroupPair',
      'A deployment group associated with an application that uses the ECS compute platform must contain a valid pair of target groups that identify a load balancer.',
    );
  }
  const production = pair.prodTrafficRoute?.listenerArns ?? [];
  const test = pair.testTrafficRoute?.listenerArns ?? [];
  if (production.length === 1 && test.length <= 1 && production[0] !== test[0]) return;
  throw error(
    'InvalidLoadBalancerInfo',
    'The production traffic route must have exactly one listener, and the test traffic route at most one other.',
  );
}
