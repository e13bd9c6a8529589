import type { Diagnostic } from '../core/diagnostics.ts';
import type { Expression } from './ast.ts';
import type { Conversion } from './conversion.ts';
import type { Type } from './types.ts';
import type { Value } from './values.ts';

/** What a variable's `type` argument says: the type, and the defaults of optional attributes at any depth. */
export interface TypeConstraint {
  readonly type: Type;
  readonly defaults: Defaults | undefined;
}

/** Default values of an object's optional attributes, and the defaults of what is inside by attribute name or position. */
export interface Defaults {
  readonly type: Type;
  readonly values: ReadonlyMap<string, Value>;
  /** By attribute name or tuple position; the empty name stands for every element of a collection. */
  readonly children: ReadonlyMap<string, Defaults>;
}

/** Reads a type expression such as `map(object({ name = string, size = optional(number, 1) }))`. */
export function parseTypeConstraint(_expression: Expression): {
  constraint: TypeConstraint;
  diagnostics: Diagnostic[];
} {
  throw new Error('not written yet');
}

/** Fills in defaults and converts to the type. */
export function convertToConstraint(_value: Value, _constraint: TypeConstraint): Conversion {
  throw new Error('not written yet');
}
