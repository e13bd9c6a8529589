import { describe, expect, it } from 'vitest';
import { convert, unify } from './conversion.ts';
import { toPlain } from './json.ts';
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
  typeToString,
} from './types.ts';
import type { Value } from './values.ts';
import {
  boolValue,
  isSensitive,
  listValue,
  mapValue,
  nullValue,
  numberValue,
  objectValue,
  sensitiveValue,
  stringValue,
  tupleValue,
  unknownValue,
} from './values.ts';

function converted(value: Value, type: Type): Value {
  const result = convert(value, type);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

function refusal(value: Value, type: Type): string {
  const result = convert(value, type);
  return result.ok ? 'converted' : `${result.reason} at ${JSON.stringify(result.path)}`;
}

describe('converting', () => {
  it.each<[string, Value, Type, unknown]>([
    ['number to text', numberValue('1.50'), stringType, '1.5'],
    ['text to number', stringValue('5'), numberType, 5],
    ['bool to text', boolValue(true), stringType, 'true'],
    ['tuple to list', tupleValue([numberValue(1), stringValue('a')]), listType(dynamicType), ['1', 'a']],
    [
      'list to set',
      listValue([stringValue('b'), stringValue('a'), stringValue('b')]),
      setType(stringType),
      ['a', 'b'],
    ],
    [
      'object to map',
      objectValue({ a: numberValue(1), b: stringValue('x') }),
      mapType(dynamicType),
      { a: '1', b: 'x' },
    ],
    ['map to object', mapValue({ a: stringValue('1') }), objectType({ a: numberType }), { a: 1 }],
    [
      'an object with what is wanted of it',
      objectValue({ a: numberValue(1), extra: numberValue(2) }),
      objectType({ a: numberType, b: stringType }, ['b']),
      { a: 1, b: null },
    ],
  ])('%s', (_, value, type, plain) => {
    expect(toPlain(converted(value, type))).toEqual(plain);
  });

  it.each<[Value, Type, string]>([
    [stringValue('x'), numberType, 'a number is required at []'],
    [stringValue('True'), boolType, 'a bool is required; to convert from string, use lowercase "true" at []'],
    [tupleValue([]), stringType, 'string required at []'],
    [tupleValue([numberValue(1), stringValue('x')]), listType(numberType), 'a number is required at [1]'],
    [
      objectValue({ a: stringValue('x') }),
      objectType({ a: numberType, b: stringType }),
      'attribute "b" is required at []',
    ],
    [
      objectValue({ a: tupleValue([]) }),
      objectType({ a: numberType }),
      'attribute "a": number required at []',
    ],
  ])('refuses, and says what and where', (value, type, expected) => {
    expect(refusal(value, type)).toBe(expected);
  });

  it('keeps marks, nulls and what is unknown', () => {
    expect(isSensitive(converted(sensitiveValue(numberValue(1)), stringType))).toBe(true);
    expect(converted(nullValue(dynamicType), listType(stringType))).toMatchObject({
      kind: 'null',
      type: listType(stringType),
    });
    expect(converted(unknownValue(numberType, { notNull: true }), stringType)).toMatchObject({
      kind: 'unknown',
      type: stringType,
      notNull: true,
    });
  });
});

describe('one type for several', () => {
  it.each<[Type[], string]>([
    [[numberType, stringType], 'string'],
    [[boolType, numberType], 'none'],
    [[tupleType([numberType]), tupleType([stringType, stringType])], 'list(string)'],
    [[tupleType([numberType]), tupleType([stringType])], 'tuple([string])'],
    [[objectType({ a: numberType }), objectType({ b: stringType })], 'map(string)'],
    [[listType(numberType), setType(numberType)], 'list(number)'],
    [[listType(stringType), tupleType([])], 'list(string)'],
    [[objectType({}), tupleType([])], 'none'],
  ])('%#', (types, expected) => {
    const unified = unify(types);
    expect(unified === undefined ? 'none' : typeToString(unified)).toBe(expected);
  });
});
