import { AwsError } from '../../core/aws-error.ts';

// Codes, statuses and texts as AWS IAM answers them, seen through `aws iam` and Terraform.

export const noSuchEntity = (message: string) => new AwsError('NoSuchEntity', message, { status: 404 });

export const entityAlreadyExists = (message: string) =>
  new AwsError('EntityAlreadyExists', message, { status: 409 });

/** `first` is what must be done before, such as `must detach all policies first`. */
export const deleteConflict = (first: string) =>
  new AwsError('DeleteConflict', `Cannot delete entity, ${first}.`, { status: 409 });

export const deleteConflictText = (message: string) =>
  new AwsError('DeleteConflict', message, { status: 409 });

export const limitExceeded = (quota: string, limit: number) =>
  new AwsError('LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`, { status: 409 });

export const limitExceededText = (message: string) => new AwsError('LimitExceeded', message, { status: 409 });

export const malformedPolicy = (message: string) => new AwsError('MalformedPolicyDocument', message);

export const invalidInput = (message: string) => new AwsError('InvalidInput', message);

export const validationError = (message: string) => new AwsError('ValidationError', message);

export const policyNotAttachable = () =>
  new AwsError('PolicyNotAttachable', 'Cannot attach a Service Role Policy to a Customer Role.');

export const policyNotFound = (arn: string) => noSuchEntity(`Policy ${arn} was not found.`);

export const policyNotAttached = (arn: string) =>
  noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);

export const policyVersionNotFound = (arn: string, versionId: string) =>
  noSuchEntity(`Policy ${arn} version ${versionId} does not exist or is not attachable.`);

export const unmodifiableRole = (name: string) =>
  new AwsError(
    'UnmodifiableEntity',
    `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
  );
