import type { BigFloat } from '../../hcl/big-float.ts';
import { bigFloatToDouble, isIntegral, truncateBigFloat } from '../../hcl/big-float.ts';
import { FunctionError } from '../../hcl/functions.ts';
import type { Value } from '../../hcl/values.ts';

/**
 * Reads arguments that the caller already converted to the parameter's type and found known and not null. Anything else
 * here is our own mistake in a function's table entry, so it is thrown as such.
 */
export function argumentAt(args: readonly Value[], index: number): Value {
  const value = args[index];
  if (value === undefined) throw new Error(`argument ${index} is missing`);
  return value;
}

export function textAt(args: readonly Value[], index: number): string {
  return textOf(argumentAt(args, index));
}

export function numberAt(args: readonly Value[], index: number): BigFloat {
  return numberOf(argumentAt(args, index));
}

/** A number argument that must be whole and within ±2^53. */
export function integerAt(args: readonly Value[], index: number): number {
  const number = numberAt(args, index);
  if (!isIntegral(number)) {
    throw new FunctionError('value must be a whole number', index);
  }
  const integer = truncateBigFloat(number);
  if (integer > Number.MAX_SAFE_INTEGER || integer < Number.MIN_SAFE_INTEGER) {
    throw new FunctionError(
      `value must be a whole number, between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER} inclusive`,
      index,
    );
  }
  return Number(integer);
}

export function doubleAt(args: readonly Value[], index: number): number {
  return bigFloatToDouble(numberAt(args, index));
}

/** The elements of a list, set or tuple argument. */
export function elementsAt(args: readonly Value[], index: number): readonly Value[] {
  return elementsOf(argumentAt(args, index));
}

export function textOf(value: Value): string {
  if (value.kind !== 'string') throw new Error(`a string was expected, not ${value.kind}`);
  return value.string;
}

export function numberOf(value: Value): BigFloat {
  if (value.kind !== 'number') throw new Error(`a number was expected, not ${value.kind}`);
  return value.number;
}

export function elementsOf(value: Value): readonly Value[] {
  if (value.kind !== 'sequence') throw new Error(`a sequence was expected, not ${value.kind}`);
  return value.elements;
}
