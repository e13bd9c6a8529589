import { AwsError } from '../../core/aws-error.ts';

/** ACM's error codes. https://docs.aws.amazon.com/acm/latest/APIReference/CommonErrors.html (texts from memory) */

export const certificateNotFound = (arn: string) =>
  new AwsError('ResourceNotFoundException', `Could not find certificate ${arn}.`);

export const certificateInUse = (arn: string) =>
  new AwsError('ResourceInUseException', `Certificate ${arn} is in use.`);

export const requestInProgress = (arn: string) =>
  new AwsError('RequestInProgressException', `Certificate ${arn} is not issued yet.`);

export const invalid = (message: string) => new AwsError('ValidationException', message);

/** What AWS offers and Neargate does not. */
export const unsupported = (what: string) =>
  new AwsError('ValidationException', `Neargate does not support ${what} yet.`);
