import { FunctionError } from './functions.ts';
import type { FunctionParameter, ValueFunction } from './functions.ts';
import { dynamicType } from './types.ts';
import type { Mark, Value } from './values.ts';
import { unknownValue, withMarks, withoutMarks } from './values.ts';
import { allMarks, containsUnknown, deepUnmark } from './value-walks.ts';

/** The parameter that an argument at this position is for; undefined when there are too many. */
export function parameterAt(definition: ValueFunction, index: number): FunctionParameter | undefined {
  return definition.params[index] ?? definition.variadic;
}

/**
 * Calls a function with arguments of its parameters' types. What it does not say it handles is handled here as Terraform
 * does: null is refused, unknown makes the result unknown, marks are taken off and put on the result.
 */
export function callFunction(definition: ValueFunction, args: readonly Value[]): Value {
  const marks = new Set<Mark>();
  let isUnknown = false;
  const prepared = args.map((argument, index) => {
    const parameter = parameterAt(definition, index);
    if (argument.kind === 'null' && parameter?.allowNull !== true) {
      throw new FunctionError('argument must not be null', index);
    }
    let value = argument;
    if (parameter?.allowMarkedInside === true) {
      for (const mark of argument.marks) marks.add(mark);
      value = withoutMarks(argument);
    } else if (parameter?.allowMarked !== true) {
      for (const mark of allMarks(argument)) marks.add(mark);
      value = deepUnmark(argument).value;
    }
    if (parameter?.allowUnknown !== true) {
      isUnknown ||=
        parameter?.allowUnknownInside === true ? value.kind === 'unknown' : containsUnknown(value);
    }
    return value;
  });
  if (isUnknown) return withMarks(unknownResult(definition, prepared), marks);
  return withMarks(definition.implementation(prepared), marks);
}

function unknownResult(definition: ValueFunction, args: readonly Value[]): Value {
  const { returnType = dynamicType } = definition;
  const type = typeof returnType === 'function' ? returnType(args) : returnType;
  return unknownValue(type, { notNull: type.kind !== 'dynamic' });
}
