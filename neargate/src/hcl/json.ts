import type { Type } from './types.ts';
import type { Value } from './values.ts';

/** The value of parsed JSON as `jsondecode` gives it: arrays are tuples, objects are objects. */
export function fromPlain(_plain: unknown): Value {
  throw new Error('not written yet');
}

/** Plain data for a wholly known value; integers beyond 2^53 lose digits. Throws on unknown. */
export function toPlain(_value: Value): unknown {
  throw new Error('not written yet');
}

/** JSON text with numbers in full, keys sorted: what `jsonencode` and `terraform output -json` write. Throws on unknown. */
export function toJson(_value: Value): string {
  throw new Error('not written yet');
}

/** The type in Terraform's JSON form: `"string"`, `["list","string"]`, `["object",{...}]`. */
export function typeToPlain(_type: Type): unknown {
  throw new Error('not written yet');
}

/** Reads Terraform's JSON form of a type. */
export function typeFromPlain(_plain: unknown): Type {
  throw new Error('not written yet');
}
