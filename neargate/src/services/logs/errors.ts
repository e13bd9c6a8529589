import { AwsError } from '../../core/aws-error.ts';

// Texts as CloudWatch Logs answers them.

export const groupNotFound = () =>
  new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');

export const streamNotFound = () =>
  new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');

export const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message);

export const groupAlreadyExists = () =>
  new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');

export const streamAlreadyExists = () =>
  new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

export const invalidNextToken = () => invalidParameter('The specified nextToken is invalid.');

export const limitExceeded = () => new AwsError('LimitExceededException', 'Resource limit exceeded.');
