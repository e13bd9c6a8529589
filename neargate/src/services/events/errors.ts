import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as EventBridge answers them.

export const validationException = (message: string) => new AwsError('ValidationException', message);

export const invalidEventPattern = (reason: string) =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

export const invalidNextToken = () => validationException('Parameter NextToken is not valid.');

export const ruleNotFound = (name: string, busName: string) =>
  new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName}.`);

export const busNotFound = (name: string) =>
  new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);

export const busAlreadyExists = (name: string) =>
  new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);

export const limitExceeded = () =>
  new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');

export const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message);
