import type { Diagnostic } from '../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../core/diagnostics.ts';
import type {
  BinaryExpression,
  ConditionalExpression,
  Expression,
  FunctionCallExpression,
  ObjectExpression,
  ObjectItem,
  SplatExpression,
  TemplateExpression,
  TemplateForExpression,
  TupleExpression,
  UnaryExpression,
} from './ast.ts';
import { describeConditionalMismatch } from './conditional-mismatch.ts';
import { convert, primitiveToString, unify } from './conversion.ts';
import type { Access } from './element-access.ts';
import { getAttribute, getIndex } from './element-access.ts';
import { evaluateFor } from './for-evaluation.ts';
import { callFunction, parameterAt } from './function-calls.ts';
import type { Evaluated, ValueFunction } from './functions.ts';
import { FunctionError } from './functions.ts';
import { applyOperator, logicalNot, negate, operatorTypes } from './operators.ts';
import type { Traversal } from './references.ts';
import { traversalOf } from './references.ts';
import type { Scope } from './scope.ts';
import { callStart, startSpan } from './start-span.ts';
import type { Span } from './source.ts';
import { toSourceRange } from './source.ts';
import { nameSuggestion } from './suggestions.ts';
import type { Type } from './types.ts';
import { boolType, dynamicType, listType, numberType, stringType, tupleType, typeEquals } from './types.ts';
import type { Mark, Value } from './values.ts';
import {
  dynamicUnknown,
  listValue,
  nullValue,
  objectValue,
  stringValue,
  tupleValue,
  unknownValue,
  withMarks,
  withoutMarks,
} from './values.ts';

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
        return this.evaluateTemplate(expression);
      case 'template-wrap':
      case 'parentheses':
        return this.evaluate(expression.expression);
      case 'variable':
      case 'attribute-access':
      case 'index':
        return this.evaluateAccess(expression);
      case 'splat':
        return this.evaluateSplat(expression);
      case 'splat-item':
        return this.item ?? dynamicUnknown;
      case 'call':
        return this.evaluateCall(expression);
      case 'conditional':
        return this.evaluateConditional(expression);
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
        return this.evaluateTemplateFor(expression);
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

  private evaluateTemplate(expression: TemplateExpression): Value {
    const marks = new Set<Mark>();
    let text = '';
    let isKnown = true;
    for (const part of expression.parts) {
      const value = this.evaluate(part);
      for (const mark of value.marks) marks.add(mark);
      if (value.kind === 'null') {
        this.report(
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
        this.report(
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

  private evaluateTemplateFor(expression: TemplateForExpression): Value {
    const results = evaluateFor(this, {
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
        this.report(
          'Invalid template interpolation value',
          'An iteration result is null. Cannot include a null value in a string template.',
          expression.span,
        );
        continue;
      }
      const converted = convert(withoutMarks(result), stringType);
      if (!converted.ok) {
        this.report(
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

  private evaluateSplat(expression: SplatExpression): Value {
    const errorsBefore = this.diagnostics.length;
    const source = this.evaluate(expression.source);
    if (hasErrors(this.diagnostics.slice(errorsBefore))) return dynamicUnknown;
    const { kind } = source.type;
    const isSequence = kind === 'list' || kind === 'set' || kind === 'tuple';
    if (source.kind === 'null') {
      if (!isSequence) return withMarks(tupleValue([]), source.marks);
      this.report(
        'Splat of null value',
        'Splat expressions (with the * symbol) cannot be applied to null sequences.',
        expression.source.span,
      );
      return dynamicUnknown;
    }
    if (kind === 'dynamic') return withMarks(dynamicUnknown, source.marks);
    const each = (item: Value) => new Evaluator(this.scope, this.diagnostics, item).evaluate(expression.each);
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
    const before = this.diagnostics.length;
    const results = source.elements.map(each);
    if (hasErrors(this.diagnostics.slice(before))) return dynamicUnknown;
    if (kind === 'tuple') return withMarks(tupleValue(results), source.marks);
    const [first] = results;
    if (first === undefined) {
      const type = resultType();
      return withMarks(listValue([], type.kind === 'list' ? type.element : dynamicType), source.marks);
    }
    if (results.some((result) => !typeEquals(result.type, first.type))) {
      this.report(
        'Invalid nested splat expressions',
        "The second level of splat expression produced elements of different types, so it isn't possible to construct a valid list to represent the top-level result.\n\nConsider using a for expression instead, to produce a tuple-typed result which can therefore have non-homogenous element types.",
        expression.each.span,
      );
      return dynamicUnknown;
    }
    return withMarks(listValue(results), source.marks);
  }

  private evaluateConditional(expression: ConditionalExpression): Value {
    const whenTrue = this.capture(expression.whenTrue);
    const whenFalse = this.capture(expression.whenFalse);
    const [trueType, falseType] = [whenTrue.value.type, whenFalse.value.type];
    let type: Type | undefined;
    if (isUntypedNull(whenTrue.value)) type = falseType;
    else if (isUntypedNull(whenFalse.value)) type = trueType;
    else if (trueType.kind === 'dynamic' || falseType.kind === 'dynamic') type = dynamicType;
    else type = unify([trueType, falseType]);
    if (type === undefined) {
      this.report(
        'Inconsistent conditional result types',
        `The true and false result expressions must have consistent types. ${describeConditionalMismatch(trueType, falseType)}.`,
        { ...expression.whenTrue.span, end: expression.whenFalse.span.end },
      );
      return dynamicUnknown;
    }
    const condition = this.evaluate(expression.condition);
    if (condition.kind === 'null') {
      this.report(
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
      this.report(
        'Incorrect condition type',
        'The condition expression must be of type bool.',
        expression.condition.span,
      );
      return unknownValue(type);
    }
    const isTrue = converted.value.kind === 'bool' && converted.value.bool;
    const chosen = isTrue ? whenTrue : whenFalse;
    this.diagnostics.push(...chosen.diagnostics);
    const result = convert(chosen.value, type);
    if (!result.ok) {
      this.report(
        'Inconsistent conditional result types',
        `The ${isTrue ? 'true' : 'false'} result value has the wrong type: ${result.reason}.`,
        isTrue ? expression.whenTrue.span : expression.whenFalse.span,
      );
      return unknownValue(type);
    }
    return withMarks(result.value, marks);
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

  private evaluateCall(expression: FunctionCallExpression): Value {
    const definition = this.scope.functions.get(expression.name);
    if (definition === undefined) {
      this.reportUnknownFunction(expression);
      return dynamicUnknown;
    }
    if ('lazy' in definition) {
      const { onlyParameter } = definition;
      if (onlyParameter !== undefined) {
        const counted = { params: [{ name: onlyParameter, type: dynamicType }] };
        const args = expression.args.map((argument) => ({ span: startSpan(argument) }));
        if (!this.checkArgumentCount(expression, counted, args)) return dynamicUnknown;
      }
      const outcome = definition.implementation(expression.args, (argument) => this.capture(argument));
      if ('failure' in outcome) {
        this.report(
          'Error in function call',
          `Call to function "${expression.name}" failed: ${outcome.failure}.`,
          callStart(expression),
        );
        return dynamicUnknown;
      }
      this.diagnostics.push(...outcome.diagnostics);
      return outcome.value;
    }
    const before = this.diagnostics.length;
    const args = this.evaluateArguments(expression);
    if (args === undefined) return dynamicUnknown;
    if (!this.checkArgumentCount(expression, definition, args)) return dynamicUnknown;
    const refusal = definition.refuseExpressions?.(expression.args);
    if (refusal !== undefined) {
      this.reportFunctionError(expression, definition, args, refusal);
      return dynamicUnknown;
    }
    const values = args.map((argument, index) => this.convertArgument(definition, argument, index));
    if (hasErrors(this.diagnostics.slice(before))) return dynamicUnknown;
    try {
      return callFunction(definition, values);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      this.reportFunctionError(expression, definition, args, error);
      return dynamicUnknown;
    }
  }

  /** The arguments with `...` expanded; undefined when the call's result is already decided. */
  private evaluateArguments(expression: FunctionCallExpression): CallArgument[] | undefined {
    const plain = expression.expandFinal ? expression.args.slice(0, -1) : expression.args;
    const args = plain.map((argument) => ({ value: this.evaluate(argument), span: startSpan(argument) }));
    const expanded = expression.expandFinal ? expression.args.at(-1) : undefined;
    if (expanded === undefined) return args;
    const before = this.diagnostics.length;
    const value = this.evaluate(expanded);
    if (hasErrors(this.diagnostics.slice(before))) return undefined;
    const fail = (detail: string) => {
      this.report('Invalid expanding argument value', detail, expanded.span);
      return undefined;
    };
    if (value.kind === 'null') {
      return fail('The expanding argument (indicated by ...) must not be null.');
    }
    if (value.type.kind === 'dynamic') return undefined;
    if (value.type.kind !== 'list' && value.type.kind !== 'set' && value.type.kind !== 'tuple') {
      return fail('The expanding argument (indicated by ...) must be of a tuple, list, or set type.');
    }
    if (value.kind !== 'sequence') return undefined;
    return [
      ...args,
      ...value.elements.map((element) => ({
        value: withMarks(element, value.marks),
        span: startSpan(expanded),
      })),
    ];
  }

  private checkArgumentCount(
    expression: FunctionCallExpression,
    definition: Pick<ValueFunction, 'params' | 'variadic'>,
    args: readonly { readonly span: Span }[],
  ): boolean {
    const { params, variadic } = definition;
    const missing = params[args.length];
    if (missing !== undefined) {
      const qualifier = variadic === undefined ? '' : ' at least';
      const end = expression.span.end;
      this.report(
        'Not enough function arguments',
        `Function "${expression.name}" expects${qualifier} ${params.length} argument(s). Missing value for "${missing.name}".`,
        { ...expression.span, start: end - 1, end },
      );
      return false;
    }
    const extra = args[params.length];
    if (variadic === undefined && extra !== undefined) {
      this.report(
        'Too many function arguments',
        `Function "${expression.name}" expects only ${params.length} argument(s).`,
        extra.span,
      );
      return false;
    }
    return true;
  }

  private convertArgument(definition: ValueFunction, argument: CallArgument, index: number): Value {
    const parameter = parameterAt(definition, index);
    if (parameter === undefined) return argument.value;
    const converted = convert(argument.value, parameter.type);
    if (converted.ok) return converted.value;
    this.report(
      'Invalid function argument',
      `Invalid value for "${parameter.name}" parameter: ${converted.reason}.`,
      argument.span,
    );
    return unknownValue(parameter.type);
  }

  private reportFunctionError(
    expression: FunctionCallExpression,
    definition: ValueFunction,
    args: readonly CallArgument[],
    error: FunctionError,
  ): void {
    const index = error.argumentIndex;
    const parameter = index === undefined ? undefined : parameterAt(definition, index);
    if (index === undefined || parameter === undefined) {
      this.report(
        'Error in function call',
        `Call to function "${expression.name}" failed: ${error.message}.`,
        callStart(expression),
      );
      return;
    }
    this.report(
      'Invalid function argument',
      `Invalid value for "${parameter.name}" parameter: ${error.message}.`,
      args[index]?.span ?? expression.span,
    );
  }

  private reportUnknownFunction(expression: FunctionCallExpression): void {
    const { name } = expression;
    const separator = name.lastIndexOf('::');
    const names = [...this.scope.functions.keys()];
    if (separator === -1) {
      const suggestion = nameSuggestion(name, names);
      const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
      this.report(
        'Call to unknown function',
        `There is no function named "${name}".${hint}`,
        expression.nameSpan,
      );
      return;
    }
    const namespace = name.slice(0, separator + 2);
    const detail = names.some((each) => each.startsWith(namespace))
      ? `There is no function named "${name.slice(separator + 2)}" in namespace ${namespace}.`
      : `There are no functions in namespace "${namespace}".`;
    this.report('Call to unknown function', detail, expression.nameSpan);
  }
}

interface CallArgument {
  readonly value: Value;
  readonly span: Span;
}

function isUntypedNull(value: Value): boolean {
  return value.kind === 'null' && value.type.kind === 'dynamic' && value.marks.size === 0;
}

function isNeverNull(value: Value): boolean {
  return value.kind === 'unknown' ? value.notNull : value.kind !== 'null';
}
