import type { BigFloat } from '../../hcl/big-float.ts';
import { bigFloatToDouble, isIntegral, truncateBigFloat } from '../../hcl/big-float.ts';
import type { FunctionParameter } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { dynamicType } from '../../hcl/types.ts';
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

const smallestInteger = -(2n ** 63n);
const greatestInteger = 2n ** 63n - 1n;

/** The integer that a number must be, of 64 bits as in Terraform; `prefix` begins the sentence that refuses another. */
export function wholeNumber(number: BigFloat, prefix = ''): bigint {
  const integer = isIntegral(number) ? truncateBigFloat(number) : undefined;
  if (integer === undefined || integer < smallestInteger || integer > greatestInteger) {
    throw new FunctionError(
      `${prefix}value must be a whole number, between ${smallestInteger} and ${greatestInteger}`,
    );
  }
  return integer;
}

/** A number argument that must be whole. Beyond ±2^53 it is no longer exact, which no length or position comes near. */
export function integerAt(args: readonly Value[], index: number): number {
  return Number(wholeNumber(numberAt(args, index)));
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

/** A parameter that takes any type and does not mind what is inside. */
export function anything(name: string): FunctionParameter {
  return { name, type: dynamicType, allowUnknownInside: true, allowMarkedInside: true };
}
