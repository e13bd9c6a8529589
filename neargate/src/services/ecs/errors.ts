import { AwsError } from '../../core/aws-error.ts';

// Codes and texts: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html and each operation's page.

export const clientException = (message: string) => new AwsError('ClientException', message);

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

export const clusterNotFound = () => new AwsError('ClusterNotFoundException', 'Cluster not found.');

export const clusterNotActive = () => new AwsError('ClientException', 'Cluster was not ACTIVE.');

export const serviceNotFound = () => new AwsError('ServiceNotFoundException', 'Service not found.');

export const serviceNotActive = () => new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');

export const taskNotFound = () => invalidParameter('The referenced task was not found.');

export const taskDefinitionNotFound = () => clientException('Unable to describe task definition.');

export const taskDefinitionNotFoundForUse = () => clientException('TaskDefinition not found.');

export const clusterContainsServices = () =>
  new AwsError(
    'ClusterContainsServicesException',
    'The Cluster cannot be deleted while Services are active.',
  );

export const clusterContainsTasks = () =>
  new AwsError('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.');

export const serviceDeploymentNotFound = () =>
  new AwsError('ServiceDeploymentNotFoundException', 'The service deployment was not found.');

export const taskSetNotFound = () => new AwsError('TaskSetNotFoundException', 'The task set was not found.');

export const namespaceNotFound = () =>
  new AwsError('NamespaceNotFoundException', "The specified namespace wasn't found.");

export const resourceInUse = (message: string) => new AwsError('ResourceInUseException', message);

export const invalidNextToken = () => invalidParameter('Invalid token.');
