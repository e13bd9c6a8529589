import { AwsError } from '../../core/aws-error.ts';

// Codes are the names of CloudWatch's error shapes, as its JSON protocol answers them; the gateway knows the query protocol's.

export const validationError = (message: string) => new AwsError('ValidationError', message);

export const invalidParameterValue = (message: string) =>
  new AwsError('InvalidParameterValueException', message);

export const invalidParameterCombination = (message: string) =>
  new AwsError('InvalidParameterCombinationException', message);

export const missingParameter = (message: string) =>
  new AwsError('MissingRequiredParameterException', message);

export const invalidNextToken = () =>
  new AwsError('InvalidNextToken', 'The next token specified is invalid.');

export const alarmsNotFound = (names: readonly string[]) =>
  new AwsError('ResourceNotFound', `Alarms not found: ${names.join(', ')}`, { status: 404 });

export const alarmNotFound = () => new AwsError('ResourceNotFound', 'Unknown', { status: 404 });

export const taggedResourceNotFound = (arn: string) =>
  new AwsError('ResourceNotFoundException', `Resource ${arn} does not exist`, { status: 404 });

export const dashboardNotFound = (name: string) =>
  new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, { status: 404 });

export const dashboardsNotFound = (names: readonly string[]) =>
  new AwsError('DashboardNotFoundError', `Dashboards not found: ${names.join(', ')}`, { status: 404 });

export const invalidDashboard = (message: string) => new AwsError('DashboardInvalidInputError', message);

export const limitExceeded = (message: string) => new AwsError('LimitExceededFault', message);
