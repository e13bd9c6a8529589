import type { Body, Expression, FunctionCallExpression } from './ast.ts';

/** The expression and all expressions in it, at any depth. Names that stand for themselves as object keys are left out. */
export function* expressionsIn(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of children(expression)) yield* expressionsIn(child);
}

/** The expressions of a body's arguments, nested blocks included; each as a whole. */
export function* bodyExpressions(body: Body): Generator<Expression> {
  for (const attribute of body.attributes.values()) yield attribute.expression;
  for (const block of body.blocks) yield* bodyExpressions(block.body);
}

/** Every call in an expression, outer ones before those in their arguments. */
export function functionCalls(expression: Expression): FunctionCallExpression[] {
  return [...expressionsIn(expression)].filter((each) => each.kind === 'call');
}

/** The expressions that an expression directly consists of, in source order. */
function children(expression: Expression): readonly Expression[] {
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
      return expression.items.flatMap(({ key, bareKey, value }) =>
        bareKey === undefined ? [key, value] : [value],
      );
    case 'for':
      return [expression.collection, expression.key, expression.value, expression.condition].flatMap(
        (child) => child ?? [],
      );
    case 'template-for':
      return [expression.collection, expression.body];
  }
}
