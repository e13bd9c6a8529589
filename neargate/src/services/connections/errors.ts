import { AwsError } from '../../core/aws-error.ts';

// Codes of the API reference; the texts are ours.
// https://docs.aws.amazon.com/codestar-connections/latest/APIReference/Welcome.html

export const resourceNotFound = (kind: string, arn: string) =>
  new AwsError('ResourceNotFoundException', `${kind} not found: ${arn}`);

export const hostInUse = (arn: string) =>
  new AwsError('ConflictException', `The host ${arn} has connections, which are to be deleted first.`);

export const invalidInput = (message: string) => new AwsError('InvalidInputException', message);
