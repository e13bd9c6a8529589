import { AwsError } from '../../core/aws-error.ts';

// Codes: https://docs.aws.amazon.com/cloud-map/latest/api/CommonErrors.html and each operation's page. The texts are ours
// where AWS's are not documented.

export const invalidInput = (message: string) => new AwsError('InvalidInput', message);

export const namespaceNotFound = (id: string) =>
  new AwsError('NamespaceNotFound', `Failed to retrieve the namespace ${id}: it does not exist.`);

export const serviceNotFound = (id: string) =>
  new AwsError('ServiceNotFound', `Failed to retrieve the service ${id}: it does not exist.`);

export const instanceNotFound = (id: string, serviceId: string) =>
  new AwsError('InstanceNotFound', `Service ${serviceId} has no instance ${id}.`);

export const operationNotFound = (id: string) =>
  new AwsError('OperationNotFound', `There is no operation ${id}.`);

export const namespaceAlreadyExists = (name: string) =>
  new AwsError('NamespaceAlreadyExists', `A namespace with the name ${name} already exists.`);

export const serviceAlreadyExists = (name: string) =>
  new AwsError('ServiceAlreadyExists', `A service with the name ${name} already exists in the namespace.`);

export const namespaceInUse = () =>
  new AwsError(
    'ResourceInUse',
    'Namespace has associated services; delete the services before deleting the namespace',
  );

export const serviceInUse = () =>
  new AwsError(
    'ResourceInUse',
    'Service contains registered instances; delete the instances before deleting the service',
  );

export const customHealthNotFound = (serviceId: string) =>
  new AwsError(
    'CustomHealthNotFound',
    `Service ${serviceId} has no custom health check: it was created without HealthCheckCustomConfig.`,
  );

export const resourceNotFound = (arn: string) =>
  new AwsError('ResourceNotFoundException', `The resource ${arn} does not exist.`);

export const tooManyTags = () => new AwsError('TooManyTagsException', 'A resource can have at most 50 tags.');

export const serviceAttributesLimit = () =>
  new AwsError('ServiceAttributesLimitExceededException', 'A service can have at most 30 attributes.');
