import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as DynamoDB answers them.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html

export const tableNotFound = (name: string) =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);

export const tableExists = (name: string) =>
  new AwsError('ResourceInUseException', `Table already exists: ${name}`);

export const tableInChange = (name: string, what: 'created' | 'deleted' | 'updated') =>
  new AwsError(
    'ResourceInUseException',
    `Attempt to change a resource which is still in use: Table is being ${what}: ${name}`,
  );

export const backupsUnavailable = (name: string) =>
  new AwsError(
    'ContinuousBackupsUnavailableException',
    `Backups are being enabled for the table: ${name}. Please retry later`,
  );

export const validation = (message: string) => new AwsError('ValidationException', message);

export const invalidParameters = (message: string) =>
  validation(`One or more parameter values were invalid: ${message}`);

export const protectedTable = () =>
  validation(
    'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
  );
