import type { Refusal, Violation } from '../violation.ts';
import { memberOf, pathSteps } from '../violation.ts';
import { constraints } from './constraints.ts';
import { invalidAttributeName, invalidParameter, missingParameter } from './errors.ts';

/** How SQS names members in messages when it is not by their names: as its query protocol does. */
const parameterNames: Readonly<Record<string, string>> = {
  'SetQueueAttributes.Attributes': 'Attribute.Name',
};

const { enum: ofMessages = [] } = constraints.shapes['MessageSystemAttributeName'] ?? {};
const attributes: readonly string[] = ['MessageSystemAttributeName', 'QueueAttributeName'];

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html */
export const sqsRefusal: Refusal = (violation, operationName) => {
  const member = memberOf(violation.path);
  if (violation.demand === 'required')
    return missingParameter(
      parameterNames[`${operationName}.${member}`] ?? parameterName(violation, operationName),
    );
  const value = String(violation.value);
  // The deprecated AttributeNames of ReceiveMessage are of messages, but in its model those of queues.
  if (operationName === 'ReceiveMessage' && ofMessages.includes(value)) return undefined;
  return attributes.includes(violation.constraints.shape ?? '')
    ? invalidAttributeName(value)
    : invalidParameter(`Value ${value} for parameter ${member} is invalid.`);
};

/** Of a batch: `SendMessageBatchRequestEntry.1.Id`. */
function parameterName({ path }: Violation, operationName: string): string {
  const steps = pathSteps(path).map((step) => {
    if ('index' in step) return String(step.index + 1);
    if ('key' in step) return step.key;
    return step.member === 'Entries' ? `${operationName}RequestEntry` : step.member;
  });
  return steps.join('.');
}
