import { convert } from '../../hcl/conversion.ts';
import type { FunctionParameter, LazyFunction, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { rangeText } from '../../hcl/source.ts';
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
    implementation(args) {
      const value = argumentAt(args, 0);
      // What is unknown may turn out sensitive.
      if (value.kind === 'unknown' && !isSensitive(value)) return unknownValue(boolType, { notNull: true });
      return boolValue(isSensitive(value));
    },
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
          return containsUnknown(result.value)
            ? { value: withMarks(dynamicUnknown, result.value.marks), diagnostics: result.diagnostics }
            : result;
        }
        const { subject } = error;
        const place = subject === undefined ? '' : ` (at ${rangeText(subject)})`;
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
    onlyParameter: 'expression',
    implementation(args, evaluate) {
      const results = args.map(evaluate);
      const value = (result: Value) => ({ value: result, diagnostics: [] });
      if (results.some(({ diagnostics }) => hasErrors(diagnostics))) return value(boolValue(false));
      // What is not known yet may still fail.
      const isKnown = results.every((result) => !containsUnknown(result.value));
      return value(isKnown ? boolValue(true) : unknownValue(boolType, { notNull: true }));
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
  return `cannot convert ${given} to ${typeFriendlyName(type, true)}`;
}
