import type { Diagnostic } from '../core/diagnostics.ts';
import type { HclFunction } from './functions.ts';
import type { Traversal } from './references.ts';
import type { Value } from './values.ts';

/** What a traversal's beginning stands for. */
export interface Resolution {
  readonly value: Value;
  /** How many of the traversal's steps the value already accounts for: 2 for `aws_vpc.main.id` resolved to the resource is 1. */
  readonly consumedSteps: number;
  readonly diagnostics?: readonly Diagnostic[];
}

/** What names and functions mean where an expression is evaluated. */
export interface Scope {
  /**
   * Finds what a traversal begins with, lazily: only what an evaluated expression really refers to is asked for. Steps
   * that are known before evaluation (attributes, literal indexes) are in the traversal. Undefined when the root name is
   * not known here.
   */
  resolve(traversal: Traversal): Resolution | undefined;
  readonly functions: ReadonlyMap<string, HclFunction>;
  /** Root names known here, for suggestions. */
  readonly names?: () => Iterable<string>;
}

/** A scope of plain variables. */
export function variableScope(
  variables: ReadonlyMap<string, Value>,
  functions: ReadonlyMap<string, HclFunction> = new Map(),
): Scope {
  return {
    functions,
    names: () => variables.keys(),
    resolve(traversal) {
      const value = variables.get(traversal.root);
      return value === undefined ? undefined : { value, consumedSteps: 0 };
    },
  };
}

/** A scope in which these variables come before the parent's, such as the names a `for` expression binds. */
export function childScope(parent: Scope, variables: ReadonlyMap<string, Value>): Scope {
  return {
    functions: parent.functions,
    names: () => [...variables.keys(), ...(parent.names?.() ?? [])],
    resolve(traversal) {
      const value = variables.get(traversal.root);
      return value === undefined ? parent.resolve(traversal) : { value, consumedSteps: 0 };
    },
  };
}
