import type { TraversalPath } from '../../hcl/value-paths.ts';
import { containsUnknown } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { objectValue, tupleValue } from '../../hcl/values.ts';
import { differences } from '../plan/differences.ts';
import { proposeObject } from '../plan/propose.ts';
import type { CompiledBlock } from '../schema/compiled-schema.ts';

/**
 * Where an object contradicts what was planned, apart from what the plan left open; undefined when it does not. The measure
 * is that a plan made next would see no change.
 */
export function firstContradiction(
  schema: CompiledBlock,
  planned: Value,
  actual: Value,
): TraversalPath | undefined {
  if (planned.kind !== 'mapping' || actual.kind !== 'mapping') return undefined;
  const filled = objectValue(
    [...planned.entries].map(
      ([name, value]) => [name, fillUnknown(value, actual.entries.get(name))] as const,
    ),
  );
  return differences(schema, actual, proposeObject(schema, actual, filled))[0]?.path;
}

/** The planned value with the actual one wherever it was unknown. In a set nothing tells elements apart, so it is taken whole. */
function fillUnknown(planned: Value, actual: Value | undefined): Value {
  if (actual === undefined || !containsUnknown(planned)) return planned;
  switch (planned.kind) {
    case 'unknown':
      return actual;
    case 'sequence': {
      if (planned.type.kind === 'set') return actual;
      if (actual.kind !== 'sequence' || actual.elements.length !== planned.elements.length) return planned;
      const elements = planned.elements.map((element, index) => fillUnknown(element, actual.elements[index]));
      return { ...actual, ...(actual.type.kind === 'tuple' ? tupleValue(elements) : { elements }) };
    }
    case 'mapping': {
      if (actual.kind !== 'mapping') return planned;
      const entries = new Map(
        [...planned.entries].map(([key, entry]) => [key, fillUnknown(entry, actual.entries.get(key))]),
      );
      return actual.type.kind === 'object' ? objectValue(entries) : { ...actual, entries };
    }
    case 'null':
    case 'string':
    case 'number':
    case 'bool':
      return planned;
  }
}
