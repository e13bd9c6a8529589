import type { AddPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-sqs';
import { hasPermission, withoutPermission, withPermission } from '../../iam/permission-statements.ts';
import { operation } from '../../operation.ts';
import { invalidParameter, missingParameter } from '../errors.ts';
import { changeQueue, findQueue } from '../find-queue.ts';

/** What an owner may share by AddPermission. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
const sharedActions = [
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
];

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
export const addPermission = operation<AddPermissionRequest, Record<string, never>>({
  handle(context, { QueueUrl, Label: label = '', AWSAccountIds: accountIds = [], Actions: actions = [] }) {
    const found = findQueue(context, QueueUrl);
    const { arn, attributes } = found.queue;
    if (!/^[\w-]{1,80}$/.test(label)) throw invalidLabel(label, 'Must be 1 to 80 letters, digits, - or _.');
    if (accountIds.length === 0) throw missingParameter('PrincipalId');
    if (actions.length === 0) throw missingParameter('ActionName');
    const alien = accountIds.find((accountId) => !/^\d{12}$/.test(accountId));
    if (alien !== undefined)
      throw invalidParameter(
        `Value ${alien} for parameter PrincipalId is invalid. Reason: Unable to verify.`,
      );
    const owners = actions.find((action) => !sharedActions.includes(action));
    if (owners !== undefined)
      throw invalidParameter(
        `Value SQS:${owners} for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.`,
      );
    if (hasPermission(attributes['Policy'], label)) throw invalidLabel(label, 'Already exists.');
    const Policy = withPermission(attributes['Policy'], `${arn}/SQSDefaultPolicy`, {
      label,
      accountIds,
      actions: actions.map((action) => `SQS:${action}`),
      resource: arn,
    });
    changeQueue(context, found, { attributes: { ...attributes, Policy } });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html */
export const removePermission = operation<RemovePermissionRequest, Record<string, never>>({
  handle(context, { QueueUrl, Label: label = '' }) {
    const found = findQueue(context, QueueUrl);
    const { Policy, ...others } = found.queue.attributes;
    if (!hasPermission(Policy, label)) throw invalidLabel(label, "can't find label on existing policy.");
    const left = withoutPermission(Policy, label);
    changeQueue(context, found, {
      attributes: left === undefined ? others : { ...others, Policy: left },
    });
    return {};
  },
});

function invalidLabel(label: string, reason: string) {
  return invalidParameter(`Value ${label} for parameter Label is invalid. Reason: ${reason}`);
}
