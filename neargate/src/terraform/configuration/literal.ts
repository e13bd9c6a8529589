import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Attribute, Expression } from '../../hcl/ast.ts';
import { convert } from '../../hcl/conversion.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import { functionCalls } from '../../hcl/expression-walk.ts';
import { parseExpression } from '../../hcl/parser.ts';
import { references } from '../../hcl/references.ts';
import { variableScope } from '../../hcl/scope.ts';
import { spanText, toSourceRange } from '../../hcl/source.ts';
import { startSpan } from '../../hcl/start-span.ts';
import type { Type } from '../../hcl/types.ts';
import { boolType, stringType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';

const nothing = variableScope(new Map());

/** The value of an expression that may refer to nothing, such as a variable's default. */
export function constantValue(expression: Expression, diagnostics: Diagnostic[]): Value | undefined {
  const forbidden = references(expression).map(({ root, span }) => {
    const name = { ...span, end: span.start + root.length };
    return errorDiagnostic('Variables not allowed', 'Variables may not be used here.', toSourceRange(name));
  });
  const calls = functionCalls(expression).map((call) =>
    errorDiagnostic(
      'Function calls not allowed',
      'Functions may not be called here.',
      toSourceRange(call.span),
    ),
  );
  if (forbidden.length + calls.length > 0) {
    diagnostics.push(...forbidden, ...calls);
    return undefined;
  }
  const result = evaluate(expression, nothing);
  diagnostics.push(...result.diagnostics);
  return result.diagnostics.some(({ severity }) => severity === 'error') ? undefined : result.value;
}

/** The text of an argument that must be a constant string. */
export function literalString(
  attribute: Attribute | undefined,
  diagnostics: Diagnostic[],
): string | undefined {
  const value = literal(attribute, stringType, diagnostics);
  return value?.kind === 'string' ? value.string : undefined;
}

/** The truth of an argument that must be a constant bool. */
export function literalBool(
  attribute: Attribute | undefined,
  diagnostics: Diagnostic[],
): boolean | undefined {
  const value = literal(attribute, boolType, diagnostics);
  return value?.kind === 'bool' ? value.bool : undefined;
}

function literal(attribute: Attribute | undefined, type: Type, diagnostics: Diagnostic[]): Value | undefined {
  if (attribute === undefined) return undefined;
  const value = constantValue(attribute.expression, diagnostics);
  if (value === undefined) return undefined;
  const converted = convert(value, type);
  if (converted.ok) return converted.value;
  diagnostics.push(
    errorDiagnostic(
      'Unsuitable value type',
      `Unsuitable value: ${converted.reason}`,
      toSourceRange(attribute.expression.span),
    ),
  );
  return undefined;
}

/** A word such as `create` in `when = create`, bare or (deprecated) quoted. */
export function keyword(attribute: Attribute | undefined): string | undefined {
  if (attribute === undefined) return undefined;
  return spanText(attribute.expression.span).replaceAll('"', '');
}

/** The elements of an argument that must be written as a list of references. */
export function referenceList(
  attribute: Attribute | undefined,
  diagnostics: Diagnostic[],
): readonly Expression[] {
  if (attribute === undefined) return [];
  if (attribute.expression.kind !== 'tuple') {
    diagnostics.push(
      errorDiagnostic(
        'Invalid expression',
        'A static list expression is required.',
        toSourceRange(attribute.expression.span),
      ),
    );
    return [];
  }
  return attribute.expression.elements.flatMap((element) => unquoted(element, diagnostics) ?? []);
}

/** A reference that may, as before Terraform 0.12, be written in quotes. */
export function unquoted(expression: Expression, diagnostics: Diagnostic[]): Expression | undefined {
  if (expression.kind !== 'literal' || expression.value.kind !== 'string') return expression;
  const span = startSpan(expression);
  const parsed = parseExpression(expression.value.string, span.source.file);
  diagnostics.push(
    ...parsed.diagnostics.map((diagnostic) => ({ ...diagnostic, subject: toSourceRange(span) })),
  );
  return parsed.expression === undefined ? undefined : { ...parsed.expression, span };
}
