import type { PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { isObject, parseJson } from '../../../services/events/json.ts';
import { invokeNow } from '../../../services/invoke.ts';
import { findGroup, groupNameOf, streamArn } from '../../../services/logs/groups.ts';
import { logsTablesOf } from '../../../services/logs/store.ts';
import { DeliveryFailure } from '../delivery-failure.ts';
import { hasOwnInput } from '../delivery-input.ts';
import type { InvokeTarget } from './target.ts';

/**
 * Writes the event as a line of a log stream named after the rule; on AWS the streams have names of no meaning. A crash between
 * the line and the record of its delivery writes it again, as AWS may. A target's own input may choose time and text:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export const invokeLogGroup: InvokeTarget = ({ context, delivery, target, input }) => {
  const group = findGroup(context, groupNameOf(target.Arn ?? ''));
  const { logGroupName } = group;
  const logStreamName = delivery.ruleName;
  if (!logsTablesOf(context).streams.has(streamArn(group, logStreamName)))
    invokeNow('logs', 'CreateLogStream', { logGroupName, logStreamName }, context);
  const line = (hasOwnInput(target) ? ownLine(input) : undefined) ?? {
    timestamp: delivery.acceptedAtMs,
    message: input,
  };
  const { rejectedLogEventsInfo } = invokeNow(
    'logs',
    'PutLogEvents',
    { logGroupName, logStreamName, logEvents: [line] },
    context,
  ) as PutLogEventsResponse;
  if (rejectedLogEventsInfo !== undefined)
    throw new DeliveryFailure(
      'INVALID_PARAMETER',
      `CloudWatch Logs refused the line: its time ${new Date(line.timestamp).toISOString()} is too old or too new.`,
    );
  return `${logGroupName}:${logStreamName}`;
};

function ownLine(input: string): { readonly timestamp: number; readonly message: string } | undefined {
  const value = parseJson(input);
  if (!isObject(value)) return undefined;
  const { timestamp, message } = value;
  return typeof timestamp === 'number' && typeof message === 'string' ? { timestamp, message } : undefined;
}
