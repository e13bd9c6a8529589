import { AwsError } from '../../core/aws-error.ts';

// Codes as CodeDeploy's API reference has them, texts as CodeDeploy answers them where they are known.

export const error = (code: string, message: string) => new AwsError(`${code}Exception`, message);

export const applicationNameRequired = () =>
  error('ApplicationNameRequired', 'The minimum number of required application names was not specified.');

export const groupNameRequired = () =>
  error('DeploymentGroupNameRequired', 'The deployment group name was not specified.');

export const configNameRequired = () =>
  error('DeploymentConfigNameRequired', 'The deployment configuration name was not specified.');

export const deploymentIdRequired = () =>
  error('DeploymentIdRequired', 'At least one deployment ID must be specified.');

export const targetIdRequired = () =>
  error('DeploymentTargetIdRequired', 'A deployment target ID was not provided.');

export const revisionRequired = () => error('RevisionRequired', 'The revision ID was not specified.');

export const roleRequired = () => error('RoleRequired', 'The role ID was not specified.');

export const resourceArnRequired = () =>
  error('ResourceArnRequired', 'The ARN of a resource is required, but was not found.');

export const invalidComputePlatform = () =>
  error(
    'InvalidComputePlatform',
    'The computePlatform is invalid. The computePlatform should be Lambda, Server, or ECS.',
  );

export const invalidMinimumHealthyHosts = () =>
  error(
    'InvalidMinimumHealthyHostValue',
    'The minimum healthy instance value was specified in an invalid format.',
  );

export const invalidWaitType = () => error('InvalidDeploymentWaitType', 'The wait type is invalid.');

export const invalidHookStatus = () =>
  error(
    'InvalidLifecycleEventHookExecutionStatus',
    'The result of a Lambda validation function that verifies a lifecycle event is invalid. It should return Succeeded or Failed.',
  );

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
export const maxNameLength = 100;

export const invalidName = (code: string, what: string, name: string) =>
  error(
    code,
    `The ${what} name ${name} was specified in an invalid format: it has 1 to ${maxNameLength} letters, numbers and characters of + = , . @ - _`,
  );

export const applicationNotFound = (name: string) =>
  error('ApplicationDoesNotExist', `No application found for name: ${name}`);

export const applicationExists = (name: string) =>
  error('ApplicationAlreadyExists', `Application already exists: ${name}`);

export const groupNotFound = (name: string) =>
  error('DeploymentGroupDoesNotExist', `No Deployment Group found for name: ${name}`);

export const groupExists = (name: string) =>
  error('DeploymentGroupAlreadyExists', `Deployment group already exists: ${name}`);

export const configNotFound = (name: string) =>
  error('DeploymentConfigDoesNotExist', `No Deployment Configuration found for name: ${name}`);

export const configExists = (name: string) =>
  error('DeploymentConfigAlreadyExists', `Deployment Configuration already exists: ${name}`);

export const deploymentNotFound = (id: string) =>
  error('DeploymentDoesNotExist', `The deployment ${id} could not be found`);

export const deploymentCompleted = (id: string) =>
  error('DeploymentAlreadyCompleted', `The deployment ${id} is already complete.`);

export const activeDeployment = (group: string, id: string) =>
  error(
    'DeploymentLimitExceeded',
    `The Deployment Group '${group}' already has an active Deployment '${id}'`,
  );

export const targetNotFound = (targetId: string, deploymentId: string) =>
  error(
    'DeploymentTargetDoesNotExist',
    `The deployment target ${targetId} does not exist in the deployment ${deploymentId}.`,
  );

export const invalidNextToken = () =>
  error('InvalidNextToken', 'The next token was specified in an invalid format.');

export const batchLimit = (most: number) =>
  error(
    'BatchLimitExceeded',
    `The maximum number of names or IDs allowed for this request (${most}) was exceeded.`,
  );

export const notRunHere = (what: string) =>
  error(
    'OperationNotSupported',
    `Neargate does not run ${what}: it deploys to Amazon ECS services. Use an application with the compute platform ECS.`,
  );
