import type { ConditionalExpression } from './ast.ts';
import { describeConditionalMismatch } from './conditional-mismatch.ts';
import { convert, unify } from './conversion.ts';
import type { Evaluator } from './evaluation.ts';
import type { Type } from './types.ts';
import { boolType, dynamicType } from './types.ts';
import type { Value } from './values.ts';
import { dynamicUnknown, nullValue, unknownValue, withMarks, withoutMarks } from './values.ts';

/** `condition ? whenTrue : whenFalse`: errors of the branch that is not chosen do not count. */
export function evaluateConditional(evaluator: Evaluator, expression: ConditionalExpression): Value {
  const whenTrue = evaluator.capture(expression.whenTrue);
  const whenFalse = evaluator.capture(expression.whenFalse);
  const [trueType, falseType] = [whenTrue.value.type, whenFalse.value.type];
  let type: Type | undefined;
  if (isUntypedNull(whenTrue.value)) type = falseType;
  else if (isUntypedNull(whenFalse.value)) type = trueType;
  else if (trueType.kind === 'dynamic' || falseType.kind === 'dynamic') type = dynamicType;
  else type = unify([trueType, falseType]);
  if (type === undefined) {
    evaluator.report(
      'Inconsistent conditional result types',
      `The true and false result expressions must have consistent types. ${describeConditionalMismatch(trueType, falseType)}.`,
      { ...expression.whenTrue.span, end: expression.whenFalse.span.end },
    );
    return dynamicUnknown;
  }
  const condition = evaluator.evaluate(expression.condition);
  if (condition.kind === 'null') {
    evaluator.report(
      'Null condition',
      'The condition value is null. Conditions must either be true or false.',
      expression.condition.span,
    );
    return unknownValue(type);
  }
  const marks = [...condition.marks, ...whenTrue.value.marks, ...whenFalse.value.marks];
  if (condition.kind === 'unknown') {
    if (whenTrue.value.kind === 'null' && whenFalse.value.kind === 'null') {
      return withMarks(nullValue(type), marks);
    }
    const notNull = isNeverNull(whenTrue.value) && isNeverNull(whenFalse.value);
    return withMarks(unknownValue(type, { notNull }), marks);
  }
  const converted = convert(withoutMarks(condition), boolType);
  if (!converted.ok) {
    evaluator.report(
      'Incorrect condition type',
      'The condition expression must be of type bool.',
      expression.condition.span,
    );
    return unknownValue(type);
  }
  const isTrue = converted.value.kind === 'bool' && converted.value.bool;
  const chosen = isTrue ? whenTrue : whenFalse;
  evaluator.diagnostics.push(...chosen.diagnostics);
  const result = convert(chosen.value, type);
  if (!result.ok) {
    evaluator.report(
      'Inconsistent conditional result types',
      `The ${isTrue ? 'true' : 'false'} result value has the wrong type: ${result.reason}.`,
      isTrue ? expression.whenTrue.span : expression.whenFalse.span,
    );
    return unknownValue(type);
  }
  return withMarks(result.value, marks);
}

function isUntypedNull(value: Value): boolean {
  return value.kind === 'null' && value.type.kind === 'dynamic' && value.marks.size === 0;
}

function isNeverNull(value: Value): boolean {
  return value.kind === 'unknown' ? value.notNull : value.kind !== 'null';
}
