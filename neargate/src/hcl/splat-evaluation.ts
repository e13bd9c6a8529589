import { hasErrors } from '../core/diagnostics.ts';
import type { SplatExpression } from './ast.ts';
import type { Evaluator } from './evaluation.ts';
import type { Type } from './types.ts';
import { dynamicType, listType, tupleType, typeEquals } from './types.ts';
import type { Value } from './values.ts';
import { dynamicUnknown, listValue, tupleValue, unknownValue, withMarks } from './values.ts';

/** `source[*].each` and `source.*.each`. */
export function evaluateSplat(evaluator: Evaluator, expression: SplatExpression): Value {
  const errorsBefore = evaluator.diagnostics.length;
  const source = evaluator.evaluate(expression.source);
  if (hasErrors(evaluator.diagnostics.slice(errorsBefore))) return dynamicUnknown;
  const { kind } = source.type;
  const isSequence = kind === 'list' || kind === 'set' || kind === 'tuple';
  if (source.kind === 'null') {
    if (!isSequence) return withMarks(tupleValue([]), source.marks);
    evaluator.report(
      'Splat of null value',
      'Splat expressions (with the * symbol) cannot be applied to null sequences.',
      expression.source.span,
    );
    return dynamicUnknown;
  }
  if (kind === 'dynamic') return withMarks(dynamicUnknown, source.marks);
  const each = (item: Value) => evaluator.withItem(item).evaluate(expression.each);
  if (!isSequence) {
    // A lone value counts as a sequence of one, or of none when it may still turn out null.
    const result = tupleValue([each(source)]);
    const mayBeNull = source.kind === 'unknown' && !source.notNull;
    return withMarks(mayBeNull ? dynamicUnknown : result, source.marks);
  }
  const resultType = (): Type => {
    if (source.type.kind === 'tuple') {
      return tupleType(source.type.elements.map((type) => each(unknownValue(type)).type));
    }
    const element = 'element' in source.type ? source.type.element : dynamicType;
    return listType(each(unknownValue(element)).type);
  };
  if (source.kind !== 'sequence') {
    return withMarks(unknownValue(resultType(), { notNull: true }), source.marks);
  }
  const before = evaluator.diagnostics.length;
  const results = source.elements.map(each);
  if (hasErrors(evaluator.diagnostics.slice(before))) return dynamicUnknown;
  if (kind === 'tuple') return withMarks(tupleValue(results), source.marks);
  const [first] = results;
  if (first === undefined) {
    const type = resultType();
    return withMarks(listValue([], type.kind === 'list' ? type.element : dynamicType), source.marks);
  }
  if (results.some((result) => !typeEquals(result.type, first.type))) {
    evaluator.report(
      'Invalid nested splat expressions',
      "The second level of splat expression produced elements of different types, so it isn't possible to construct a valid list to represent the top-level result.\n\nConsider using a for expression instead, to produce a tuple-typed result which can therefore have non-homogenous element types.",
      expression.each.span,
    );
    return dynamicUnknown;
  }
  return withMarks(listValue(results), source.marks);
}
