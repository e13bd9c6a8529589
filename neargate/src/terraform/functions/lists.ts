import { convert, unify } from '../../hcl/conversion.ts';
import type { FunctionParameter, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { compareForEquality } from '../../hcl/operators.ts';
import type { Type } from '../../hcl/types.ts';
import {
  boolType,
  dynamicType,
  listType,
  numberType,
  stringType,
  typeFriendlyName,
} from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import {
  boolValue,
  contentEquals,
  dynamicUnknown,
  listValue,
  nullValue,
  numberValue,
  tupleValue,
  unknownValue,
  withMarks,
} from '../../hcl/values.ts';
import { anything, argumentAt, elementsAt, elementsOf, numberAt, wholeNumber } from './arguments.ts';
import { splitGraphemes } from './text.ts';

const listOfAny: FunctionParameter = {
  name: 'list',
  type: listType(dynamicType),
  allowUnknownInside: true,
  allowMarkedInside: true,
};

/** Functions of lists, tuples and sets. */
export const listFunctions: readonly ValueFunction[] = [
  {
    name: 'alltrue',
    description: 'Whether all elements of a list are true; an empty list counts as true.',
    params: [{ name: 'list', type: listType(boolType) }],
    returnType: boolType,
    implementation: (args) => boolValue(elementsAt(args, 0).every(isTrue)),
  },
  {
    name: 'anytrue',
    description: 'Whether any element of a list is true; an empty list counts as false.',
    params: [{ name: 'list', type: listType(boolType), allowUnknownInside: true }],
    returnType: boolType,
    implementation(args) {
      const elements = elementsAt(args, 0);
      if (elements.some(isTrue)) return boolValue(true);
      return hasUnknown(elements) ? unknownValue(boolType, { notNull: true }) : boolValue(false);
    },
  },
  {
    name: 'chunklist',
    description: 'Cuts a list into lists of at most the given length; a length of 0 keeps it whole.',
    params: [listOfAny, { name: 'size', type: numberType }],
    returnType: ([list]) => listType(list?.type ?? dynamicType),
    implementation(args) {
      const list = argumentAt(args, 0);
      const elements = elementsOf(list);
      const size = Number(wholeNumber(numberAt(args, 1), 'invalid size: '));
      if (size < 0) throw new FunctionError('the size argument must be positive');
      const chunks: Value[] = [];
      const step = size === 0 ? elements.length : size;
      const element = elementTypeOf(list.type);
      for (let start = 0; start < elements.length; start += step) {
        chunks.push(listValue(elements.slice(start, start + step), element));
      }
      return listValue(chunks, list.type);
    },
  },
  {
    name: 'coalesce',
    description: 'The first argument that is neither null nor an empty string.',
    params: [],
    variadic: { name: 'vals', type: dynamicType, allowNull: true, allowUnknown: true },
    implementation(args) {
      const type = unify(args.map((value) => value.type));
      if (type === undefined) throw new FunctionError('all arguments must have the same type');
      for (const argument of args) {
        const converted = convert(argument, type);
        if (!converted.ok) throw new FunctionError(converted.reason);
        const { value } = converted;
        if (value.kind === 'unknown') return unknownValue(type, { notNull: type.kind !== 'dynamic' });
        if (value.kind === 'null' || (value.kind === 'string' && value.string === '')) continue;
        return value;
      }
      throw new FunctionError('no non-null, non-empty-string arguments');
    },
  },
  {
    name: 'coalescelist',
    description: 'The first argument that is not an empty list.',
    params: [],
    variadic: { ...anything('vals'), allowNull: true },
    implementation(args) {
      if (args.length === 0) throw new FunctionError('at least one argument is required');
      for (const list of args) {
        if (list.type.kind !== 'list' && list.type.kind !== 'tuple') {
          throw new FunctionError('coalescelist arguments must be lists or tuples');
        }
        if (list.kind === 'null') continue;
        if (elementsOf(list).length > 0) return list;
      }
      throw new FunctionError('no non-null arguments');
    },
  },
  {
    name: 'compact',
    description: 'A list of texts without those that are null or empty.',
    params: [{ name: 'list', type: listType(stringType) }],
    returnType: listType(stringType),
    implementation: (args) =>
      listValue(
        elementsAt(args, 0).filter((element) => element.kind === 'string' && element.string !== ''),
        stringType,
      ),
  },
  {
    name: 'concat',
    description: 'Joins lists or tuples into one, in order.',
    params: [],
    variadic: anything('seqs'),
    implementation: (args) => concatenate(args),
  },
  {
    name: 'contains',
    description: 'Whether a list, tuple or set has an element equal to the given value.',
    params: [
      { name: 'list', type: dynamicType, allowUnknownInside: true },
      { name: 'value', type: dynamicType },
    ],
    returnType: boolType,
    implementation(args) {
      const list = argumentAt(args, 0);
      if (!isSequence(list.type)) throw new FunctionError('argument must be list, tuple, or set');
      let mayBeEqual = false;
      for (const element of elementsOf(list)) {
        const equal = compareForEquality(element, argumentAt(args, 1));
        if (equal === true) return boolValue(true);
        if (equal === undefined) mayBeEqual = true;
      }
      return mayBeEqual ? unknownValue(boolType, { notNull: true }) : boolValue(false);
    },
  },
  {
    name: 'distinct',
    description: 'A list without repeated elements, each where it first occurs.',
    params: [{ name: 'list', type: listType(dynamicType) }],
    returnType: ([list]) => list?.type ?? listType(dynamicType),
    implementation(args) {
      const list = argumentAt(args, 0);
      const kept: Value[] = [];
      for (const element of elementsOf(list)) {
        if (!kept.some((other) => contentEquals(other, element))) kept.push(element);
      }
      return listValue(kept, elementTypeOf(list.type));
    },
  },
  {
    name: 'element',
    description: 'The element at a position, counting on from the start again past the end.',
    params: [anything('list'), { name: 'index', type: numberType }],
    implementation(args) {
      const list = argumentAt(args, 0);
      if (list.type.kind !== 'list' && list.type.kind !== 'tuple') {
        throw new FunctionError(`cannot read elements from ${typeFriendlyName(list.type)}`);
      }
      const elements = elementsOf(list);
      if (elements.length === 0) throw new FunctionError('cannot use element function with an empty list');
      const index = wholeNumber(numberAt(args, 1), 'invalid index: ');
      if (index < 0n && list.type.kind === 'tuple') {
        throw new FunctionError('cannot use element function with a negative index');
      }
      const length = BigInt(elements.length);
      return elements[Number(((index % length) + length) % length)] ?? dynamicUnknown;
    },
  },
  {
    name: 'flatten',
    description: 'Replaces elements that are lists by their elements, at every depth.',
    params: [anything('list')],
    implementation(args) {
      const list = argumentAt(args, 0);
      if (!isSequence(list.type)) throw new FunctionError('can only flatten lists, sets and tuples');
      const marks = new Set<'sensitive' | 'ephemeral'>();
      const flat = flatten(elementsOf(list), marks);
      return withMarks(flat === undefined ? dynamicUnknown : tupleValue(flat), marks);
    },
  },
  {
    name: 'index',
    description: 'The position of the first element equal to the given value.',
    params: [
      { name: 'list', type: dynamicType },
      { name: 'value', type: dynamicType },
    ],
    returnType: numberType,
    implementation(args) {
      const list = argumentAt(args, 0);
      if (list.type.kind !== 'list' && list.type.kind !== 'tuple') {
        throw new FunctionError('argument must be a list or tuple');
      }
      const elements = elementsOf(list);
      if (elements.length === 0) throw new FunctionError('cannot search an empty list');
      const found = elements.findIndex(
        (element) => compareForEquality(element, argumentAt(args, 1)) === true,
      );
      if (found === -1) throw new FunctionError('item not found');
      return numberValue(found);
    },
  },
  {
    name: 'length',
    description: 'The number of elements of a collection or of characters of a text.',
    params: [anything('value')],
    returnType: numberType,
    implementation(args) {
      const value = argumentAt(args, 0);
      switch (value.kind) {
        case 'string':
          return numberValue(splitGraphemes(value.string).length);
        case 'sequence':
          // Elements of a set that are unknown may turn out equal.
          if (value.type.kind === 'set' && value.elements.length > 1 && hasUnknown(value.elements)) {
            return unknownValue(numberType, { notNull: true });
          }
          return numberValue(value.elements.length);
        case 'mapping':
          return numberValue(value.entries.size);
        default:
          throw new FunctionError('argument must be a string, a collection type, or a structural type');
      }
    },
  },
  {
    name: 'matchkeys',
    description: 'Those values of a list whose key at the same position is in a set of keys.',
    params: [
      { name: 'values', type: listType(dynamicType) },
      { name: 'keys', type: listType(dynamicType) },
      { name: 'searchset', type: listType(dynamicType) },
    ],
    implementation: (args) => matchKeys(args),
  },
  {
    name: 'one',
    description: 'The only element of a collection, or null when it is empty.',
    params: [anything('list')],
    implementation(args) {
      const list = argumentAt(args, 0);
      const problem = 'must be a list, set, or tuple value with either zero or one elements';
      if (!isSequence(list.type)) throw new FunctionError(problem, 0);
      const elements = elementsOf(list);
      if (elements.length > 1) throw new FunctionError(problem, 0);
      return elements[0] ?? nullValue('element' in list.type ? list.type.element : dynamicType);
    },
  },
  {
    name: 'reverse',
    description: 'The elements of a list from the last to the first.',
    params: [anything('list')],
    implementation(args) {
      const list = argumentAt(args, 0);
      if (!isSequence(list.type)) {
        throw new FunctionError(
          `can only reverse list or tuple values, not ${typeFriendlyName(list.type)}`,
          0,
        );
      }
      const reversed = elementsOf(list).toReversed();
      return list.type.kind === 'tuple'
        ? tupleValue(reversed)
        : listValue(reversed, elementTypeOf(list.type));
    },
  },
  {
    name: 'slice',
    description: 'The elements of a list from a start index up to, but without, an end index.',
    params: [
      anything('list'),
      { name: 'start_index', type: numberType },
      { name: 'end_index', type: numberType },
    ],
    implementation: (args) => slice(args),
  },
];

function isSequence(type: Type): boolean {
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'tuple';
}

function elementTypeOf(type: Type): Type {
  return 'element' in type ? type.element : dynamicType;
}

function isTrue(value: Value): boolean {
  return value.kind === 'bool' && value.bool;
}

function hasUnknown(values: readonly Value[]): boolean {
  return values.some((value) => value.kind === 'unknown');
}

/** The flat elements, or undefined when something in it that may be a list is unknown. */
function flatten(values: readonly Value[], marks: Set<'sensitive' | 'ephemeral'>): Value[] | undefined {
  const flat: Value[] = [];
  for (const value of values) {
    if (value.kind === 'unknown' && (value.type.kind === 'dynamic' || isSequence(value.type))) {
      return undefined;
    }
    if (value.kind !== 'sequence') {
      flat.push(value);
      continue;
    }
    for (const mark of value.marks) marks.add(mark);
    const inner = flatten(value.elements, marks);
    if (inner === undefined) return undefined;
    flat.push(...inner);
  }
  return flat;
}

function concatenate(args: readonly Value[]): Value {
  if (args.length === 0) throw new FunctionError('at least one argument is required');
  args.forEach((argument, index) => {
    if (argument.type.kind === 'list' || argument.type.kind === 'tuple') return;
    throw new FunctionError(
      `all arguments must be lists or tuples; got ${typeFriendlyName(argument.type)}`,
      index,
    );
  });
  const common = args.every((argument) => argument.type.kind === 'list')
    ? unify(args.map((argument) => argument.type))
    : undefined;
  if (common?.kind !== 'list') return tupleValue(args.flatMap(elementsOf));
  const elements = args.flatMap((argument, index) => {
    const converted = convert(argument, common);
    if (!converted.ok) throw new FunctionError(converted.reason, index);
    return elementsOf(converted.value);
  });
  return listValue(elements, common.element);
}

function matchKeys(args: readonly Value[]): Value {
  const [values, keys, wanted] = [argumentAt(args, 0), argumentAt(args, 1), argumentAt(args, 2)];
  const type = unify([keys.type, wanted.type]);
  if (type === undefined) throw new FunctionError('keys and searchset must be of the same type');
  if (elementsOf(values).length !== elementsOf(keys).length) {
    throw new FunctionError('length of keys and values should be equal');
  }
  const [convertedKeys, convertedWanted] = [convert(keys, type), convert(wanted, type)];
  if (!convertedKeys.ok || !convertedWanted.ok) {
    throw new FunctionError('keys and searchset must be of the same type');
  }
  const search = elementsOf(convertedWanted.value);
  const keyElements = elementsOf(convertedKeys.value);
  const kept = elementsOf(values).filter((_, index) => {
    const key = keyElements[index];
    return key !== undefined && search.some((each) => compareForEquality(key, each) === true);
  });
  return listValue(kept, elementTypeOf(values.type));
}

function slice(args: readonly Value[]): Value {
  const list = argumentAt(args, 0);
  if (list.type.kind === 'set') {
    throw new FunctionError(
      'cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important',
      0,
    );
  }
  if (!isSequence(list.type)) throw new FunctionError('must be a list or tuple value', 0);
  const elements = elementsOf(list);
  const start = positionAt(args, 1, 'start');
  const end = positionAt(args, 2, 'end');
  const check = (position: number, name: string, index: number) => {
    if (position < 0) throw new FunctionError(`${name} index must not be less than zero`, index);
    if (position > elements.length) {
      throw new FunctionError(`${name} index must not be greater than the length of the list`, index);
    }
  };
  check(start, 'start', 1);
  check(end, 'end', 2);
  if (start > end) throw new FunctionError('start index must not be greater than end index', 1);
  const part = elements.slice(start, end);
  return list.type.kind === 'tuple' ? tupleValue(part) : listValue(part, elementTypeOf(list.type));
}

function positionAt(args: readonly Value[], index: number, name: string): number {
  try {
    return Number(wholeNumber(numberAt(args, index), `invalid ${name} index: `));
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw new FunctionError(error.message, index);
  }
}
