import type { BigFloat } from './big-float.ts';
import { bigFloatFromBigInt, bigFloatFromDouble, compareBigFloats, parseBigFloat } from './big-float.ts';
import { compareSetElements } from './set-order.ts';
import type { CollectionType, ObjectType, TupleType, Type } from './types.ts';
import {
  boolType,
  compareNames,
  containsDynamic,
  dynamicType,
  listType,
  mapType,
  numberType,
  objectType,
  setType,
  stringType,
  tupleType,
  typeEquals,
} from './types.ts';

/** What is known about a value beside its type and content, carried along by everything computed from it. */
export type Mark = 'sensitive' | 'ephemeral';

/** An immutable value of the language. `kind` says what content it has; `type` says its exact type. */
export type Value =
  | UnknownValue
  | NullValue
  | StringValue
  | NumberValue
  | BoolValue
  | SequenceValue
  | MappingValue;

interface ValueBase {
  readonly type: Type;
  readonly marks: ReadonlySet<Mark>;
}

/** A value that is known only after apply. */
export interface UnknownValue extends ValueBase {
  readonly kind: 'unknown';
  /** Whether it is certain that the value will not be null. */
  readonly notNull: boolean;
}

export interface NullValue extends ValueBase {
  readonly kind: 'null';
}

export interface StringValue extends ValueBase {
  readonly kind: 'string';
  readonly string: string;
}

export interface NumberValue extends ValueBase {
  readonly kind: 'number';
  readonly number: BigFloat;
}

export interface BoolValue extends ValueBase {
  readonly kind: 'bool';
  readonly bool: boolean;
}

/** A list, set (elements distinct and in Terraform's order) or tuple. */
export interface SequenceValue extends ValueBase {
  readonly kind: 'sequence';
  readonly type: CollectionType | TupleType;
  readonly elements: readonly Value[];
}

/** A map or object; entries are in the order of their keys. */
export interface MappingValue extends ValueBase {
  readonly kind: 'mapping';
  readonly type: CollectionType | ObjectType;
  readonly entries: ReadonlyMap<string, Value>;
}

export const noMarks: ReadonlySet<Mark> = new Set();
const sensitiveMark: ReadonlySet<Mark> = new Set(['sensitive']);

/** A string value; like Terraform's it is held in Unicode normal form C. */
export function stringValue(string: string): StringValue {
  return { kind: 'string', type: stringType, marks: noMarks, string: normalize(string) };
}

/** A number value from a number, an integer, a decimal text or a computed number. Throws on text that is no number. */
export function numberValue(number: BigFloat | bigint | number | string): NumberValue {
  return { kind: 'number', type: numberType, marks: noMarks, number: toBigFloat(number) };
}

export const trueValue: BoolValue = { kind: 'bool', type: boolType, marks: noMarks, bool: true };
export const falseValue: BoolValue = { kind: 'bool', type: boolType, marks: noMarks, bool: false };

export function boolValue(bool: boolean): BoolValue {
  return bool ? trueValue : falseValue;
}

/** A list; every element must be of `element`, which defaults to the first one's type. */
export function listValue(elements: readonly Value[], element?: Type): SequenceValue {
  const type = listType(element ?? elements[0]?.type ?? dynamicType);
  return { kind: 'sequence', type, marks: noMarks, elements };
}

/** A set: equal elements are kept once. Marks of elements move to the set, as its elements have no identity to carry them. */
export function setValue(elements: readonly Value[], element?: Type): SequenceValue {
  const type = setType(element ?? elements[0]?.type ?? dynamicType);
  const marks = new Set<Mark>();
  const bare = elements.map((value) => stripMarks(value, marks));
  const distinct: Value[] = [];
  for (const value of bare.toSorted(compareSetElements)) {
    const last = distinct.at(-1);
    if (last === undefined || !contentEquals(last, value)) distinct.push(value);
  }
  return { kind: 'sequence', type, marks: marks.size === 0 ? noMarks : marks, elements: distinct };
}

export function tupleValue(elements: readonly Value[]): SequenceValue {
  return {
    kind: 'sequence',
    type: tupleType(elements.map((element) => element.type)),
    marks: noMarks,
    elements,
  };
}

type Entries = Iterable<readonly [string, Value]> | Readonly<Record<string, Value>>;

/** A map; every value must be of `element`, which defaults to the first one's type. */
export function mapValue(entries: Entries, element?: Type): MappingValue {
  const sorted = sortEntries(entries);
  const [first] = sorted.values();
  return {
    kind: 'mapping',
    type: mapType(element ?? first?.type ?? dynamicType),
    marks: noMarks,
    entries: sorted,
  };
}

export function objectValue(entries: Entries): MappingValue {
  const sorted = sortEntries(entries);
  const type = objectType([...sorted].map(([name, value]) => [name, value.type] as const));
  return { kind: 'mapping', type, marks: noMarks, entries: sorted };
}

/**
 * An object of a known type, which it shares with others instead of working it out. `valueOf` must give values of the types
 * it is asked for; only what is of open type may differ.
 */
export function objectOfType(type: ObjectType, valueOf: (name: string, type: Type) => Value): MappingValue {
  const entries = new Map<string, Value>();
  for (const [name, attribute] of type.attributes) entries.set(name, valueOf(name, attribute));
  return isOpenType(type) ? objectValue(entries) : { kind: 'mapping', type, marks: noMarks, entries };
}

const openTypes = new WeakMap<ObjectType, boolean>();

function isOpenType(type: ObjectType): boolean {
  let isOpen = openTypes.get(type);
  if (isOpen === undefined) {
    isOpen = containsDynamic(type);
    openTypes.set(type, isOpen);
  }
  return isOpen;
}

export function unknownValue(type: Type, options: { notNull?: boolean } = {}): UnknownValue {
  return { kind: 'unknown', type, marks: noMarks, notNull: options.notNull ?? false };
}

export function nullValue(type: Type): NullValue {
  return simpleNulls.get(type) ?? { kind: 'null', type, marks: noMarks };
}

/** Most attributes of most objects are a null of a simple type: one of each is enough. */
const simpleNulls: ReadonlyMap<Type, NullValue> = new Map(
  [stringType, numberType, boolType].map((type) => [type, { kind: 'null', type, marks: noMarks }] as const),
);

/** An unknown of unknown type: what an expression that failed stands for, so that checking can go on. */
export const dynamicUnknown: UnknownValue = unknownValue(dynamicType);

/** The value with these marks added to its own. */
export function withMarks<V extends Value>(value: V, marks: Iterable<Mark>): V {
  let added: Set<Mark> | undefined;
  for (const mark of marks) {
    if (value.marks.has(mark)) continue;
    added ??= new Set(value.marks);
    added.add(mark);
  }
  return added === undefined ? value : { ...value, marks: added };
}

/** The value itself without marks; values inside keep theirs. */
export function withoutMarks<V extends Value>(value: V): V {
  return value.marks.size === 0 ? value : { ...value, marks: noMarks };
}

export function sensitiveValue<V extends Value>(value: V): V {
  return withMarks(value, sensitiveMark);
}

export function isSensitive(value: Value): boolean {
  return value.marks.has('sensitive');
}

/** Whether two values are the same in type, content and marks; unknown equals unknown of the same type. */
export function valuesEqual(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.marks.size !== b.marks.size || [...a.marks].some((mark) => !b.marks.has(mark))) return false;
  return sameContent(a, b, valuesEqual);
}

/** As `valuesEqual`, but marks do not count. */
export function contentEquals(a: Value, b: Value): boolean {
  return a === b || sameContent(a, b, contentEquals);
}

function sameContent(a: Value, b: Value, equals: (a: Value, b: Value) => boolean): boolean {
  if (!typeEquals(a.type, b.type)) return false;
  switch (a.kind) {
    case 'unknown':
    case 'null':
      return a.kind === b.kind;
    case 'string':
      return b.kind === 'string' && a.string === b.string;
    case 'number':
      return b.kind === 'number' && compareBigFloats(a.number, b.number) === 0;
    case 'bool':
      return b.kind === 'bool' && a.bool === b.bool;
    case 'sequence':
      return (
        b.kind === 'sequence' &&
        a.elements.length === b.elements.length &&
        a.elements.every((element, index) => {
          const other = b.elements[index];
          return other !== undefined && equals(element, other);
        })
      );
    case 'mapping': {
      if (b.kind !== 'mapping' || a.entries.size !== b.entries.size) return false;
      for (const [key, value] of a.entries) {
        const other = b.entries.get(key);
        if (other === undefined || !equals(value, other)) return false;
      }
      return true;
    }
  }
}

function stripMarks(value: Value, into: Set<Mark>): Value {
  if (value.marks.size === 0 && value.kind !== 'sequence' && value.kind !== 'mapping') return value;
  for (const mark of value.marks) into.add(mark);
  const bare = withoutMarks(value);
  switch (bare.kind) {
    case 'sequence':
      return { ...bare, elements: bare.elements.map((element) => stripMarks(element, into)) };
    case 'mapping':
      return {
        ...bare,
        entries: new Map([...bare.entries].map(([key, entry]) => [key, stripMarks(entry, into)])),
      };
    case 'unknown':
    case 'null':
    case 'string':
    case 'number':
    case 'bool':
      return bare;
  }
}

function sortEntries(entries: Entries): Map<string, Value> {
  const list = Symbol.iterator in entries ? [...entries] : Object.entries(entries);
  const normalized = list.map(([key, value]) => [normalize(key), value] as const);
  for (let index = 1; index < normalized.length; index++) {
    if (compareNames(normalized[index - 1]?.[0] ?? '', normalized[index]?.[0] ?? '') > 0) {
      return new Map(normalized.toSorted(([a], [b]) => compareNames(a, b)));
    }
  }
  return new Map(normalized);
}

const mayNeedNormalizing = /[\u0300-\uffff]/;

function normalize(text: string): string {
  return mayNeedNormalizing.test(text) ? text.normalize('NFC') : text;
}

function toBigFloat(number: BigFloat | bigint | number | string): BigFloat {
  switch (typeof number) {
    case 'bigint':
      return bigFloatFromBigInt(number);
    case 'number':
      return bigFloatFromDouble(number);
    case 'string': {
      const parsed = parseBigFloat(number);
      if (parsed === undefined) throw new RangeError(`not a decimal number: ${number}`);
      return parsed;
    }
    default:
      return number;
  }
}
