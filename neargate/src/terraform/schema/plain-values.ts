import { bigFloatToDouble } from '../../hcl/big-float.ts';
import { fromPlain } from '../../hcl/json.ts';
import type { Type } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import {
  boolValue,
  listValue,
  mapValue,
  nullValue,
  numberValue,
  objectOfType,
  setValue,
  stringValue,
  tupleValue,
} from '../../hcl/values.ts';
import type { Plain, PlainObject } from '../provider.ts';
import type { CompiledBlock, CompiledNestedBlock } from './compiled-schema.ts';

/**
 * The JSON form of a value for a provider. Marks are left out. What is unknown is null, or left out of its object or
 * list with `unknown: 'absent'`.
 */
export function plainOfValue(value: Value, unknown: 'null' | 'absent' = 'null'): Plain {
  switch (value.kind) {
    case 'unknown':
    case 'null':
      return null;
    case 'string':
      return value.string;
    case 'number':
      return bigFloatToDouble(value.number);
    case 'bool':
      return value.bool;
    case 'sequence': {
      const elements: Plain[] = [];
      for (const element of value.elements) {
        if (element.kind !== 'unknown' || unknown === 'null') elements.push(plainOfValue(element, unknown));
      }
      return elements;
    }
    case 'mapping': {
      const entries: Record<string, Plain> = {};
      for (const [key, entry] of value.entries) {
        if (entry.kind !== 'unknown' || unknown === 'null')
          setEntry(entries, key, plainOfValue(entry, unknown));
      }
      return entries;
    }
  }
}

/** A key may be `__proto__`, which an assignment would take for something else. */
function setEntry(entries: Record<string, Plain>, key: string, plain: Plain): void {
  if (key !== '__proto__') entries[key] = plain;
  else
    Object.defineProperty(entries, key, {
      value: plain,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** As `plainOfValue`, for the object that holds a resource's arguments and attributes. */
export function plainObjectOfValue(value: Value, unknown: 'null' | 'absent' = 'null'): PlainObject {
  const plain = plainOfValue(value, unknown);
  return isPlainObject(plain) ? plain : {};
}

/** The value of this type that a provider's JSON data stands for. Throws when it cannot be one: the provider is wrong then. */
export function valueOfPlain(plain: Plain | undefined, type: Type, place = ''): Value {
  if (plain === null || plain === undefined) return nullValue(type);
  switch (type.kind) {
    case 'dynamic':
      return fromPlain(plain);
    case 'string':
      if (typeof plain === 'object') break;
      return stringValue(String(plain));
    case 'number':
      if (typeof plain === 'number') return numberValue(plain);
      if (typeof plain === 'string' && plain !== '' && Number.isFinite(Number(plain)))
        return numberValue(plain);
      break;
    case 'bool':
      if (typeof plain === 'boolean') return boolValue(plain);
      if (plain === 'true' || plain === 'false') return boolValue(plain === 'true');
      break;
    case 'list':
    case 'set': {
      if (!isPlainArray(plain)) break;
      const elements = plain.map((element, index) =>
        valueOfPlain(element, type.element, `${place}[${index}]`),
      );
      return type.kind === 'list' ? listValue(elements, type.element) : setValue(elements, type.element);
    }
    case 'tuple': {
      if (!isPlainArray(plain)) break;
      return tupleValue(
        type.elements.map((element, index) => valueOfPlain(plain[index], element, `${place}[${index}]`)),
      );
    }
    case 'map': {
      if (!isPlainObject(plain)) break;
      const entries = Object.entries(plain).map(
        ([key, entry]) => [key, valueOfPlain(entry, type.element, `${place}.${key}`)] as const,
      );
      return mapValue(entries, type.element);
    }
    case 'object': {
      if (!isPlainObject(plain)) break;
      return objectOfType(type, (name, attribute) =>
        valueOfPlain(plain[name], attribute, `${place}.${name}`),
      );
    }
  }
  throw new TypeError(`a provider gave ${JSON.stringify(plain)} for ${place}, which is a ${type.kind}`);
}

/**
 * The object of arguments and attributes that a provider gave. A list or set of blocks it left out is empty, as it is when
 * the configuration has no such block.
 */
export function objectOfPlain(plain: Plain | undefined, schema: CompiledBlock, place = ''): Value {
  if (plain === null || plain === undefined) return nullValue(schema.type);
  if (!isPlainObject(plain)) {
    throw new TypeError(`a provider gave ${JSON.stringify(plain)} for ${place}, which is an object`);
  }
  return objectOfType(schema.type, (name, type) => {
    const nested = schema.blocks.get(name);
    return nested === undefined
      ? valueOfPlain(plain[name], type, `${place}.${name}`)
      : blocksOfPlain(plain[name], nested, `${place}.${name}`);
  });
}

function blocksOfPlain(plain: Plain | undefined, nested: CompiledNestedBlock, place: string): Value {
  if (nested.schema.nesting === 'single') return objectOfPlain(plain, nested.block, place);
  const elements = plain === null || plain === undefined ? [] : isPlainArray(plain) ? plain : [plain];
  const values = elements.map((element, index) => objectOfPlain(element, nested.block, `${place}[${index}]`));
  return nested.schema.nesting === 'list'
    ? listValue(values, nested.block.type)
    : setValue(values, nested.block.type);
}

export function isPlainObject(plain: Plain | undefined): plain is PlainObject {
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain);
}

function isPlainArray(plain: Plain): plain is readonly Plain[] {
  return Array.isArray(plain);
}
