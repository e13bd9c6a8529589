import { convert } from '../../hcl/conversion.ts';
import type { ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import type { Type } from '../../hcl/types.ts';
import { dynamicType, listType, mapType, stringType, typeEquals, typeFriendlyName } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import {
  dynamicUnknown,
  listValue,
  mapValue,
  objectValue,
  stringValue,
  tupleValue,
  withoutMarks,
} from '../../hcl/values.ts';
import { anything, argumentAt, elementsAt, elementsOf, textAt, textOf } from './arguments.ts';

/** Functions of maps and objects. */
export const mapFunctions: readonly ValueFunction[] = [
  {
    name: 'keys',
    description: 'The keys of a map or the attribute names of an object, sorted.',
    params: [{ name: 'inputMap', type: dynamicType, allowUnknownInside: true, allowMarkedInside: true }],
    implementation(args) {
      const map = argumentAt(args, 0);
      if (map.kind !== 'mapping') throw new FunctionError('must have map or object type', 0);
      const names = [...map.entries.keys()].map(stringValue);
      return map.type.kind === 'map' ? listValue(names, stringType) : tupleValue(names);
    },
  },
  {
    name: 'lookup',
    description: 'The element of a map with the given key, or a default when there is none.',
    params: [anything('inputMap'), { name: 'key', type: stringType }],
    variadic: { name: 'default', type: dynamicType, allowNull: true, allowUnknown: true, allowMarked: true },
    implementation: (args) => lookup(args),
  },
  {
    name: 'merge',
    description: 'One map or object with the elements of all; later ones win.',
    params: [],
    variadic: { ...anything('maps'), allowNull: true },
    implementation: (args) => merge(args),
  },
  {
    name: 'transpose',
    description: 'Turns a map of lists of texts inside out: what were values become keys.',
    params: [{ name: 'values', type: mapType(listType(stringType)) }],
    returnType: mapType(listType(stringType)),
    implementation: (args) => transpose(argumentAt(args, 0)),
  },
  {
    name: 'values',
    description: 'The values of a map or object in the order of their keys.',
    params: [anything('mapping')],
    implementation(args) {
      const map = argumentAt(args, 0);
      if (map.kind !== 'mapping') throw new FunctionError('values() requires a map as the first argument');
      const values = [...map.entries.values()];
      return map.type.kind === 'map' ? listValue(values, map.type.element) : tupleValue(values);
    },
  },
  {
    name: 'zipmap',
    description: 'A map or object from a list of keys and a list of values.',
    params: [{ name: 'keys', type: listType(stringType) }, anything('values')],
    implementation: (args) => zipMap(args),
  },
];

function lookup(args: readonly Value[]): Value {
  const map = argumentAt(args, 0);
  const key = textAt(args, 1);
  const fallback = args[2];
  if (args.length > 3) {
    throw new FunctionError(`lookup() takes two or three arguments, got ${args.length}`);
  }
  if (map.kind !== 'mapping') {
    throw new FunctionError('lookup() requires a map as the first argument', 0);
  }
  const found = map.entries.get(key);
  if (map.type.kind === 'object') {
    if (found !== undefined) return found;
    if (fallback !== undefined) return fallback;
    throw new FunctionError(`the given object has no attribute "${key}"`, 0);
  }
  const converted = fallback === undefined ? undefined : convert(fallback, map.type.element);
  if (converted?.ok === false) {
    throw new FunctionError('the default value must have the same type as the map elements', 2);
  }
  if (found !== undefined) return found;
  if (converted !== undefined) return converted.value;
  throw new FunctionError(`lookup failed to find key "${key}"`);
}

function merge(args: readonly Value[]): Value {
  const entries = new Map<string, Value>();
  let common: Type | undefined;
  let isCommon = true;
  for (const argument of args) {
    if (argument.type.kind === 'dynamic') continue;
    if (argument.type.kind !== 'map' && argument.type.kind !== 'object') {
      throw new FunctionError(`arguments must be maps or objects, got "${typeFriendlyName(argument.type)}"`);
    }
    common ??= argument.type;
    isCommon &&= typeEquals(common, argument.type);
    if (argument.kind !== 'mapping') continue;
    for (const [key, value] of argument.entries) entries.set(key, value);
  }
  return isCommon && common?.kind === 'map' ? mapValue(entries, common.element) : objectValue(entries);
}

function transpose(map: Value): Value {
  const transposed = new Map<string, string[]>();
  if (map.kind === 'mapping') {
    for (const [key, list] of map.entries) {
      if (list.kind === 'null') throw new FunctionError(`cannot use null list for ["${key}"]`, 0);
      elementsOf(list).forEach((element, index) => {
        if (element.kind === 'null') {
          throw new FunctionError(`cannot use null string for ["${key}"][${index}]`, 0);
        }
        const name = textOf(element);
        transposed.set(name, [...(transposed.get(name) ?? []), key]);
      });
    }
  }
  const entries = [...transposed].map(
    ([name, keys]) => [name, listValue(keys.toSorted().map(stringValue), stringType)] as const,
  );
  return mapValue(entries, listType(stringType));
}

function zipMap(args: readonly Value[]): Value {
  const [keys, values] = [elementsAt(args, 0), argumentAt(args, 1)];
  if (values.type.kind !== 'list' && values.type.kind !== 'tuple') {
    throw new FunctionError('values argument must be a list or tuple value');
  }
  const elements = elementsOf(values);
  if (keys.length !== elements.length) {
    throw new FunctionError(
      `number of keys (${keys.length}) does not match number of values (${elements.length})`,
    );
  }
  const entries = keys.map((key, index) => {
    if (key.kind === 'null') throw new FunctionError(`keys list has null value at index ${index}`);
    return [textOf(withoutMarks(key)), elements[index] ?? dynamicUnknown] as const;
  });
  const unique = new Map(entries);
  return values.type.kind === 'list' ? mapValue(unique, values.type.element) : objectValue(unique);
}
