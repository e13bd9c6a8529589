import type { TraversalPath } from '../../hcl/value-paths.ts';
import { containsUnknown, mapUnknown } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { objectValue } from '../../hcl/values.ts';
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
  if (hasUnknownInSet(planned)) return actual;
  return mapUnknown(planned, (unknown, path) => valueAt(actual, path) ?? unknown);
}

function hasUnknownInSet(value: Value): boolean {
  switch (value.kind) {
    case 'sequence':
      return value.type.kind === 'set' ? containsUnknown(value) : value.elements.some(hasUnknownInSet);
    case 'mapping':
      return [...value.entries.values()].some(hasUnknownInSet);
    default:
      return false;
  }
}

function valueAt(value: Value, path: TraversalPath): Value | undefined {
  let current: Value | undefined = value;
  for (const step of path) {
    if (current?.kind === 'mapping') current = current.entries.get(String(step));
    else if (current?.kind === 'sequence') current = current.elements[Number(step)];
    else return undefined;
  }
  return current;
}
