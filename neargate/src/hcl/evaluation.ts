import type { Expression } from './ast.ts';
import type { Evaluated } from './functions.ts';
import type { Scope } from './scope.ts';

/** Computes an expression. With error diagnostics the value is unknown where it could not be computed. */
export function evaluate(_expression: Expression, _scope: Scope): Evaluated {
  throw new Error('not written yet');
}
