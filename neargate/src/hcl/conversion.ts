import { formatBigFloat, parseBigFloat } from './big-float.ts';
import { canConvert, fillDynamic, unify } from './type-conversion.ts';
import { describeMismatch } from './type-mismatch.ts';
import type { Type } from './types.ts';
import {
  containsDynamic,
  dynamicType,
  isPrimitiveType,
  typeEquals,
  withoutOptionalAttributes,
} from './types.ts';
import type { TraversalPath } from './value-paths.ts';
import type { MappingValue, SequenceValue, Value } from './values.ts';
import {
  boolValue,
  listValue,
  mapValue,
  nullValue,
  numberValue,
  objectValue,
  setValue,
  stringValue,
  tupleValue,
  unknownValue,
  withMarks,
  withoutMarks,
} from './values.ts';

export { unify } from './type-conversion.ts';

/** A converted value, or why there is none: a phrase such as `a number is required` and where in the value. */
export type Conversion =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string; readonly path: TraversalPath };

/** Converts as Terraform converts arguments: `"5"` to 5, tuples to lists, objects to maps. Unknown and marks are kept. */
export function convert(value: Value, type: Type): Conversion {
  if (type.kind === 'dynamic' || typeEquals(value.type, type)) return { ok: true, value };
  if (!canConvert(value.type, type, true)) {
    return { ok: false, reason: describeMismatch(value.type, type), path: [] };
  }
  try {
    return { ok: true, value: convertInner(value, type, []) };
  } catch (error) {
    if (!(error instanceof ConversionFailure)) throw error;
    return { ok: false, reason: error.message, path: error.path };
  }
}

class ConversionFailure extends Error {
  readonly path: TraversalPath;

  constructor(reason: string, path: TraversalPath) {
    super(reason);
    this.path = path;
  }
}

/** Converts where the types allow it; throws when the value does not. */
function convertInner(value: Value, type: Type, path: TraversalPath): Value {
  if (type.kind === 'dynamic' || typeEquals(value.type, type)) return value;
  if (value.marks.size > 0) return withMarks(convertInner(withoutMarks(value), type, path), value.marks);
  // Types inside a value of a type that was open when the conversion was planned are checked only here.
  if (!canConvert(value.type, type, true)) {
    throw new ConversionFailure(describeMismatch(value.type, type), path);
  }
  switch (value.kind) {
    case 'unknown':
      return unknownValue(fillDynamic(value.type, type), { notNull: value.notNull });
    case 'null':
      return nullValue(fillDynamic(value.type, type));
    case 'string':
      return convertString(value.string, type, path);
    case 'number':
      return stringValue(formatBigFloat(value.number));
    case 'bool':
      return stringValue(value.bool ? 'true' : 'false');
    case 'sequence':
      return convertSequence(value, type, path);
    case 'mapping':
      return convertMapping(value, type, path);
  }
}

function convertString(text: string, type: Type, path: TraversalPath): Value {
  if (type.kind === 'number') {
    const number = parseBigFloat(text);
    if (number === undefined) throw new ConversionFailure('a number is required', path);
    return numberValue(number);
  }
  switch (text) {
    case 'true':
    case '1':
      return boolValue(true);
    case 'false':
    case '0':
      return boolValue(false);
    default: {
      const lower = text.toLowerCase();
      const hint =
        lower === 'true' || lower === 'false' ? `; to convert from string, use lowercase "${lower}"` : '';
      throw new ConversionFailure(`a bool is required${hint}`, path);
    }
  }
}

function convertSequence(value: SequenceValue, type: Type, path: TraversalPath): Value {
  switch (type.kind) {
    case 'list':
    case 'set': {
      const hasUnknown = value.elements.some((element) => element.kind === 'unknown');
      if (type.kind === 'list' && value.type.kind === 'set' && hasUnknown) {
        return unknownValue(fillDynamic(value.type, type), { notNull: true });
      }
      const element = elementTarget(value.type, type.element);
      const elements = value.elements.map((each, index) => convertInner(each, element, [...path, index]));
      const common = commonElementType(elements, value.type, type.element);
      const converted = elements.map((each, index) => convertInner(each, common, [...path, index]));
      return type.kind === 'list' ? listValue(converted, common) : setValue(converted, common);
    }
    case 'tuple':
      return tupleValue(
        value.elements.map((each, index) =>
          convertInner(each, type.elements[index] ?? dynamicType, [...path, index]),
        ),
      );
    default:
      throw new ConversionFailure(describeMismatch(value.type, type), path);
  }
}

function convertMapping(value: MappingValue, type: Type, path: TraversalPath): Value {
  switch (type.kind) {
    case 'map': {
      const element = elementTarget(value.type, type.element);
      const entries = [...value.entries].map(
        ([key, each]) => [key, convertInner(each, element, [...path, key])] as const,
      );
      const common = commonElementType(
        entries.map(([, each]) => each),
        value.type,
        type.element,
      );
      return mapValue(
        entries.map(([key, each]) => [key, convertInner(each, common, [...path, key])] as const),
        common,
      );
    }
    case 'object':
      return objectValue(
        [...type.attributes].map(([name, attribute]) => {
          const given = value.entries.get(name);
          if (given === undefined) {
            if (value.type.kind === 'map' && !type.optional.has(name)) {
              throw new ConversionFailure(`map has no element for required attribute "${name}"`, path);
            }
            return [name, nullValue(withoutOptionalAttributes(attribute))] as const;
          }
          return [name, convertInner(given, attribute, [...path, name])] as const;
        }),
      );
    default:
      throw new ConversionFailure(describeMismatch(value.type, type), path);
  }
}

/** What elements convert to at first: an open element type of a structural value stands for what its parts unify to. */
function elementTarget(from: Type, element: Type): Type {
  if (element.kind !== 'dynamic') return element;
  if (from.kind === 'tuple') return unify(from.elements) ?? dynamicType;
  if (from.kind === 'object') return unify([...from.attributes.values()]) ?? dynamicType;
  return dynamicType;
}

/** One type for all elements of a collection, after each was converted by itself. */
function commonElementType(elements: readonly Value[], from: Type, wanted: Type): Type {
  if (!containsDynamic(wanted)) return withoutOptionalAttributes(wanted);
  if (elements.length === 0) {
    if (wanted.kind === 'dynamic' && 'element' in from) return from.element;
    return withoutOptionalAttributes(wanted);
  }
  const common = unify(elements.map((element) => element.type));
  if (common === undefined)
    throw new ConversionFailure('cannot find a common base type for all elements', []);
  return common;
}

/** The text of a known primitive, as templates and keys use it; undefined for other values. */
export function primitiveToString(value: Value): string | undefined {
  if (!isPrimitiveType(value.type)) return undefined;
  switch (value.kind) {
    case 'string':
      return value.string;
    case 'number':
      return formatBigFloat(value.number);
    case 'bool':
      return value.bool ? 'true' : 'false';
    default:
      return undefined;
  }
}
