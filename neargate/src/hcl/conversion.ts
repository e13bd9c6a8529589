import type { TraversalPath } from './value-paths.ts';
import type { Type } from './types.ts';
import type { Value } from './values.ts';

/** A converted value, or why there is none: a sentence such as `a number is required` and where in the value. */
export type Conversion =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string; readonly path: TraversalPath };

/** Converts as Terraform converts arguments: `"5"` to 5, tuples to lists, objects to maps. Unknown and marks are kept. */
export function convert(_value: Value, _type: Type): Conversion {
  throw new Error('not written yet');
}

/** The type that values of all these types convert to, or undefined when there is none. */
export function unify(_types: readonly Type[]): Type | undefined {
  throw new Error('not written yet');
}
