import type { BinaryOperator } from './ast.ts';
import {
  addBigFloats,
  compareBigFloats,
  divideBigFloats,
  multiplyBigFloats,
  negateBigFloat,
  remainderOfBigFloats,
  subtractBigFloats,
} from './big-float.ts';
import { FunctionError } from './functions.ts';
import type { Type } from './types.ts';
import { boolType, containsDynamic, dynamicType, numberType, typeEquals } from './types.ts';
import type { Value } from './values.ts';
import { boolValue, contentEquals, falseValue, numberValue, trueValue, unknownValue } from './values.ts';
import { containsUnknown } from './value-walks.ts';

/** What an operator's operands are converted to, and the type of its result. */
export function operatorTypes(operator: BinaryOperator): { readonly operand: Type; readonly result: Type } {
  switch (operator) {
    case '||':
    case '&&':
      return { operand: boolType, result: boolType };
    case '==':
    case '!=':
      return { operand: dynamicType, result: boolType };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { operand: numberType, result: boolType };
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return { operand: numberType, result: numberType };
  }
}

/** Applies an operator to operands of its type, without marks. Throws `FunctionError` when it cannot. */
export function applyOperator(operator: BinaryOperator, left: Value, right: Value): Value {
  if (operator === '==' || operator === '!=') {
    const equal = compareForEquality(left, right);
    if (equal === undefined) return unknownValue(boolType, { notNull: true });
    return boolValue(equal === (operator === '=='));
  }
  if (left.kind === 'null' || right.kind === 'null') throw new FunctionError('argument must not be null');
  const { result } = operatorTypes(operator);
  if (left.kind === 'bool' && right.kind === 'bool') {
    return boolValue(operator === '&&' ? left.bool && right.bool : left.bool || right.bool);
  }
  if (left.kind !== 'number' || right.kind !== 'number') return unknownValue(result, { notNull: true });
  const [a, b] = [left.number, right.number];
  switch (operator) {
    case '<':
      return boolValue(compareBigFloats(a, b) < 0);
    case '<=':
      return boolValue(compareBigFloats(a, b) <= 0);
    case '>':
      return boolValue(compareBigFloats(a, b) > 0);
    case '>=':
      return boolValue(compareBigFloats(a, b) >= 0);
    case '+':
      return numberValue(addBigFloats(a, b));
    case '-':
      return numberValue(subtractBigFloats(a, b));
    case '*':
      return numberValue(multiplyBigFloats(a, b));
    case '/':
      if (b.mantissa === 0n) {
        // Terraform makes infinity of a division by zero, which it then cannot store; here it is an error at once.
        throw new FunctionError(
          a.mantissa === 0n ? "can't divide zero by zero or infinity by infinity" : 'division by zero',
        );
      }
      return numberValue(divideBigFloats(a, b));
    case '%':
      return numberValue(b.mantissa === 0n ? a : remainderOfBigFloats(a, b));
    case '&&':
    case '||':
      return unknownValue(boolType, { notNull: true });
  }
}

export function negate(operand: Value): Value {
  if (operand.kind === 'null') throw new FunctionError('argument must not be null');
  if (operand.kind !== 'number') return unknownValue(numberType, { notNull: true });
  return numberValue(negateBigFloat(operand.number));
}

export function logicalNot(operand: Value): Value {
  if (operand.kind === 'null') throw new FunctionError('argument must not be null');
  if (operand.kind !== 'bool') return unknownValue(boolType, { notNull: true });
  return operand.bool ? falseValue : trueValue;
}

/**
 * Whether two values are equal, or undefined when that depends on something unknown. Values of different types are never
 * equal, but null equals null of any type.
 */
export function compareForEquality(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'null' || b.kind === 'null') {
    if (a.kind === b.kind) return true;
    const other = a.kind === 'null' ? b : a;
    return other.kind === 'unknown' && !other.notNull ? undefined : false;
  }
  if (!typeEquals(a.type, b.type)) {
    return containsDynamic(a.type) || containsDynamic(b.type) ? undefined : false;
  }
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  if (!containsUnknown(a) && !containsUnknown(b)) return contentEquals(a, b);
  if (a.kind === 'sequence' && b.kind === 'sequence') {
    if (a.type.kind === 'set') return undefined;
    return compareInner(a.elements, b.elements);
  }
  if (a.kind === 'mapping' && b.kind === 'mapping') {
    if ([...a.entries.keys()].some((key) => !b.entries.has(key))) return false;
    return compareInner([...a.entries.values()], [...b.entries.values()]);
  }
  return undefined;
}

function compareInner(a: readonly Value[], b: readonly Value[]): boolean | undefined {
  if (a.length !== b.length) return false;
  for (const [index, element] of a.entries()) {
    const other = b[index];
    const equal = other === undefined ? false : compareForEquality(element, other);
    // The first pair that differs or is unknown decides.
    if (equal !== true) return equal;
  }
  return true;
}
