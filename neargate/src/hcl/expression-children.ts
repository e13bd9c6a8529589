import type { Expression, FunctionCallExpression } from './ast.ts';

/** The expressions that an expression directly consists of, in source order. */
export function childExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
    case 'splat-item':
      return [];
    case 'template':
      return expression.parts;
    case 'template-wrap':
    case 'parentheses':
      return [expression.expression];
    case 'attribute-access':
      return [expression.object];
    case 'index':
      return [expression.collection, expression.key];
    case 'splat':
      return [expression.source, expression.each];
    case 'call':
      return expression.args;
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'tuple':
      return expression.elements;
    case 'object':
      return expression.items.flatMap(({ key, value }) => [key, value]);
    case 'for':
      return [
        expression.collection,
        ...(expression.key === undefined ? [] : [expression.key]),
        expression.value,
        ...(expression.condition === undefined ? [] : [expression.condition]),
      ];
    case 'template-for':
      return [expression.collection, expression.body];
  }
}

/** Every call in an expression, outer ones before those in their arguments. */
export function functionCalls(expression: Expression): FunctionCallExpression[] {
  const inner = childExpressions(expression).flatMap(functionCalls);
  return expression.kind === 'call' ? [expression, ...inner] : inner;
}
