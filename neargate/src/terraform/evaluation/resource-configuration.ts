import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import type { DecodedBody } from '../../hcl/schema-decoding.ts';
import type { Scope } from '../../hcl/scope.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { containsMark } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import type { CheckRule, ResourceConfiguration } from '../configuration/module-configuration.ts';
import type { CompiledBlock } from '../schema/compiled-schema.ts';
import { validateArguments } from '../schema/validate-arguments.ts';
import { checkRules } from './check-rules.ts';

/** A type that decodes bodies: a managed resource's or a data source's. */
interface DecodingType {
  readonly schema: CompiledBlock;
  decode(body: ResourceConfiguration['body'], scope: Scope): DecodedBody;
}

/** Evaluates the arguments of one instance and checks them. Undefined when that failed. */
export function evaluateArguments(
  resource: ResourceConfiguration,
  type: DecodingType,
  scope: Scope,
  address: string,
  diagnostics: Diagnostic[],
): Value | undefined {
  const decoded = type.decode(resource.body, scope);
  const problems = [...decoded.diagnostics];
  if (!hasErrors(problems)) {
    const subject = toSourceRange(resource.span);
    const rules = validateArguments(type.schema, decoded.value, (path) => placeOf(path, decoded, subject));
    problems.push(
      ...rules.map((diagnostic) => withAddress(diagnostic, address)),
      ...ephemeralErrors(decoded.value, subject),
    );
  }
  diagnostics.push(...problems);
  return hasErrors(problems) ? undefined : decoded.value;
}

/** Checks the rules that a resource's `lifecycle` states. Returns whether all hold, as far as that is known. */
export function checkConditions(
  kind: 'precondition' | 'postcondition',
  rules: readonly CheckRule[],
  scope: Scope,
  diagnostics: Diagnostic[],
): boolean {
  const problems = checkRules(rules, scope, { severity: 'error', summary: `Resource ${kind} failed` });
  diagnostics.push(...problems);
  return !hasErrors(problems);
}

export function withAddress(diagnostic: Diagnostic, address: string): Diagnostic {
  return diagnostic.address === undefined ? { ...diagnostic, address } : diagnostic;
}

/** Where an argument was written, or the nearest block around it. */
function placeOf(path: string, decoded: DecodedBody, fallback: ReturnType<typeof toSourceRange>) {
  for (let inner = path; inner !== ''; inner = inner.replace(/(?:^|[.[])[^.[]*$/, '')) {
    const range = decoded.attributeRanges.get(inner);
    if (range !== undefined) return range;
  }
  return fallback;
}

function ephemeralErrors(value: Value, subject: Diagnostic['subject']): Diagnostic[] {
  if (!containsMark(value, 'ephemeral')) return [];
  return [
    errorDiagnostic(
      'Invalid use of ephemeral value',
      'Ephemeral values are not valid in resource arguments, because resource instances must persist between Terraform phases.',
      subject,
    ),
  ];
}
