import { AwsError } from '../../core/aws-error.ts';

// Codes and texts as Application Auto Scaling answers them.

export interface TargetNames {
  readonly serviceNamespace: string;
  readonly resourceId: string;
  readonly scalableDimension: string;
}

const place = ({ serviceNamespace, resourceId, scalableDimension }: TargetNames) =>
  `service namespace: ${serviceNamespace}, resource ID: ${resourceId}, scalable dimension: ${scalableDimension}`;

export const validationException = (message: string) => new AwsError('ValidationException', message);

export const invalidNextToken = () =>
  new AwsError('InvalidNextTokenException', 'The next token supplied was invalid.');

export const targetNotFound = (names: TargetNames) =>
  new AwsError('ObjectNotFoundException', `No scalable target found for ${place(names)}`);

export const policyNotFound = (names: TargetNames, policyName: string) =>
  new AwsError(
    'ObjectNotFoundException',
    `No scaling policy found for ${place(names)}, policy name: ${policyName}`,
  );

export const scheduledActionNotFound = (names: TargetNames, scheduledActionName: string) =>
  new AwsError(
    'ObjectNotFoundException',
    `No scheduled action found for ${place(names)}, scheduled action name: ${scheduledActionName}`,
  );

export const resourceNotFound = (arn: string) =>
  new AwsError('ResourceNotFoundException', `No resource found with ARN ${arn}`);

export const tooManyTags = () =>
  new AwsError('TooManyTagsException', 'A scalable target can have at most 50 tags.');
