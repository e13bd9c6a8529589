import { convert } from '../../hcl/conversion.ts';
import type { FunctionParameter, LazyFunction, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { describeMismatch } from '../../hcl/type-mismatch.ts';
import type { Type } from '../../hcl/types.ts';
import {
  boolType,
  dynamicType,
  listType,
  mapType,
  numberType,
  setType,
  stringType,
  typeFriendlyName,
} from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import {
  boolValue,
  dynamicUnknown,
  isSensitive,
  nullValue,
  sensitiveValue,
  unknownValue,
  withMarks,
} from '../../hcl/values.ts';
import { containsUnknown, transformValue } from '../../hcl/value-walks.ts';
import { hasErrors } from '../../core/diagnostics.ts';
import { argumentAt } from './arguments.ts';

/** A parameter that takes any value as it is. */
const verbatim: FunctionParameter = {
  name: 'value',
  type: dynamicType,
  allowNull: true,
  allowUnknown: true,
  allowMarked: true,
};

export const typeFunctions: readonly ValueFunction[] = [
  conversionFunction('tobool', 'Converts to a bool.', boolType),
  conversionFunction('tolist', 'Converts to a list.', listType(dynamicType)),
  conversionFunction('tomap', 'Converts to a map.', mapType(dynamicType)),
  conversionFunction('tonumber', 'Converts to a number.', numberType),
  conversionFunction('toset', 'Converts to a set.', setType(dynamicType)),
  conversionFunction('tostring', 'Converts to a string.', stringType),
  {
    name: 'sensitive',
    description: 'Marks a value so that it is not shown.',
    params: [verbatim],
    implementation: (args) => sensitiveValue(argumentAt(args, 0)),
  },
  {
    name: 'nonsensitive',
    description: 'Takes off the mark that keeps a value from being shown.',
    params: [verbatim],
    implementation(args) {
      const value = argumentAt(args, 0);
      if (!isSensitive(value)) return value;
      return { ...value, marks: new Set([...value.marks].filter((mark) => mark !== 'sensitive')) };
    },
  },
  {
    name: 'issensitive',
    description: 'Whether a value is marked as sensitive.',
    params: [verbatim],
    returnType: boolType,
    implementation: (args) => boolValue(isSensitive(argumentAt(args, 0))),
  },
  {
    name: 'ephemeralasnull',
    description: 'The value with everything ephemeral in it replaced by null.',
    params: [verbatim],
    implementation: (args) =>
      transformValue(argumentAt(args, 0), (value) =>
        value.marks.has('ephemeral') ? nullValue(value.type) : value,
      ),
  },
];

export const lazyFunctions: readonly LazyFunction[] = [
  {
    name: 'try',
    description: 'The first expression that can be computed without an error.',
    lazy: true,
    implementation(args, evaluate) {
      if (args.length === 0) return { failure: 'at least one argument is required' };
      const problems: string[] = [];
      for (const argument of args) {
        const result = evaluate(argument);
        const error = result.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
        if (error === undefined) {
          // What is not known yet may still fail, and then another expression would be the result.
          return containsUnknown(result.value) && result.value.type.kind === 'dynamic'
            ? { value: withMarks(dynamicUnknown, result.value.marks), diagnostics: result.diagnostics }
            : result;
        }
        const { subject } = error;
        const place =
          subject === undefined ? '' : ` (at ${subject.file}:${subject.start.line},${subject.start.column})`;
        problems.push(`- ${error.summary}${place}\n  ${error.detail}`);
      }
      return {
        failure: `no expression succeeded:\n${problems.join('\n')}\n\nAt least one expression must produce a successful result`,
      };
    },
  },
  {
    name: 'can',
    description: 'Whether an expression can be computed without an error.',
    lazy: true,
    implementation(args, evaluate) {
      const [argument] = args;
      if (argument === undefined || args.length > 1) {
        return { failure: 'exactly one argument is required' };
      }
      const result = evaluate(argument);
      if (hasErrors(result.diagnostics)) return { value: boolValue(false), diagnostics: [] };
      if (result.value.kind === 'unknown' && result.value.type.kind === 'dynamic') {
        return { value: unknownValue(boolType, { notNull: true }), diagnostics: [] };
      }
      return { value: boolValue(true), diagnostics: [] };
    },
  },
];

function conversionFunction(name: string, description: string, type: Type): ValueFunction {
  return {
    name,
    description,
    params: [{ ...verbatim, name: 'v' }],
    returnType: type,
    implementation(args) {
      const value = argumentAt(args, 0);
      const converted = convert(value, type);
      if (converted.ok) return converted.value;
      throw new FunctionError(describeFailure(value, type), 0);
    },
  };
}

function describeFailure(value: Value, type: Type): string {
  const given = typeFriendlyName(value.type);
  if (value.kind === 'string' && (type.kind === 'bool' || type.kind === 'number')) {
    const what = isSensitive(value) ? 'this sensitive string' : JSON.stringify(value.string);
    return type.kind === 'bool'
      ? `cannot convert ${what} to bool; only the strings "true" or "false" are allowed`
      : `cannot convert ${what} to number; given string must be a decimal representation of a number`;
  }
  const isStructural = value.type.kind === 'tuple' || value.type.kind === 'object';
  if (isStructural && 'element' in type) {
    return `incompatible ${value.type.kind} type for conversion: ${describeMismatch(value.type, type)}`;
  }
  return `cannot convert ${given} to ${typeFriendlyName(type, true)}`;
}
