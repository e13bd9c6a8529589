import { type BigFloat, bigFloatToDouble, formatBigFloat } from './big-float.ts';
import type { Type } from './types.ts';
import {
  boolType,
  dynamicType,
  listType,
  mapType,
  numberType,
  objectType,
  setType,
  stringType,
  tupleType,
} from './types.ts';
import type { Value } from './values.ts';
import { boolValue, nullValue, numberValue, objectValue, stringValue, tupleValue } from './values.ts';

/** The value of parsed JSON as `jsondecode` gives it: arrays are tuples, objects are objects. */
export function fromPlain(plain: unknown): Value {
  switch (typeof plain) {
    case 'string':
      return stringValue(plain);
    case 'number':
      // Through its decimal text, so that 0.1 is the number that was written and not its nearest double.
      return numberValue(String(plain));
    case 'bigint':
      return numberValue(plain);
    case 'boolean':
      return boolValue(plain);
    case 'object':
      if (plain === null) return nullValue(dynamicType);
      if (Array.isArray(plain)) return tupleValue(plain.map(fromPlain));
      return objectValue(Object.entries(plain).map(([key, value]) => [key, fromPlain(value)] as const));
    default:
      return nullValue(dynamicType);
  }
}

/**
 * Plain data for a wholly known value. A number that a double cannot hold becomes its decimal text, which converts to the
 * number again. Throws on unknown. Marks are ignored.
 */
export function toPlain(value: Value): unknown {
  switch (value.kind) {
    case 'unknown':
      throw new Error('an unknown value has no plain form');
    case 'null':
      return null;
    case 'string':
      return value.string;
    case 'number':
      return plainNumber(value.number);
    case 'bool':
      return value.bool;
    case 'sequence':
      return value.elements.map(toPlain);
    case 'mapping':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, toPlain(entry)]));
  }
}

function plainNumber(number: BigFloat): number | string {
  const double = bigFloatToDouble(number);
  const text = formatBigFloat(number);
  return String(double) === text ? double : text;
}

/** JSON text with numbers in full, keys sorted: what `terraform output -json` writes. Throws on unknown. */
export function toJson(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      throw new Error('an unknown value has no JSON form');
    case 'null':
      return 'null';
    case 'string':
      return jsonString(value.string);
    case 'number':
      return formatBigFloat(value.number);
    case 'bool':
      return String(value.bool);
    case 'sequence':
      return `[${value.elements.map(toJson).join(',')}]`;
    case 'mapping':
      return `{${[...value.entries].map(([key, entry]) => `${jsonString(key)}:${toJson(entry)}`).join(',')}}`;
  }
}

/** A JSON string as Go's encoder writes it: characters that matter in HTML are escaped, as are U+2028 and U+2029. */
function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The type in Terraform's JSON form: `"string"`, `["list","string"]`, `["object",{...}]`. */
export function typeToPlain(type: Type): unknown {
  switch (type.kind) {
    case 'string':
    case 'number':
    case 'bool':
    case 'dynamic':
      return type.kind;
    case 'list':
    case 'set':
    case 'map':
      return [type.kind, typeToPlain(type.element)];
    case 'tuple':
      return ['tuple', type.elements.map(typeToPlain)];
    case 'object':
      return [
        'object',
        Object.fromEntries([...type.attributes].map(([name, attribute]) => [name, typeToPlain(attribute)])),
      ];
  }
}

/** Reads Terraform's JSON form of a type; throws when it is none. */
export function typeFromPlain(plain: unknown): Type {
  switch (plain) {
    case 'string':
      return stringType;
    case 'number':
      return numberType;
    case 'bool':
      return boolType;
    case 'dynamic':
      return dynamicType;
  }
  if (Array.isArray(plain)) {
    const [kind, inner]: unknown[] = plain;
    if (kind === 'list') return listType(typeFromPlain(inner));
    if (kind === 'set') return setType(typeFromPlain(inner));
    if (kind === 'map') return mapType(typeFromPlain(inner));
    if (kind === 'tuple' && Array.isArray(inner)) return tupleType(inner.map(typeFromPlain));
    if (kind === 'object' && typeof inner === 'object' && inner !== null) {
      return objectType(Object.entries(inner).map(([name, type]) => [name, typeFromPlain(type)] as const));
    }
  }
  throw new Error(`not a type in Terraform's JSON form: ${JSON.stringify(plain)}`);
}
