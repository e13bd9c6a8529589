import {
  addBigFloats,
  bigFloatFromBigInt,
  bigFloatFromDouble,
  compareBigFloats,
  floorBigFloat,
  isIntegral,
  negateBigFloat,
} from '../../hcl/big-float.ts';
import type { BigFloat } from '../../hcl/big-float.ts';
import { convert } from '../../hcl/conversion.ts';
import type { FunctionParameter, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { dynamicType, listType, numberType, typeFriendlyName } from '../../hcl/types.ts';
import { listValue, numberValue } from '../../hcl/values.ts';
import type { Value } from '../../hcl/values.ts';
import { argumentAt, doubleAt, integerAt, numberAt, numberOf, textAt, wholeNumber } from './arguments.ts';

const num: FunctionParameter = { name: 'num', type: numberType };

/** Terraform stops a range that would grow beyond this, as it is nearly always a mistake. */
const maxRangeLength = 1024;

export const numericFunctions: readonly ValueFunction[] = [
  {
    name: 'abs',
    description: 'The number without its sign.',
    params: [num],
    returnType: numberType,
    implementation(args) {
      const number = numberAt(args, 0);
      return numberValue(number.mantissa < 0n ? negateBigFloat(number) : number);
    },
  },
  {
    name: 'ceil',
    description: 'The closest whole number that is not less than the given one.',
    params: [num],
    returnType: numberType,
    implementation: (args) => {
      const number = numberAt(args, 0);
      return numberValue(isIntegral(number) ? number : -floorBigFloat(negateBigFloat(number)));
    },
  },
  {
    name: 'floor',
    description: 'The closest whole number that is not greater than the given one.',
    params: [num],
    returnType: numberType,
    implementation: (args) => {
      const number = numberAt(args, 0);
      return numberValue(isIntegral(number) ? number : floorBigFloat(number));
    },
  },
  {
    name: 'log',
    description: 'The logarithm of a number to a base.',
    params: [num, { name: 'base', type: numberType }],
    returnType: numberType,
    implementation: (args) => fromDouble(Math.log(doubleAt(args, 0)) / Math.log(doubleAt(args, 1))),
  },
  {
    name: 'max',
    description: 'The greatest of the numbers.',
    params: [],
    variadic: { name: 'numbers', type: numberType },
    returnType: numberType,
    implementation: (args) => extreme(args, 1),
  },
  {
    name: 'min',
    description: 'The smallest of the numbers.',
    params: [],
    variadic: { name: 'numbers', type: numberType },
    returnType: numberType,
    implementation: (args) => extreme(args, -1),
  },
  {
    name: 'parseint',
    description: 'Reads a text as an integer in a base from 2 to 62.',
    params: [
      { name: 'number', type: dynamicType },
      { name: 'base', type: numberType },
    ],
    returnType: numberType,
    implementation(args) {
      const given = argumentAt(args, 0);
      if (given.type.kind !== 'string') {
        throw new FunctionError(`first argument must be a string, not ${typeFriendlyName(given.type)}`, 0);
      }
      const base = integerAt(args, 1);
      if (base < 2 || base > 62) {
        throw new FunctionError('base must be a whole number between 2 and 62 inclusive', 1);
      }
      const text = textAt(args, 0);
      const integer = parseInteger(text, base);
      if (integer === undefined) {
        throw new FunctionError(`cannot parse "${text}" as a base ${base} integer`, 0);
      }
      return numberValue(integer);
    },
  },
  {
    name: 'pow',
    description: 'A number raised to a power.',
    params: [num, { name: 'power', type: numberType }],
    returnType: numberType,
    implementation: (args) => fromDouble(doubleAt(args, 0) ** doubleAt(args, 1)),
  },
  {
    name: 'range',
    description: 'A list of numbers from a start up to, but without, a limit.',
    params: [],
    variadic: { name: 'params', type: numberType },
    returnType: listType(numberType),
    implementation: (args) => makeRange(args),
  },
  {
    name: 'signum',
    description: 'The sign of a number: -1, 0 or 1.',
    params: [num],
    returnType: numberType,
    implementation(args) {
      const integer = wholeNumber(numberAt(args, 0));
      return numberValue(integer > 0n ? 1 : integer < 0n ? -1 : 0);
    },
  },
  {
    name: 'sum',
    description: 'The sum of the numbers in a list, set or tuple.',
    params: [{ name: 'list', type: dynamicType }],
    returnType: numberType,
    implementation(args) {
      const list = argumentAt(args, 0);
      if (list.type.kind === 'string' || list.type.kind === 'number' || list.type.kind === 'bool') {
        throw new FunctionError('cannot sum noniterable', 0);
      }
      if (list.kind !== 'sequence') {
        throw new FunctionError(
          `argument must be list, set, or tuple. Received ${typeFriendlyName(list.type)}`,
          0,
        );
      }
      if (list.elements.length === 0) throw new FunctionError('cannot sum an empty list', 0);
      return numberValue(list.elements.map(summand).reduce(addBigFloats));
    },
  },
];

function summand(value: Value): BigFloat {
  const converted = convert(value, numberType);
  if (!converted.ok || converted.value.kind !== 'number') {
    throw new FunctionError('argument must be list, set, or tuple of number values', 0);
  }
  return converted.value.number;
}

function extreme(args: readonly Value[], sign: 1 | -1): Value {
  const numbers = args.map(numberOf);
  if (numbers.length === 0) throw new FunctionError('must pass at least one number');
  return numberValue(numbers.reduce((a, b) => (compareBigFloats(b, a) * sign > 0 ? b : a)));
}

function fromDouble(number: number): Value {
  if (!Number.isFinite(number)) throw new FunctionError('the result is not a finite number');
  return numberValue(bigFloatFromDouble(number));
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function parseInteger(text: string, base: number): bigint | undefined {
  const match = /^([+-]?)([0-9a-zA-Z]+)$/.exec(text);
  if (match === null) return undefined;
  let total = 0n;
  for (const character of match[2] ?? '') {
    // Up to base 36 letters count the same in either case; beyond it the upper case ones are digits of their own.
    const digit = digits.indexOf(base <= 36 ? character.toLowerCase() : character);
    if (digit < 0 || digit >= base) return undefined;
    total = total * BigInt(base) + BigInt(digit);
  }
  return match[1] === '-' ? -total : total;
}

function makeRange(args: readonly Value[]): Value {
  const zero = bigFloatFromBigInt(0n);
  const one = bigFloatFromBigInt(1n);
  const [first, second, third] = args.map(numberOf);
  if (first === undefined || args.length > 3) {
    throw new FunctionError('must have one, two, or three arguments');
  }
  const [start, end] = second === undefined ? [zero, first] : [first, second];
  const isDescending = compareBigFloats(start, end) > 0;
  const step = third ?? (isDescending ? negateBigFloat(one) : one);
  const goesDown = step.mantissa < 0n;
  if (goesDown && compareBigFloats(end, start) > 0) {
    throw new FunctionError('end must be less than start when step is negative', 1);
  }
  if (!goesDown && isDescending) {
    throw new FunctionError('end must be greater than start when step is positive', 1);
  }
  const values: Value[] = [];
  for (let next = start; compareBigFloats(next, end) * (goesDown ? -1 : 1) < 0;) {
    if (values.length >= maxRangeLength) {
      throw new FunctionError(
        'more than 1024 values were generated; either decrease the difference between start and end or use a smaller step',
      );
    }
    values.push(numberValue(next));
    next = addBigFloats(next, step);
  }
  return listValue(values, numberType);
}
