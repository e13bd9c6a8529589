import { AwsError } from '../../core/aws-error.ts';

// Names as in SQS's JSON protocol; the wire schema knows those of the query protocol before it.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html

export const queueDoesNotExist = (queue = 'specified queue') =>
  new AwsError('QueueDoesNotExist', `The ${queue} does not exist.`);

export const queueNameExists = (attribute: string) =>
  new AwsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
  );

export const invalidParameter = (message: string) => new AwsError('InvalidParameterValue', message);

export const missingParameter = (name: string) =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);

export const invalidAttributeName = (name: string) =>
  new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);

export const invalidAttributeValue = (name: string) =>
  new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);

export const receiptHandleIsInvalid = (handle: string) =>
  new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );

export const messageNotInflight = () =>
  new AwsError('MessageNotInflight', 'The message referred to is not in flight.');

export const purgeInProgress = (queueName: string) =>
  new AwsError(
    'PurgeQueueInProgress',
    `Only one PurgeQueue operation on ${queueName} is allowed every 60 seconds.`,
    { status: 403 },
  );

export const resourceNotFound = (message: string) =>
  new AwsError('ResourceNotFoundException', message, { status: 404 });

export const emptyBatch = () =>
  new AwsError(
    'EmptyBatchRequest',
    'There should be at least one SendMessageBatchRequestEntry in the request.',
  );

export const tooManyEntries = (count: number) =>
  new AwsError(
    'TooManyEntriesInBatchRequest',
    `Maximum number of entries per request are 10. You have sent ${count}.`,
  );

export const idsNotDistinct = (id: string) => new AwsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
