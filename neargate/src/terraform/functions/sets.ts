import { convert, unify } from '../../hcl/conversion.ts';
import type { FunctionParameter, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import type { Type } from '../../hcl/types.ts';
import { dynamicType, setType, tupleType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { contentEquals, listValue, setValue, tupleValue } from '../../hcl/values.ts';
import { elementsOf } from './arguments.ts';

const anySet = (name: string): FunctionParameter => ({ name, type: setType(dynamicType) });

export const setFunctions: readonly ValueFunction[] = [
  setFunction('setintersection', 'The elements that all sets have.', (first, second) =>
    first.filter((element) => second.some((other) => contentEquals(element, other))),
  ),
  {
    ...setFunction('setsubtract', 'The elements of a set that another does not have.', (first, second) =>
      first.filter((element) => !second.some((other) => contentEquals(element, other))),
    ),
    params: [anySet('a'), anySet('b')],
  },
  {
    ...setFunction('setunion', 'The elements that any of the sets has.', (first, second) => [
      ...first,
      ...second,
    ]),
    params: [{ ...anySet('first_set'), allowUnknownInside: true }],
    variadic: { ...anySet('other_sets'), allowUnknownInside: true },
  },
  {
    name: 'setproduct',
    description: 'Every combination of one element from each of the given sets or lists.',
    params: [],
    variadic: { name: 'sets', type: dynamicType, allowUnknownInside: true },
    implementation: (args) => product(args),
  },
];

function setFunction(
  name: string,
  description: string,
  combine: (first: readonly Value[], second: readonly Value[]) => readonly Value[],
): ValueFunction {
  const withOthers = name !== 'setsubtract';
  return {
    name,
    description,
    params: [anySet('first_set')],
    ...(withOthers ? { variadic: anySet('other_sets') } : {}),
    implementation(args) {
      const element = commonElement(args);
      const sets = args.map((argument) => {
        const converted = convert(argument, setType(element));
        if (!converted.ok) throw new FunctionError(converted.reason);
        return elementsOf(converted.value);
      });
      return setValue(sets.reduce(combine), element);
    },
  };
}

function commonElement(args: readonly Value[]): Type {
  const elements = args
    .map((argument) => ('element' in argument.type ? argument.type.element : dynamicType))
    // An empty set written as `[]` has no element type of its own, so it goes with any.
    .filter((type, index) => type.kind !== 'dynamic' || elementsOf(args[index] ?? setValue([])).length > 0);
  if (elements.length === 0) return dynamicType;
  const common = unify(elements, false);
  if (common === undefined) throw new FunctionError('given sets must all have compatible element types');
  return common;
}

function product(args: readonly Value[]): Value {
  if (args.length < 2) throw new FunctionError('at least two arguments are required');
  const types = args.map(productElementType);
  const factors = args.map((argument, index) => {
    const type = types[index] ?? dynamicType;
    return elementsOf(argument).map((element) => {
      const converted = convert(element, type);
      if (!converted.ok) throw new FunctionError('all elements must be of the same type', index);
      return converted.value;
    });
  });
  let rows: Value[][] = [[]];
  for (const factor of factors) rows = rows.flatMap((row) => factor.map((element) => [...row, element]));
  const tuples = rows.map(tupleValue);
  const element = tupleType(types);
  const isOrdered = args.every((argument) => argument.type.kind !== 'set');
  return isOrdered ? listValue(tuples, element) : setValue(tuples, element);
}

function productElementType(argument: Value, index: number): Type {
  switch (argument.type.kind) {
    case 'set':
    case 'list':
      return argument.type.element;
    case 'tuple': {
      if (argument.type.elements.length === 0) return dynamicType;
      const common = unify(argument.type.elements);
      if (common === undefined) throw new FunctionError('all elements must be of the same type', index);
      return common;
    }
    default:
      throw new FunctionError('a set or a list is required', index);
  }
}
