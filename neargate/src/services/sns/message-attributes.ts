import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { isJsonList } from './json-list.ts';
import { invalidParameterValue } from './errors.ts';
import type { StoredAttribute } from './store.ts';

const nameForm = /^(?!\.)(?!.*\.\.)[\w.-]{1,256}$/;

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html @throws AwsError ParameterValueInvalid */
export function storedAttributes(
  given: Readonly<Record<string, MessageAttributeValue>> | undefined,
): Readonly<Record<string, StoredAttribute>> {
  return Object.fromEntries(Object.entries(given ?? {}).map(([name, value]) => [name, stored(name, value)]));
}

function stored(
  name: string,
  { DataType: dataType = '', StringValue: text, BinaryValue }: MessageAttributeValue,
): StoredAttribute {
  if (!nameForm.test(name) || name.endsWith('.'))
    throw invalidParameterValue(`The message attribute name '${name}' is invalid.`);
  const [kind] = dataType.split('.');
  if (kind !== 'String' && kind !== 'Number' && kind !== 'Binary')
    throw invalidParameterValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  if (kind === 'Binary') {
    if (BinaryValue === undefined || BinaryValue.length === 0) throw noValue(name);
    return { dataType, bytes: Buffer.from(BinaryValue).toString('base64') };
  }
  if (text === undefined || text === '') throw noValue(name);
  if (kind === 'Number' && !Number.isFinite(Number(text)))
    throw invalidParameterValue(`Could not cast message attribute '${name}' value to number.`);
  if (dataType === 'String.Array' && !isJsonList(text))
    throw invalidParameterValue(
      `The message attribute '${name}' of type String.Array must be a valid JSON array.`,
    );
  return { dataType, text };
}

function noValue(name: string) {
  return invalidParameterValue(
    `The message attribute '${name}' must contain a non-empty message attribute value for its type.`,
  );
}
