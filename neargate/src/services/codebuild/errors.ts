import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as CodeBuild answers them.

export const invalidInput = (message: string) => new AwsError('InvalidInputException', message);

export const invalidNextToken = () => invalidInput('Invalid next token');

export const projectNotFound = (arn: string) =>
  new AwsError('ResourceNotFoundException', `Project cannot be found: ${arn}`);

export const projectAlreadyExists = (arn: string) =>
  new AwsError('ResourceAlreadyExistsException', `Project already exists: ${arn}`);

export const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message);

export const resourceAlreadyExists = (message: string) =>
  new AwsError('ResourceAlreadyExistsException', message);
