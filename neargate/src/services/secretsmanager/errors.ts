import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as AWS Secrets Manager answers them, seen through `aws secretsmanager`.

export const secretNotFound = () =>
  new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");

export const secretValueNotFound = (which: string) =>
  new AwsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${which}`,
  );

export const secretAlreadyExists = (name: string) =>
  new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);

export const tokenAlreadyUsed = (token: string, arn: string) =>
  new AwsError(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
  );

export const invalidName = () =>
  new AwsError(
    'ValidationException',
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  );

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

export const invalidRequest = (message: string) => new AwsError('InvalidRequestException', message);

export const invalidNextToken = () =>
  new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.');

export const markedForDeletion = () =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");

export const scheduledForDeletion = () =>
  invalidRequest(
    "You can't create this secret because a secret with this name is already scheduled for deletion.",
  );

export const managedByService = (service: string) =>
  invalidRequest(
    `You can't perform this operation on the secret because it is managed by ${service}. Change the resource that it belongs to instead.`,
  );

export const encryptionFailure = (cause: string) =>
  new AwsError(
    'EncryptionFailure',
    `Secrets Manager can't encrypt the protected secret text using the provided KMS key. ${cause}`,
  );

export const decryptionFailure = (cause: string) =>
  new AwsError(
    'DecryptionFailure',
    `Secrets Manager can't decrypt the protected secret text using the provided KMS key. ${cause}`,
  );

export const malformedPolicy = () =>
  new AwsError('MalformedPolicyDocumentException', 'This resource policy contains invalid Json.');

export const publicPolicy = () =>
  new AwsError(
    'PublicPolicyException',
    'You must not include a broad principal in the resource policy while BlockPublicPolicy is set.',
  );
