import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { invalidParameter } from './errors.ts';
import type { StoredAttribute } from './store.ts';

/** @throws AwsError InvalidParameterValue for one without a type or a value of it */
export function storedAttributes(
  given: Readonly<Record<string, MessageAttributeValue>> | undefined,
): Readonly<Record<string, StoredAttribute>> {
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([name, { DataType: dataType = '', StringValue, BinaryValue }]) => {
      const [kind] = dataType.split('.');
      if (kind === 'Binary' && BinaryValue !== undefined)
        return [name, { dataType, bytes: Buffer.from(BinaryValue).toString('base64') }];
      if ((kind === 'String' || kind === 'Number') && StringValue !== undefined && StringValue !== '')
        return [name, { dataType, text: StringValue }];
      throw invalidParameter(
        `The message attribute '${name}' must contain a non-empty message attribute value of type "Binary", "Number" or "String".`,
      );
    }),
  );
}

export function wireAttributes(
  attributes: Readonly<Record<string, StoredAttribute>>,
): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, text, bytes }]) => [
      name,
      bytes === undefined
        ? { DataType: dataType, StringValue: text }
        : { DataType: dataType, BinaryValue: Buffer.from(bytes, 'base64') },
    ]),
  );
}

/** Those that a receiver asked for: by name, `All`, or `prefix.*`. */
export function selectAttributes(
  attributes: Readonly<Record<string, StoredAttribute>>,
  names: readonly string[],
): Readonly<Record<string, StoredAttribute>> {
  const isWanted = (name: string) =>
    names.some(
      (wanted) =>
        wanted === 'All' ||
        wanted === name ||
        (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
