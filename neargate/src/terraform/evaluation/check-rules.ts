import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import { convert } from '../../hcl/conversion.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import type { Scope } from '../../hcl/scope.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { boolType, stringType } from '../../hcl/types.ts';
import { isSensitive, withoutMarks } from '../../hcl/values.ts';
import type { CheckRule } from '../configuration/module-configuration.ts';

/** How the failure of a rule is reported. */
export interface RuleFailure {
  readonly severity: Diagnostic['severity'];
  readonly summary: string;
  /** Said after the rule's own message. */
  readonly suffix?: (rule: CheckRule) => string;
  /** What the failure points at instead of the condition. */
  readonly subject?: Diagnostic['subject'];
}

/** Evaluates conditions; one that is not known yet counts as holding, and is evaluated again when applying. */
export function checkRules(rules: readonly CheckRule[], scope: Scope, failure: RuleFailure): Diagnostic[] {
  return rules.flatMap((rule) => checkRule(rule, scope, failure));
}

function checkRule(rule: CheckRule, scope: Scope, failure: RuleFailure): readonly Diagnostic[] {
  const subject = failure.subject ?? toSourceRange(rule.span);
  const condition = evaluate(rule.condition, scope);
  if (hasErrors(condition.diagnostics)) {
    return condition.diagnostics.map((diagnostic) => ({ ...diagnostic, severity: failure.severity }));
  }
  const converted = convert(withoutMarks(condition.value), boolType);
  if (!converted.ok) {
    return [
      {
        severity: failure.severity,
        summary: 'Invalid condition result',
        detail: `Invalid condition result value: ${converted.reason}.`,
        subject,
      },
    ];
  }
  const { value } = converted;
  if (value.kind === 'null') {
    return [
      {
        severity: failure.severity,
        summary: 'Invalid condition result',
        detail: 'Condition expression must return either true or false, not null.',
        subject,
      },
    ];
  }
  if (value.kind !== 'bool' || value.bool) return [];
  const message = errorMessage(rule, scope);
  if (typeof message !== 'string') return message;
  const detail = `${message}${failure.suffix?.(rule) ?? ''}`;
  return [{ severity: failure.severity, summary: failure.summary, detail, subject }];
}

function errorMessage(rule: CheckRule, scope: Scope): string | readonly Diagnostic[] {
  const evaluated = evaluate(rule.errorMessage, scope);
  if (hasErrors(evaluated.diagnostics)) return evaluated.diagnostics;
  if (isSensitive(evaluated.value)) {
    return 'The error message included a sensitive value, so it will not be displayed.';
  }
  const converted = convert(withoutMarks(evaluated.value), stringType);
  if (!converted.ok) {
    return [
      errorDiagnostic(
        'Invalid error message',
        `Unsuitable value for error message: ${converted.reason}.`,
        toSourceRange(rule.errorMessage.span),
      ),
    ];
  }
  return converted.value.kind === 'string'
    ? converted.value.string
    : 'This check failed, but has an invalid error message.';
}
