import type { Diagnostic, SourceRange } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import { parseExpression } from '../../hcl/parser.ts';
import { variableScope } from '../../hcl/scope.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { convertToConstraint } from '../../hcl/type-constraints.ts';
import { isPrimitiveType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { dynamicUnknown, stringValue } from '../../hcl/values.ts';
import type { VariableConfiguration } from '../configuration/module-configuration.ts';
import type { GivenValue } from './given-values.ts';

/** A root variable's value, converted to its type; undefined means that its default applies. */
export interface RootVariable {
  readonly value: Value | undefined;
  /** Where the value was written, when that was in a file. */
  readonly subject: SourceRange | undefined;
}

/** Converts the given values to the types of their variables. A required variable without a value is an error. */
export function rootVariables(
  declared: ReadonlyMap<string, VariableConfiguration>,
  given: ReadonlyMap<string, GivenValue>,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, RootVariable> {
  const variables = new Map<string, RootVariable>();
  for (const variable of declared.values()) {
    const value = given.get(variable.name);
    if (value !== undefined) {
      const subject = value.kind === 'value' ? value.subject : undefined;
      variables.set(variable.name, { value: convertGiven(variable, value, diagnostics), subject });
      continue;
    }
    if (variable.default === undefined) {
      diagnostics.push(
        errorDiagnostic(
          'No value for required variable',
          `The root module input variable "${variable.name}" is not set, and has no default value. Use a -var or -var-file command line argument to provide a value for this variable.`,
          toSourceRange(variable.span),
        ),
      );
    }
    variables.set(variable.name, { value: undefined, subject: undefined });
  }
  return variables;
}

function convertGiven(
  variable: VariableConfiguration,
  given: GivenValue,
  diagnostics: Diagnostic[],
): Value | undefined {
  const value =
    given.kind === 'value' ? given.value : valueOfText(variable, given.text, given.origin, diagnostics);
  if (value === undefined) return dynamicUnknown;
  if (value.kind === 'null' && !variable.nullable) return undefined;
  const converted = convertToConstraint(value, variable.constraint);
  if (converted.ok) return converted.value;
  const place = toSourceRange(variable.span);
  diagnostics.push(
    errorDiagnostic(
      'Invalid value for input variable',
      given.kind === 'value'
        ? `The given value is not suitable for var.${variable.name} declared at ${place.file}:${place.start.line},${place.start.column}-${place.end.column}: ${converted.reason}.`
        : `Unsuitable value for var.${variable.name} set using ${originText(given.origin)}: ${converted.reason}.`,
      given.kind === 'value' ? given.subject : place,
    ),
  );
  return dynamicUnknown;
}

function originText(origin: string): string {
  return origin.startsWith('-var ')
    ? `-var="${origin.slice('-var '.length)}=..."`
    : `the ${origin} environment variable`;
}

/** A text is the value itself for a primitive or undeclared type, else an expression. */
function valueOfText(
  variable: VariableConfiguration,
  text: string,
  origin: string,
  diagnostics: Diagnostic[],
): Value | undefined {
  const { type } = variable.constraint;
  if (!variable.typed || isPrimitiveType(type)) return stringValue(text);
  const file = `<value for var.${variable.name}${origin.startsWith('TF_VAR_') ? ` from ${origin}` : ''}>`;
  const { expression, diagnostics: problems } = parseExpression(text, file);
  diagnostics.push(...problems);
  if (expression === undefined || hasErrors(problems)) return undefined;
  const evaluated = evaluate(expression, variableScope(new Map()));
  diagnostics.push(...evaluated.diagnostics);
  return hasErrors(evaluated.diagnostics) ? undefined : evaluated.value;
}
