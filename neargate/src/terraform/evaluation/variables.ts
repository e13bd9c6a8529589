import type { Diagnostic, SourceRange } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import type { Scope } from '../../hcl/scope.ts';
import { rangeText, toSourceRange } from '../../hcl/source.ts';
import type { Span } from '../../hcl/source.ts';
import { convertToConstraint } from '../../hcl/type-constraints.ts';
import type { Mark, Value } from '../../hcl/values.ts';
import { dynamicUnknown, nullValue, withMarks } from '../../hcl/values.ts';
import { withinModule } from '../addresses/module-address.ts';
import { constantValue } from '../configuration/literal.ts';
import type { VariableConfiguration } from '../configuration/module-configuration.ts';
import { checkRules } from './check-rules.ts';

/** What a module's caller, or the user, set a variable to. */
export interface GivenVariable {
  /** Undefined when nothing was given. */
  readonly value: Value | undefined;
  /** Where it was given, when that is in a file. */
  readonly subject: SourceRange | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The value that a variable has in one module instance: what was given or the default, converted, marked and validated.
 *
 * @param moduleText The module instance's address, empty for the root.
 * @param scopeWith The module's scope once the variable has this value, for its validations.
 */
export function evaluateVariable(
  variable: VariableConfiguration,
  moduleText: string,
  given: GivenVariable,
  scopeWith: (value: Value) => Scope,
): { value: Value; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [...given.diagnostics];
  if (hasErrors(diagnostics)) return { value: dynamicUnknown, diagnostics };
  const useDefault = given.value === undefined || (given.value.kind === 'null' && !variable.nullable);
  const raw = useDefault ? defaultValue(variable, diagnostics) : given.value;
  if (raw === undefined) return { value: dynamicUnknown, diagnostics };
  const converted = convertToConstraint(raw, variable.constraint);
  if (!converted.ok) {
    diagnostics.push(
      errorDiagnostic(
        'Invalid value for input variable',
        `The given value is not suitable for ${describe(variable, moduleText)}: ${converted.reason}.`,
        given.subject ?? toSourceRange(variable.span),
      ),
    );
    return { value: dynamicUnknown, diagnostics };
  }
  if (converted.value.kind === 'null' && !variable.nullable) {
    diagnostics.push(
      errorDiagnostic(
        'Invalid value for input variable',
        `The given value is not suitable for ${describe(variable, moduleText)}: required variable may not be set to null.`,
        given.subject ?? toSourceRange(variable.span),
      ),
    );
    return { value: dynamicUnknown, diagnostics };
  }
  const value = withMarks(converted.value, marksOf(variable));
  diagnostics.push(
    ...checkRules(variable.validations, scopeWith(value), {
      severity: 'error',
      summary: 'Invalid value for variable',
      subject: given.subject ?? toSourceRange(variable.span),
      suffix: (rule) => `\n\nThis was checked by the validation rule at ${placeText(rule.blockSpan)}.`,
    }),
  );
  return { value, diagnostics };
}

function defaultValue(variable: VariableConfiguration, diagnostics: Diagnostic[]): Value | undefined {
  // A required root variable without a value was reported when the values were collected.
  if (variable.default === undefined)
    return variable.nullable ? nullValue(variable.constraint.type) : undefined;
  return constantValue(variable.default, diagnostics);
}

function marksOf(variable: VariableConfiguration): Mark[] {
  return [
    ...(variable.sensitive ? (['sensitive'] as const) : []),
    ...(variable.ephemeral ? (['ephemeral'] as const) : []),
  ];
}

function describe(variable: VariableConfiguration, moduleText: string): string {
  return `${withinModule(moduleText, `var.${variable.name}`)} declared at ${placeText(variable.span)}`;
}

function placeText(span: Span): string {
  return rangeText(toSourceRange(span));
}
