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

// Those below are of backups, which have codes of their own for tables. Texts that AWS does not document are not verified.

export const targetTableExists = (name: string) =>
  new AwsError('TableAlreadyExistsException', `Table already exists: ${name}`);

export const sourceTableNotFound = (name: string) =>
  new AwsError('TableNotFoundException', `Table not found: ${name}`);

export const sourceTableInUse = (name: string) =>
  new AwsError('TableInUseException', `Table is being created or deleted: ${name}`);

export const backupNotFound = (arn: string) =>
  new AwsError('BackupNotFoundException', `Backup not found: ${arn}`);

export const backupInUse = (arn: string) =>
  new AwsError('BackupInUseException', `Backup is being created: ${arn}`);

export const recoveryUnavailable = (name: string) =>
  new AwsError(
    'PointInTimeRecoveryUnavailableException',
    `Point in time recovery is not enabled for table '${name}'`,
  );

export const invalidRestoreTime = (earliest: Date, latest: Date) =>
  new AwsError(
    'InvalidRestoreTimeException',
    `RestoreDateTime must be between EarliestRestorableDateTime (${earliest.toISOString()}) and LatestRestorableDateTime (${latest.toISOString()})`,
  );

export const importNotFound = (arn: string) =>
  new AwsError('ImportNotFoundException', `The specified import was not found: ${arn}`);

export const importConflict = () =>
  new AwsError(
    'ImportConflictException',
    'There was a conflict when importing from the specified S3 source: the client token belongs to another import.',
  );
