import type { Plain, PlainObject, Schema } from '../../terraform/provider.ts';
import { hasChanged, textOf } from '../arguments.ts';

/** The attributes that stand for arguments, by argument, in APIs that hold every setting as a text (SNS, SQS). */
export type AttributeNames = Readonly<Record<string, string>>;

/**
 * What a new object is given: what is set. `false` and `null` are left to the API's own defaults, but for arguments that are
 * also computed, whose `false` was written.
 */
export function newAttributes(
  config: PlainObject,
  { attributes }: Schema,
  names: AttributeNames,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([argument, name]) => {
      const value = config[argument];
      const isUnset = value === false && attributes[argument]?.computed !== true;
      const text = attributeText(value);
      return isUnset || text === '' ? [] : [[name, text]];
    }),
  );
}

/**
 * What an object is given for the arguments that have changed; the empty text takes an attribute away. What is left to the API
 * to compute anew is not given.
 */
export function changedAttributes(
  config: PlainObject,
  prior: PlainObject,
  { attributes }: Schema,
  names: AttributeNames,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names)
      .filter(([argument]) => hasChanged(config, prior, argument))
      .map(([argument, name]) => [argument, name, attributeText(config[argument])] as const)
      .filter(([argument, , text]) => text !== '' || attributes[argument]?.computed !== true)
      .map(([, name, text]) => [name, text]),
  );
}

/** The arguments that attributes stand for. A text that means what is known already stays as it was written. */
export function argumentsOf(
  found: Readonly<Record<string, string | undefined>>,
  known: PlainObject,
  { attributes }: Schema,
  names: AttributeNames,
): Record<string, Plain> {
  return Object.fromEntries(
    Object.entries(names).map(([argument, name]) => {
      const { type, computed, equivalent, default: initial } = attributes[argument] ?? { type: 'string' };
      const text = found[name];
      const absent = initial ?? null;
      if (type === 'bool') return [argument, text === undefined ? (absent ?? false) : text === 'true'];
      if (type === 'number') return [argument, text === undefined ? absent : Number(text)];
      if (text === undefined) return [argument, computed === true ? '' : null];
      const written = textOf(known, argument);
      return [argument, written !== undefined && equivalent?.(written, text) === true ? written : text];
    }),
  );
}

function attributeText(value: Plain | undefined): string {
  return value === undefined || value === null ? '' : String(value as string | number | boolean);
}
