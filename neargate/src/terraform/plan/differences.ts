import type { TraversalPath } from '../../hcl/value-paths.ts';
import type { Value } from '../../hcl/values.ts';
import { contentEquals } from '../../hcl/values.ts';
import type { CompiledBlock, CompiledNestedBlock } from '../schema/compiled-schema.ts';

/** An argument or attribute that differs between the prior and the planned object. */
export interface Difference {
  readonly path: TraversalPath;
  /** Whether the type cannot change it in place. */
  readonly forceNew: boolean;
}

/** Where two objects differ, down to single attributes; sets are compared as a whole. */
export function differences(schema: CompiledBlock, prior: Value, planned: Value): Difference[] {
  const found: Difference[] = [];
  collect(schema, prior, planned, [], false, found);
  return found;
}

function collect(
  schema: CompiledBlock,
  prior: Value,
  planned: Value,
  path: TraversalPath,
  forceNew: boolean,
  found: Difference[],
): void {
  if (prior.kind !== 'mapping' || planned.kind !== 'mapping') {
    if (!contentEquals(prior, planned)) found.push({ path, forceNew });
    return;
  }
  for (const [name, { schema: attribute }] of schema.attributes) {
    const before = prior.entries.get(name);
    const after = planned.entries.get(name);
    if (attribute.writeOnly === true) continue;
    if (before === undefined || after === undefined || contentEquals(before, after)) continue;
    // A computed value that is not known yet does not force anything: it may turn out to be the same.
    const canForce = after.kind !== 'unknown' || attribute.computed !== true || attribute.optional === true;
    found.push({ path: [...path, name], forceNew: (forceNew || attribute.forceNew === true) && canForce });
  }
  for (const [name, nested] of schema.blocks) {
    const before = prior.entries.get(name);
    const after = planned.entries.get(name);
    if (before === undefined || after === undefined || contentEquals(before, after)) continue;
    collectBlocks(nested, before, after, [...path, name], forceNew || nested.schema.forceNew === true, found);
  }
}

function collectBlocks(
  nested: CompiledNestedBlock,
  before: Value,
  after: Value,
  path: TraversalPath,
  forceNew: boolean,
  found: Difference[],
): void {
  const comparable =
    before.kind === 'sequence' &&
    after.kind === 'sequence' &&
    before.elements.length === after.elements.length;
  if (nested.schema.nesting === 'list' && comparable) {
    for (const [index, element] of after.elements.entries()) {
      const prior = before.elements[index];
      if (prior !== undefined && !contentEquals(prior, element)) {
        collect(nested.block, prior, element, [...path, index], forceNew, found);
      }
    }
    return;
  }
  if (nested.schema.nesting === 'single') {
    collect(nested.block, before, after, path, forceNew, found);
    return;
  }
  // Blocks that come or go, and sets, whose elements have no identity: any argument that forces replacement does so.
  found.push({ path, forceNew: forceNew || hasForceNew(nested.block) });
}

function hasForceNew(block: CompiledBlock): boolean {
  return (
    [...block.attributes.values()].some(({ schema }) => schema.forceNew === true) ||
    [...block.blocks.values()].some((nested) => nested.schema.forceNew === true || hasForceNew(nested.block))
  );
}
