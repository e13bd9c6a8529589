import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Block } from '../../hcl/ast.ts';
import { references } from '../../hcl/references.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { readContent } from './body-content.ts';
import type { CheckRule } from './module-configuration.ts';

/** Reads `precondition`, `postcondition` and `assert` blocks: a condition that refers to something, and a message. */
export function readCheckRules(blocks: readonly Block[], diagnostics: Diagnostic[]): CheckRule[] {
  const rules: CheckRule[] = [];
  for (const block of blocks) {
    const rule = readCheckRule(block, diagnostics);
    if (rule === undefined) continue;
    rules.push(rule);
    if (references(rule.condition).length > 0) continue;
    diagnostics.push(
      errorDiagnostic(
        `Invalid ${block.type} expression`,
        'The condition expression must refer to at least one object from elsewhere in the configuration, or else its result would not be checking anything.',
        toSourceRange(rule.span),
      ),
    );
  }
  return rules;
}

/** Reads the `validation` blocks of a variable, whose conditions must test that variable. */
export function readValidations(
  variableName: string,
  blocks: readonly Block[],
  diagnostics: Diagnostic[],
): CheckRule[] {
  const rules: CheckRule[] = [];
  for (const block of blocks) {
    const rule = readCheckRule(block, diagnostics);
    if (rule === undefined) continue;
    rules.push(rule);
    const testsIt = references(rule.condition).some(
      ({ root, steps: [step] }) => root === 'var' && step?.kind === 'attribute' && step.name === variableName,
    );
    if (testsIt) continue;
    diagnostics.push(
      errorDiagnostic(
        'Invalid variable validation condition',
        `The condition for variable "${variableName}" must refer to var.${variableName} in order to test incoming values.`,
        toSourceRange(rule.span),
      ),
    );
  }
  return rules;
}

function readCheckRule(block: Block, diagnostics: Diagnostic[]): CheckRule | undefined {
  const { attributes } = readContent(block.body, { required: ['condition', 'error_message'] }, diagnostics);
  const condition = attributes.get('condition')?.expression;
  const errorMessage = attributes.get('error_message')?.expression;
  if (condition === undefined || errorMessage === undefined) return undefined;
  return { condition, errorMessage, span: condition.span, blockSpan: block.headerSpan };
}
