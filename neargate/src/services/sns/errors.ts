import { AwsError } from '../../core/aws-error.ts';

// Codes as they stand on the wire. https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html

export const invalidParameter = (message: string) =>
  new AwsError('InvalidParameter', `Invalid parameter: ${message}`);

export const invalidParameterValue = (message: string) =>
  new AwsError('ParameterValueInvalid', `Invalid parameter: ${message}`);

export const topicNotFound = () => new AwsError('NotFound', 'Topic does not exist', { status: 404 });

export const subscriptionNotFound = () =>
  new AwsError('NotFound', 'Subscription does not exist', { status: 404 });

export const resourceNotFound = () =>
  new AwsError('ResourceNotFound', 'Resource does not exist', { status: 404 });

export const filterPolicyLimitExceeded = (message: string) =>
  new AwsError('FilterPolicyLimitExceeded', message, { status: 403 });

export const tagLimitExceeded = () =>
  new AwsError('TagLimitExceeded', 'Could not complete request: tag quota of per resource exceeded');

export const emptyBatch = () =>
  new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");

export const tooManyEntries = () =>
  new AwsError(
    'TooManyEntriesInBatchRequest',
    'The batch request contains more entries than permissible (more than 10).',
  );

export const idsNotDistinct = () =>
  new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');

export const batchTooLong = () =>
  new AwsError(
    'BatchRequestTooLong',
    'The length of all the batch messages put together is more than the limit.',
  );

export const invalidBatchEntryId = () =>
  new AwsError(
    'InvalidBatchEntryId',
    "The Id of a batch entry in a batch request doesn't abide by the specification.",
  );
