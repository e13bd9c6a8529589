import type { ForExpression } from './ast.ts';
import { convert, primitiveToString } from './conversion.ts';
import type { Evaluator } from './evaluation.ts';
import { childScope } from './scope.ts';
import { boolType, stringType, typeFriendlyName } from './types.ts';
import type { Mark, Value } from './values.ts';
import {
  dynamicUnknown,
  numberValue,
  objectValue,
  stringValue,
  tupleValue,
  withMarks,
  withoutMarks,
} from './values.ts';

/** A collection's elements with their keys: positions for lists and tuples, the elements themselves for sets. */
export function iterate(collection: Value): readonly (readonly [key: Value, value: Value])[] {
  if (collection.kind === 'mapping') {
    return [...collection.entries].map(([key, value]) => [stringValue(key), value] as const);
  }
  if (collection.kind !== 'sequence') return [];
  if (collection.type.kind === 'set')
    return collection.elements.map((element) => [element, element] as const);
  return collection.elements.map((element, index) => [numberValue(index), element] as const);
}

/** Evaluates `[for ...]` and `{for ...}`. */
export function evaluateFor(evaluator: Evaluator, expression: ForExpression): Value {
  const collection = evaluator.evaluate(expression.collection);
  if (collection.kind === 'null') {
    evaluator.report(
      'Iteration over null value',
      "A null value cannot be used as the collection in a 'for' expression.",
      expression.collection.span,
    );
    return dynamicUnknown;
  }
  const { kind } = collection.type;
  if (kind === 'dynamic') return withMarks(dynamicUnknown, collection.marks);
  if (kind === 'string' || kind === 'number' || kind === 'bool') {
    evaluator.report(
      'Iteration over non-iterable value',
      `A value of type ${typeFriendlyName(collection.type)} cannot be used as the collection in a 'for' expression.`,
      expression.collection.span,
    );
    return dynamicUnknown;
  }
  const loop = new ForLoop(evaluator, expression, collection.marks);
  if (!loop.isConditionPlausible()) return dynamicUnknown;
  if (collection.kind !== 'sequence' && collection.kind !== 'mapping') {
    return withMarks(dynamicUnknown, collection.marks);
  }
  return loop.run(iterate(collection));
}

class ForLoop {
  private readonly evaluator: Evaluator;
  private readonly expression: ForExpression;
  private readonly marks: Set<Mark>;
  /** Turns false when the set of results cannot be known. */
  private isKnown = true;

  constructor(evaluator: Evaluator, expression: ForExpression, marks: ReadonlySet<Mark>) {
    this.evaluator = evaluator;
    this.expression = expression;
    this.marks = new Set(marks);
  }

  /** Catches a condition that is wrong whatever the element, once instead of once per element. */
  isConditionPlausible(): boolean {
    const { condition } = this.expression;
    if (condition === undefined) return true;
    const before = this.evaluator.diagnostics.length;
    const value = this.bind(dynamicUnknown, dynamicUnknown).evaluate(condition);
    if (value.kind === 'null') {
      this.evaluator.report(
        'Condition is null',
        "The value of the 'if' clause must not be null.",
        condition.span,
      );
      return false;
    }
    const converted = convert(value, boolType);
    if (!converted.ok) {
      this.evaluator.report(
        "Invalid 'for' condition",
        `The 'if' clause value is invalid: ${converted.reason}.`,
        condition.span,
      );
    }
    return converted.ok && this.evaluator.diagnostics.length === before;
  }

  run(elements: readonly (readonly [Value, Value])[]): Value {
    const values: Value[] = [];
    const grouped = new Map<string, Value[]>();
    for (const [key, value] of elements) {
      const inner = this.bind(key, value);
      if (!this.isIncluded(inner)) continue;
      if (this.expression.key === undefined) {
        values.push(inner.evaluate(this.expression.value));
        continue;
      }
      const name = this.evaluateKey(inner);
      if (name === undefined) continue;
      const result = inner.evaluate(this.expression.value);
      const group = grouped.get(name);
      if (group === undefined) grouped.set(name, [result]);
      else if (this.expression.grouping) group.push(result);
      else this.reportDuplicate(name, this.expression.key.span);
    }
    if (!this.isKnown) return withMarks(dynamicUnknown, this.marks);
    if (this.expression.key === undefined) return withMarks(tupleValue(values), this.marks);
    const entries = [...grouped].map(([name, group]) => {
      const [first = dynamicUnknown] = group;
      return [name, this.expression.grouping ? tupleValue(group) : first] as const;
    });
    return withMarks(objectValue(entries), this.marks);
  }

  private bind(key: Value, value: Value): Evaluator {
    const variables = new Map<string, Value>();
    if (this.expression.keyName !== undefined) variables.set(this.expression.keyName, key);
    variables.set(this.expression.valueName, value);
    return this.evaluator.inScope(childScope(this.evaluator.scope, variables));
  }

  private isIncluded(inner: Evaluator): boolean {
    const { condition } = this.expression;
    if (condition === undefined) return true;
    const value = inner.evaluate(condition);
    for (const mark of value.marks) this.marks.add(mark);
    const converted =
      value.kind === 'null'
        ? { ok: false as const, reason: undefined }
        : convert(withoutMarks(value), boolType);
    if (!converted.ok) {
      if (this.isKnown) {
        this.evaluator.report(
          "Invalid 'for' condition",
          converted.reason === undefined
            ? "The value of the 'if' clause must not be null."
            : `The 'if' clause value is invalid: ${converted.reason}.`,
          condition.span,
        );
      }
      this.isKnown = false;
      return false;
    }
    if (converted.value.kind !== 'bool') {
      this.isKnown = false;
      return false;
    }
    return converted.value.bool;
  }

  private evaluateKey(inner: Evaluator): string | undefined {
    const { key } = this.expression;
    if (key === undefined) return undefined;
    const value = inner.evaluate(key);
    for (const mark of value.marks) this.marks.add(mark);
    let problem: string | undefined;
    if (value.kind === 'null') {
      problem = "Key expression in 'for' expression must not produce a null value.";
    } else {
      const converted = convert(withoutMarks(value), stringType);
      if (converted.ok) {
        const name = primitiveToString(converted.value);
        if (name === undefined) this.isKnown = false;
        return name;
      }
      problem = `The key expression produced an invalid result: ${converted.reason}.`;
    }
    if (this.isKnown) this.evaluator.report('Invalid object key', problem, key.span);
    this.isKnown = false;
    return undefined;
  }

  private reportDuplicate(name: string, span: ForExpression['span']): void {
    this.evaluator.report(
      'Duplicate object key',
      `Two different items produced the key "${name}" in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.`,
      span,
    );
  }
}
