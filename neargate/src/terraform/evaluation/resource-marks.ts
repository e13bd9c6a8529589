import type { MarkedPath } from '../../hcl/value-walks.ts';
import { deepUnmark, withMarkedPaths } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { sensitiveValue } from '../../hcl/values.ts';
import type { CompiledBlock, CompiledNestedBlock } from '../schema/compiled-schema.ts';

/** The object with everything marked that its schema calls sensitive, and what was marked at these paths. */
export function markObject(object: Value, schema: CompiledBlock, paths: readonly MarkedPath[] = []): Value {
  return withMarkedPaths(markSensitive(object, schema), paths);
}

/** Where an object is marked. */
export function markedPaths(object: Value): readonly MarkedPath[] {
  return deepUnmark(object).paths;
}

function markSensitive(object: Value, schema: CompiledBlock): Value {
  if (object.kind !== 'mapping' || !hasSensitive(schema)) return object;
  const entries = new Map(object.entries);
  for (const [name, { schema: attribute }] of schema.attributes) {
    const value = entries.get(name);
    if (attribute.sensitive === true && value !== undefined) entries.set(name, sensitiveValue(value));
  }
  for (const [name, nested] of schema.blocks) {
    const value = entries.get(name);
    if (value !== undefined) entries.set(name, markBlocks(value, nested));
  }
  return { ...object, entries };
}

function markBlocks(value: Value, { block }: CompiledNestedBlock): Value {
  if (!hasSensitive(block)) return value;
  if (value.kind === 'mapping') return markSensitive(value, block);
  if (value.kind !== 'sequence') return value;
  // The elements of a set cannot be marked one by one.
  return value.type.kind === 'set'
    ? sensitiveValue(value)
    : { ...value, elements: value.elements.map((element) => markSensitive(element, block)) };
}

const sensitiveSchemas = new WeakMap<CompiledBlock, boolean>();

function hasSensitive(schema: CompiledBlock): boolean {
  let found = sensitiveSchemas.get(schema);
  if (found === undefined) {
    found =
      [...schema.attributes.values()].some((attribute) => attribute.schema.sensitive === true) ||
      [...schema.blocks.values()].some(({ block }) => hasSensitive(block));
    sensitiveSchemas.set(schema, found);
  }
  return found;
}
