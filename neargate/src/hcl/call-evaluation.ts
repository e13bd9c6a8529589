import { hasErrors } from '../core/diagnostics.ts';
import type { FunctionCallExpression } from './ast.ts';
import { convert } from './conversion.ts';
import type { Evaluator } from './evaluation.ts';
import { callFunction, parameterAt } from './function-calls.ts';
import type { ValueFunction } from './functions.ts';
import { FunctionError } from './functions.ts';
import type { Span } from './source.ts';
import { callStart, startSpan } from './start-span.ts';
import { nameSuggestion } from './suggestions.ts';
import { dynamicType } from './types.ts';
import type { Value } from './values.ts';
import { dynamicUnknown, unknownValue, withMarks } from './values.ts';

interface CallArgument {
  readonly value: Value;
  readonly span: Span;
}

/** A function call: its arguments are evaluated and converted first, except those of lazy functions such as `try`. */
export function evaluateCall(evaluator: Evaluator, expression: FunctionCallExpression): Value {
  const definition = evaluator.scope.functions.get(expression.name);
  if (definition === undefined) {
    reportUnknownFunction(evaluator, expression);
    return dynamicUnknown;
  }
  if ('lazy' in definition) {
    const { onlyParameter } = definition;
    if (onlyParameter !== undefined) {
      const counted = { params: [{ name: onlyParameter, type: dynamicType }] };
      const args = expression.args.map((argument) => ({ span: startSpan(argument) }));
      if (!checkArgumentCount(evaluator, expression, counted, args)) return dynamicUnknown;
    }
    const outcome = definition.implementation(expression.args, (argument) => evaluator.capture(argument));
    if ('failure' in outcome) {
      evaluator.report(
        'Error in function call',
        `Call to function "${expression.name}" failed: ${outcome.failure}.`,
        callStart(expression),
      );
      return dynamicUnknown;
    }
    evaluator.diagnostics.push(...outcome.diagnostics);
    return outcome.value;
  }
  const before = evaluator.diagnostics.length;
  const args = evaluateArguments(evaluator, expression);
  if (args === undefined) return dynamicUnknown;
  if (!checkArgumentCount(evaluator, expression, definition, args)) return dynamicUnknown;
  const refusal = definition.refuseExpressions?.(expression.args);
  if (refusal !== undefined) {
    reportFunctionError(evaluator, expression, definition, args, refusal);
    return dynamicUnknown;
  }
  const values = args.map((argument, index) => convertArgument(evaluator, definition, argument, index));
  if (hasErrors(evaluator.diagnostics.slice(before))) return dynamicUnknown;
  try {
    return callFunction(definition, values);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    reportFunctionError(evaluator, expression, definition, args, error);
    return dynamicUnknown;
  }
}

/** The arguments with `...` expanded; undefined when the call's result is already decided. */
function evaluateArguments(
  evaluator: Evaluator,
  expression: FunctionCallExpression,
): CallArgument[] | undefined {
  const plain = expression.expandFinal ? expression.args.slice(0, -1) : expression.args;
  const args = plain.map((argument) => ({ value: evaluator.evaluate(argument), span: startSpan(argument) }));
  const expanded = expression.expandFinal ? expression.args.at(-1) : undefined;
  if (expanded === undefined) return args;
  const before = evaluator.diagnostics.length;
  const value = evaluator.evaluate(expanded);
  if (hasErrors(evaluator.diagnostics.slice(before))) return undefined;
  const fail = (detail: string) => {
    evaluator.report('Invalid expanding argument value', detail, expanded.span);
    return undefined;
  };
  if (value.kind === 'null') {
    return fail('The expanding argument (indicated by ...) must not be null.');
  }
  if (value.type.kind === 'dynamic') return undefined;
  if (value.type.kind !== 'list' && value.type.kind !== 'set' && value.type.kind !== 'tuple') {
    return fail('The expanding argument (indicated by ...) must be of a tuple, list, or set type.');
  }
  if (value.kind !== 'sequence') return undefined;
  return [
    ...args,
    ...value.elements.map((element) => ({
      value: withMarks(element, value.marks),
      span: startSpan(expanded),
    })),
  ];
}

function checkArgumentCount(
  evaluator: Evaluator,
  expression: FunctionCallExpression,
  definition: Pick<ValueFunction, 'params' | 'variadic'>,
  args: readonly { readonly span: Span }[],
): boolean {
  const { params, variadic } = definition;
  const missing = params[args.length];
  if (missing !== undefined) {
    const qualifier = variadic === undefined ? '' : ' at least';
    const end = expression.span.end;
    evaluator.report(
      'Not enough function arguments',
      `Function "${expression.name}" expects${qualifier} ${params.length} argument(s). Missing value for "${missing.name}".`,
      { ...expression.span, start: end - 1, end },
    );
    return false;
  }
  const extra = args[params.length];
  if (variadic === undefined && extra !== undefined) {
    evaluator.report(
      'Too many function arguments',
      `Function "${expression.name}" expects only ${params.length} argument(s).`,
      extra.span,
    );
    return false;
  }
  return true;
}

function convertArgument(
  evaluator: Evaluator,
  definition: ValueFunction,
  argument: CallArgument,
  index: number,
): Value {
  const parameter = parameterAt(definition, index);
  if (parameter === undefined) return argument.value;
  const converted = convert(argument.value, parameter.type);
  if (converted.ok) return converted.value;
  evaluator.report(
    'Invalid function argument',
    `Invalid value for "${parameter.name}" parameter: ${converted.reason}.`,
    argument.span,
  );
  return unknownValue(parameter.type);
}

function reportFunctionError(
  evaluator: Evaluator,
  expression: FunctionCallExpression,
  definition: ValueFunction,
  args: readonly CallArgument[],
  error: FunctionError,
): void {
  const index = error.argumentIndex;
  const parameter = index === undefined ? undefined : parameterAt(definition, index);
  if (index === undefined || parameter === undefined) {
    evaluator.report(
      'Error in function call',
      `Call to function "${expression.name}" failed: ${error.message}.`,
      callStart(expression),
    );
    return;
  }
  evaluator.report(
    'Invalid function argument',
    `Invalid value for "${parameter.name}" parameter: ${error.message}.`,
    args[index]?.span ?? expression.span,
  );
}

function reportUnknownFunction(evaluator: Evaluator, expression: FunctionCallExpression): void {
  const { name } = expression;
  const separator = name.lastIndexOf('::');
  const names = [...evaluator.scope.functions.keys()];
  if (separator === -1) {
    const suggestion = nameSuggestion(name, names);
    const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
    evaluator.report(
      'Call to unknown function',
      `There is no function named "${name}".${hint}`,
      expression.nameSpan,
    );
    return;
  }
  const namespace = name.slice(0, separator + 2);
  const detail = names.some((each) => each.startsWith(namespace))
    ? `There is no function named "${name.slice(separator + 2)}" in namespace ${namespace}.`
    : `There are no functions in namespace "${namespace}".`;
  evaluator.report('Call to unknown function', detail, expression.nameSpan);
}
