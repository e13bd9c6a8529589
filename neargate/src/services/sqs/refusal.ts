import type { Refusal, Violation } from '../violation.ts';
import { memberOf, pathSteps } from '../violation.ts';
import { invalidAttributeName, invalidParameter, missingParameter } from './errors.ts';

/** How SQS names members in messages when it is not by their names: as its query protocol does. */
const parameterNames: Readonly<Record<string, string>> = {
  'SetQueueAttributes.Attributes': 'Attribute.Name',
};

/** What the deprecated AttributeNames of ReceiveMessage takes too: system attributes of messages. */
const attributeLists: readonly string[] = ['AttributeNames', 'MessageSystemAttributeNames'];

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html */
export const sqsRefusal: Refusal = (violation, operationName) => {
  const member = memberOf(violation.path);
  if (violation.demand === 'required')
    return missingParameter(
      parameterNames[`${operationName}.${member}`] ?? parameterName(violation, operationName),
    );
  if (attributeLists.includes(member)) return invalidAttributeName(String(violation.value));
  return invalidParameter(`Value ${String(violation.value)} for parameter ${member} is invalid.`);
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
