import type { Block, Body } from '../../hcl/ast.ts';
import type { Traversal } from '../../hcl/references.ts';
import { references, traversalOf } from '../../hcl/references.ts';

/**
 * Every traversal in a body, at any depth, that refers to something outside of it: the names that `dynamic` blocks bind
 * are left out inside them.
 */
export function outerReferences(body: Body): Traversal[] {
  return collect(body, new Set());
}

function collect(body: Body, bound: ReadonlySet<string>): Traversal[] {
  const found = [...body.attributes.values()].flatMap((attribute) => references(attribute.expression));
  return [
    ...found.filter((traversal) => !bound.has(traversal.root)),
    ...body.blocks.flatMap((block) =>
      block.type === 'dynamic' ? collectDynamic(block, bound) : collect(block.body, bound),
    ),
  ];
}

function collectDynamic(block: Block, bound: ReadonlySet<string>): Traversal[] {
  const { attributes, blocks } = block.body;
  const iterator = attributes.get('iterator');
  const named = iterator === undefined ? undefined : traversalOf(iterator.expression)?.root;
  const inner = new Set([...bound, named ?? block.labels[0] ?? '']);
  const forEach = attributes.get('for_each');
  const labels = attributes.get('labels');
  const outside = forEach === undefined ? [] : references(forEach.expression);
  const inside = labels === undefined ? [] : references(labels.expression);
  return [
    ...outside.filter((traversal) => !bound.has(traversal.root)),
    ...inside.filter((traversal) => !inner.has(traversal.root)),
    ...blocks
      .filter((content) => content.type === 'content')
      .flatMap((content) => collect(content.body, inner)),
  ];
}
