import { AwsError } from '../../core/aws-error.ts';

// Codes as CodeDeploy's API reference has them, texts as CodeDeploy answers them where they are known.

export const error = (code: string, message: string) => new AwsError(`${code}Exception`, message);

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
