import type { Diagnostic } from '../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../core/diagnostics.ts';
import type {
  BinaryExpression,
  Expression,
  ObjectExpression,
  ObjectItem,
  TupleExpression,
  UnaryExpression,
} from './ast.ts';
import { evaluateCall } from './call-evaluation.ts';
import { evaluateConditional } from './conditional-evaluation.ts';
import { convert, primitiveToString } from './conversion.ts';
import type { Access } from './element-access.ts';
import { getAttribute, getIndex } from './element-access.ts';
import { evaluateFor } from './for-evaluation.ts';
import type { Evaluated } from './functions.ts';
import { FunctionError } from './functions.ts';
import { applyOperator, logicalNot, negate, operatorTypes } from './operators.ts';
import type { Traversal } from './references.ts';
import { traversalOf } from './references.ts';
import type { Scope } from './scope.ts';
import type { Span } from './source.ts';
import { toSourceRange } from './source.ts';
import { evaluateSplat } from './splat-evaluation.ts';
import { nameSuggestion } from './suggestions.ts';
import { evaluateTemplate, evaluateTemplateFor } from './template-evaluation.ts';
import type { Type } from './types.ts';
import { boolType, numberType, stringType } from './types.ts';
import type { Mark, Value } from './values.ts';
import { dynamicUnknown, objectValue, tupleValue, unknownValue, withMarks, withoutMarks } from './values.ts';

/** Computes an expression. With error diagnostics the value is unknown where it could not be computed. */
export function evaluate(expression: Expression, scope: Scope): Evaluated {
  const diagnostics: Diagnostic[] = [];
  const value = new Evaluator(scope, diagnostics, undefined).evaluate(expression);
  return { value, diagnostics };
}

/** Evaluates in one scope, collecting diagnostics; an inner scope gets an evaluator of its own. */
export class Evaluator {
  readonly scope: Scope;
  readonly diagnostics: Diagnostic[];
  /** What `splat-item` stands for, inside a splat. */
  private readonly item: Value | undefined;

  constructor(scope: Scope, diagnostics: Diagnostic[], item: Value | undefined) {
    this.scope = scope;
    this.diagnostics = diagnostics;
    this.item = item;
  }

  evaluate(expression: Expression): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'template':
        return evaluateTemplate(this, expression);
      case 'template-wrap':
      case 'parentheses':
        return this.evaluate(expression.expression);
      case 'variable':
      case 'attribute-access':
      case 'index':
        return this.evaluateAccess(expression);
      case 'splat':
        return evaluateSplat(this, expression);
      case 'splat-item':
        return this.item ?? dynamicUnknown;
      case 'call':
        return evaluateCall(this, expression);
      case 'conditional':
        return evaluateConditional(this, expression);
      case 'binary':
        return this.evaluateBinary(expression);
      case 'unary':
        return this.evaluateUnary(expression);
      case 'tuple':
        return this.evaluateTuple(expression);
      case 'object':
        return this.evaluateObject(expression);
      case 'for':
        return evaluateFor(this, expression);
      case 'template-for':
        return evaluateTemplateFor(this, expression);
    }
  }

  /** Evaluates with diagnostics of its own, for expressions whose errors may not count. */
  capture(expression: Expression): Evaluated {
    const diagnostics: Diagnostic[] = [];
    return { value: new Evaluator(this.scope, diagnostics, this.item).evaluate(expression), diagnostics };
  }

  /** The same evaluator in another scope. */
  inScope(scope: Scope): Evaluator {
    return new Evaluator(scope, this.diagnostics, this.item);
  }

  /** The same evaluator with another meaning of `splat-item`. */
  withItem(item: Value): Evaluator {
    return new Evaluator(this.scope, this.diagnostics, item);
  }

  report(summary: string, detail: string, span: Span): void {
    this.diagnostics.push(errorDiagnostic(summary, detail, toSourceRange(span)));
  }

  private evaluateAccess(expression: Expression): Value {
    const traversal = traversalOf(expression);
    if (traversal !== undefined) return this.evaluateTraversal(traversal);
    switch (expression.kind) {
      case 'attribute-access':
        return this.settle(
          getAttribute(this.evaluate(expression.object), expression.name),
          expression.nameSpan,
        );
      case 'index': {
        const collection = this.evaluate(expression.collection);
        const key = this.evaluate(expression.key);
        return this.settle(getIndex(collection, key), expression.keySpan);
      }
      default:
        return dynamicUnknown;
    }
  }

  private evaluateTraversal(traversal: Traversal): Value {
    const resolution = this.scope.resolve(traversal);
    if (resolution === undefined) {
      const suggestion = nameSuggestion(traversal.root, this.scope.names?.() ?? []);
      const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
      this.report(
        'Unknown variable',
        `There is no variable named "${traversal.root}".${hint}`,
        traversal.span,
      );
      return dynamicUnknown;
    }
    this.diagnostics.push(...(resolution.diagnostics ?? []));
    let { value } = resolution;
    for (const step of traversal.steps.slice(resolution.consumedSteps)) {
      const access = step.kind === 'attribute' ? getAttribute(value, step.name) : getIndex(value, step.key);
      value = this.settle(access, step.span);
      if (!access.ok) break;
    }
    return value;
  }

  private settle(access: Access, span: Span): Value {
    if (access.ok) return access.value;
    this.report(access.summary, access.detail, span);
    return dynamicUnknown;
  }

  private evaluateTuple(expression: TupleExpression): Value {
    return tupleValue(expression.elements.map((element) => this.evaluate(element)));
  }

  private evaluateObject(expression: ObjectExpression): Value {
    const entries = new Map<string, Value>();
    const marks = new Set<Mark>();
    let isKnown = true;
    for (const item of expression.items) {
      const key = this.evaluateKey(item, marks);
      const value = this.evaluate(item.value);
      if (key === undefined) isKnown = false;
      else entries.set(key, value);
    }
    return isKnown ? withMarks(objectValue(entries), marks) : dynamicUnknown;
  }

  /** The key's text; undefined when it is unknown or was reported. */
  private evaluateKey(item: ObjectItem, marks: Set<Mark>): string | undefined {
    if (item.bareKey !== undefined) return item.bareKey;
    if (item.key.kind === 'literal' && item.key.value.type.kind !== 'number') {
      // The keywords `true`, `false` and `null` are names here.
      return primitiveToString(item.key.value) ?? 'null';
    }
    if (item.key.kind !== 'variable' && traversalOf(item.key) !== undefined) {
      this.report(
        'Ambiguous attribute key',
        "If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended as a literal name containing periods, wrap it in quotes to create a string literal.",
        item.key.span,
      );
      return undefined;
    }
    const key = this.evaluate(item.key);
    if (key.kind === 'null') {
      this.report('Null value as key', "Can't use a null value as a key.", item.key.span);
      return undefined;
    }
    for (const mark of key.marks) marks.add(mark);
    const converted = convert(withoutMarks(key), stringType);
    if (converted.ok) return primitiveToString(converted.value);
    this.report('Incorrect key type', `Can't use this value as a key: ${converted.reason}.`, item.key.span);
    return undefined;
  }

  private evaluateBinary(expression: BinaryExpression): Value {
    const { operand, result } = operatorTypes(expression.operator);
    const before = this.diagnostics.length;
    const left = this.evaluateOperand(expression.left, operand, 'left');
    const right = this.evaluateOperand(expression.right, operand, 'right');
    const marks = [...left.marks, ...right.marks];
    if (hasErrors(this.diagnostics.slice(before))) return withMarks(unknownValue(result), marks);
    return this.operate(expression, result, marks, () =>
      applyOperator(expression.operator, withoutMarks(left), withoutMarks(right)),
    );
  }

  private evaluateUnary(expression: UnaryExpression): Value {
    const type = expression.operator === '-' ? numberType : boolType;
    const before = this.diagnostics.length;
    const operand = this.evaluateOperand(expression.operand, type, 'unary');
    if (hasErrors(this.diagnostics.slice(before))) return unknownValue(type);
    return this.operate(expression, type, [...operand.marks], () =>
      expression.operator === '-' ? negate(withoutMarks(operand)) : logicalNot(withoutMarks(operand)),
    );
  }

  private evaluateOperand(expression: Expression, type: Type, side: 'left' | 'right' | 'unary'): Value {
    const converted = convert(this.evaluate(expression), type);
    if (converted.ok) return converted.value;
    this.report(
      'Invalid operand',
      `Unsuitable value for ${side} operand: ${converted.reason}.`,
      expression.span,
    );
    return unknownValue(type);
  }

  private operate(expression: Expression, type: Type, marks: readonly Mark[], apply: () => Value): Value {
    try {
      return withMarks(apply(), marks);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      this.report('Operation failed', `Error during operation: ${error.message}.`, expression.span);
      return unknownValue(type);
    }
  }
}
