import type { Body, Expression } from './ast.ts';
import type { Span } from './source.ts';
import { spanBetween } from './source.ts';
import type { Value } from './values.ts';

/** One step of a traversal: `.name`, or `[key]` with a literal key. */
export type TraversalStep =
  | { readonly kind: 'attribute'; readonly name: string; readonly span: Span }
  | { readonly kind: 'index'; readonly key: Value; readonly span: Span };

/** A reference such as `aws_vpc.main["a"].id`: a root name and the steps that are known without evaluation. */
export interface Traversal {
  readonly root: string;
  readonly steps: readonly TraversalStep[];
  readonly span: Span;
}

/** The traversal that an expression is, or undefined when it is something else (or begins with something else). */
export function traversalOf(expression: Expression): Traversal | undefined {
  const steps: TraversalStep[] = [];
  let current = expression;
  for (;;) {
    switch (current.kind) {
      case 'attribute-access':
        steps.push({ kind: 'attribute', name: current.name, span: current.nameSpan });
        current = current.object;
        continue;
      case 'index':
        if (current.key.kind !== 'literal') return undefined;
        steps.push({ kind: 'index', key: current.key.value, span: current.keySpan });
        current = current.collection;
        continue;
      case 'variable':
        return {
          root: current.name,
          steps: steps.toReversed(),
          span: spanBetween(current.span, expression.span),
        };
      default:
        return undefined;
    }
  }
}

/**
 * Every traversal in an expression, templates and function arguments included, in source order. Names that a `for` binds
 * are left out inside it, as they refer to nothing outside.
 */
export function references(expression: Expression): Traversal[] {
  const found: Traversal[] = [];
  collect(expression, new Set(), found);
  return found;
}

/** Every traversal in a body's attributes and blocks, at any depth. Names bound by dynamic blocks are not left out. */
export function bodyReferences(body: Body): Traversal[] {
  return [
    ...[...body.attributes.values()].flatMap((attribute) => references(attribute.expression)),
    ...body.blocks.flatMap((block) => bodyReferences(block.body)),
  ];
}

function collect(expression: Expression, bound: ReadonlySet<string>, found: Traversal[]): void {
  const traversal = traversalOf(expression);
  if (traversal !== undefined) {
    if (!bound.has(traversal.root)) found.push(traversal);
    return;
  }
  switch (expression.kind) {
    case 'literal':
    case 'splat-item':
    case 'variable':
      return;
    case 'template':
      for (const part of expression.parts) collect(part, bound, found);
      return;
    case 'template-wrap':
    case 'parentheses':
      collect(expression.expression, bound, found);
      return;
    case 'attribute-access':
      collect(expression.object, bound, found);
      return;
    case 'index':
      collect(expression.collection, bound, found);
      collect(expression.key, bound, found);
      return;
    case 'splat':
      collect(expression.source, bound, found);
      collect(expression.each, bound, found);
      return;
    case 'call':
      for (const argument of expression.args) collect(argument, bound, found);
      return;
    case 'conditional':
      collect(expression.condition, bound, found);
      collect(expression.whenTrue, bound, found);
      collect(expression.whenFalse, bound, found);
      return;
    case 'binary':
      collect(expression.left, bound, found);
      collect(expression.right, bound, found);
      return;
    case 'unary':
      collect(expression.operand, bound, found);
      return;
    case 'tuple':
      for (const element of expression.elements) collect(element, bound, found);
      return;
    case 'object':
      for (const item of expression.items) {
        if (item.bareKey === undefined) collect(item.key, bound, found);
        collect(item.value, bound, found);
      }
      return;
    case 'for': {
      collect(expression.collection, bound, found);
      const inner = bindNames(bound, expression.keyName, expression.valueName);
      if (expression.key !== undefined) collect(expression.key, inner, found);
      collect(expression.value, inner, found);
      if (expression.condition !== undefined) collect(expression.condition, inner, found);
      return;
    }
    case 'template-for':
      collect(expression.collection, bound, found);
      collect(expression.body, bindNames(bound, expression.keyName, expression.valueName), found);
      return;
  }
}

function bindNames(bound: ReadonlySet<string>, ...names: (string | undefined)[]): Set<string> {
  return new Set([...bound, ...names.filter((name) => name !== undefined)]);
}
