import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as AWS KMS answers them, seen through `aws kms`.

export const keyNotFound = (arn: string) => new AwsError('NotFoundException', `Key '${arn}' does not exist`);

export const aliasNotFound = (arn: string) => new AwsError('NotFoundException', `Alias ${arn} is not found.`);

export const invalidKeyId = (keyId: string) => new AwsError('NotFoundException', `Invalid keyId '${keyId}'`);

export const invalidArn = (arn: string) => new AwsError('InvalidArnException', `Invalid arn ${arn}`);

export const keyDisabled = (arn: string) => new AwsError('DisabledException', `${arn} is disabled.`);

export const pendingDeletion = (arn: string) =>
  new AwsError('KMSInvalidStateException', `${arn} is pending deletion.`);

export const notPendingDeletion = (arn: string) =>
  new AwsError('KMSInvalidStateException', `${arn} is not pending deletion.`);

export const aliasAlreadyExists = (arn: string) =>
  new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);

export const invalidAliasName = (message: string) => new AwsError('InvalidAliasNameException', message);

export const validationError = (message: string) => new AwsError('ValidationException', message);

export const malformedPolicy = (message: string) => new AwsError('MalformedPolicyDocumentException', message);

export const unsupported = (message: string) => new AwsError('UnsupportedOperationException', message);

/** AWS says nothing more about a ciphertext that it cannot decrypt. */
export const invalidCiphertext = () => new AwsError('InvalidCiphertextException', '');

export const incorrectKey = () =>
  new AwsError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  );

export const managedByAws = (arn: string) =>
  new AwsError('AccessDeniedException', `${arn} is managed by AWS and cannot be changed.`);

export const invalidMarker = () => new AwsError('InvalidMarkerException', 'Could not deserialize marker');
