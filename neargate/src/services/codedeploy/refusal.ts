import { type MemberAnswers, refusalBy } from '../member-answers.ts';
import * as errors from './errors.ts';

const wrong = (name: string, message: string): MemberAnswers => ({
  wrong: () => errors.error(`Invalid${name}`, message),
});

const applicationName: MemberAnswers = {
  missing: errors.applicationNameRequired,
  wrong: (name) => errors.invalidName('InvalidApplicationName', 'application', name),
};
const groupName: MemberAnswers = {
  missing: errors.groupNameRequired,
  wrong: (name) => errors.invalidName('InvalidDeploymentGroupName', 'deployment group', name),
};
const blueGreen = wrong(
  'BlueGreenDeploymentConfiguration',
  'The configuration for the blue/green deployment group was provided in an invalid format.',
);
const deploymentStyle = wrong('DeploymentStyle', 'An invalid deployment style was specified.');
const revision = wrong('Revision', 'The revision was specified in an invalid format.');
const tagRequired: MemberAnswers = { missing: () => errors.error('TagRequired', 'A tag was not specified.') };

/** CodeDeploy has an exception for each member. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_Operations.html */
const answers: Readonly<Record<string, MemberAnswers>> = {
  ApplicationName: applicationName,
  ApplicationRevisionSortBy: wrong(
    'SortBy',
    'The column name to sort by is either not present or was specified in an invalid format.',
  ),
  Arn: {
    missing: errors.resourceArnRequired,
    wrong: () => errors.error('InvalidArn', 'The specified ARN is not in a valid format.'),
  },
  AutoRollbackEvent: wrong(
    'AutoRollbackConfig',
    'The automatic rollback configuration was specified in an invalid format.',
  ),
  BundleType: revision,
  ComputePlatform: { wrong: errors.invalidComputePlatform },
  DeploymentConfigName: {
    missing: errors.configNameRequired,
    wrong: (name) => errors.invalidName('InvalidDeploymentConfigName', 'deployment configuration', name),
  },
  DeploymentGroupName: groupName,
  DeploymentOption: deploymentStyle,
  DeploymentReadyAction: blueGreen,
  DeploymentStatus: wrong(
    'DeploymentStatus',
    "The specified deployment status doesn't exist or cannot be determined.",
  ),
  DeploymentType: deploymentStyle,
  DeploymentWaitType: { wrong: errors.invalidWaitType },
  EC2TagFilterType: wrong('EC2Tag', 'The tag was specified in an invalid format.'),
  FileExistsBehavior: wrong(
    'FileExistsBehavior',
    'An invalid fileExistsBehavior option was specified. Valid values are DISALLOW, OVERWRITE, and RETAIN.',
  ),
  GreenFleetProvisioningAction: blueGreen,
  InstanceAction: blueGreen,
  LifecycleEventStatus: { wrong: errors.invalidHookStatus },
  ListStateFilterAction: wrong(
    'DeployedStateFilter',
    'The deployed state filter was specified in an invalid format.',
  ),
  MinimumHealthyHostsPerZoneType: wrong(
    'ZonalDeploymentConfiguration',
    'The ZonalConfig object is not valid.',
  ),
  MinimumHealthyHostsType: { wrong: errors.invalidMinimumHealthyHosts },
  OutdatedInstancesStrategy: wrong('Input', 'The input was specified in an invalid format.'),
  ResourceArn: { missing: errors.resourceArnRequired },
  RevisionLocationType: revision,
  SortOrder: wrong('SortOrder', 'The sort order was specified in an invalid format.'),
  TagFilterType: wrong('Tag', 'The tag was specified in an invalid format.'),
  TagKeys: tagRequired,
  Tags: tagRequired,
  TargetFilterName: wrong('TargetFilterName', 'The target filter name is invalid.'),
  TrafficRoutingType: wrong(
    'TrafficRoutingConfiguration',
    'The configuration that specifies how traffic is routed during a deployment is invalid.',
  ),
  TriggerEventType: wrong('TriggerConfig', 'The trigger was specified in an invalid format.'),
  applicationNames: applicationName,
  deploymentGroupNames: groupName,
  deploymentId: { missing: errors.deploymentIdRequired },
  deploymentIds: { missing: errors.deploymentIdRequired },
  revision: { missing: errors.revisionRequired },
  revisions: { missing: errors.revisionRequired },
  serviceRoleArn: { missing: errors.roleRequired },
  targetId: { missing: errors.targetIdRequired },
  targetIds: { missing: errors.targetIdRequired },
};

const byMember = refusalBy(answers);

/** The tags of instances have an exception of their own where a deployment names them. */
export const codedeployRefusal: typeof byMember = (violation, operationName) =>
  operationName === 'CreateDeployment' && violation.constraints.shape === 'EC2TagFilterType'
    ? errors.error('InvalidTargetInstances', 'The target instance configuration is invalid.')
    : byMember(violation, operationName);
