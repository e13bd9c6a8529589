import type { TemplateExpression, TemplateForExpression } from './ast.ts';
import { convert } from './conversion.ts';
import type { Evaluator } from './evaluation.ts';
import { evaluateFor } from './for-evaluation.ts';
import { stringType } from './types.ts';
import type { Mark, Value } from './values.ts';
import { stringValue, unknownValue, withMarks, withoutMarks } from './values.ts';

/** The text of a template whose parts are literal or computed. */
export function evaluateTemplate(evaluator: Evaluator, expression: TemplateExpression): Value {
  const marks = new Set<Mark>();
  let text = '';
  let isKnown = true;
  for (const part of expression.parts) {
    const value = evaluator.evaluate(part);
    for (const mark of value.marks) marks.add(mark);
    if (value.kind === 'null') {
      evaluator.report(
        'Invalid template interpolation value',
        'The expression result is null. Cannot include a null value in a string template.',
        part.span,
      );
      continue;
    }
    if (value.kind === 'unknown') {
      isKnown = false;
      continue;
    }
    const converted = convert(withoutMarks(value), stringType);
    if (!converted.ok) {
      evaluator.report(
        'Invalid template interpolation value',
        `Cannot include the given value in a string template: ${converted.reason}.`,
        part.span,
      );
      continue;
    }
    if (converted.value.kind === 'string') text += converted.value.string;
    else isKnown = false;
  }
  const result = isKnown ? stringValue(text) : unknownValue(stringType, { notNull: true });
  return withMarks(result, marks);
}

/** The text of a `%{ for }` directive. */
export function evaluateTemplateFor(evaluator: Evaluator, expression: TemplateForExpression): Value {
  const results = evaluateFor(evaluator, {
    kind: 'for',
    keyName: expression.keyName,
    valueName: expression.valueName,
    collection: expression.collection,
    key: undefined,
    value: expression.body,
    condition: undefined,
    grouping: false,
    span: expression.span,
  });
  if (results.kind !== 'sequence') return withMarks(unknownValue(stringType), results.marks);
  const marks = new Set(results.marks);
  let text = '';
  for (const result of results.elements) {
    for (const mark of result.marks) marks.add(mark);
    if (result.kind === 'null') {
      evaluator.report(
        'Invalid template interpolation value',
        'An iteration result is null. Cannot include a null value in a string template.',
        expression.span,
      );
      continue;
    }
    const converted = convert(withoutMarks(result), stringType);
    if (!converted.ok) {
      evaluator.report(
        'Invalid template interpolation value',
        `Cannot include one of the interpolation results into the string template: ${converted.reason}.`,
        expression.span,
      );
      continue;
    }
    if (converted.value.kind !== 'string') return withMarks(unknownValue(stringType), marks);
    text += converted.value.string;
  }
  return withMarks(stringValue(text), marks);
}
