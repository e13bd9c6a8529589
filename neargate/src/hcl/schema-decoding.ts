import type { Diagnostic, SourceRange } from '../core/diagnostics.ts';
import type { Body } from './ast.ts';
import type { Scope } from './scope.ts';
import type { Type } from './types.ts';
import type { Value } from './values.ts';

/** What a block may contain. */
export interface BlockSchema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks: Readonly<Record<string, NestedBlockSchema>>;
}

export interface AttributeSchema {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  /** Set by the implementation; without `optional` it cannot be an argument. */
  readonly computed?: boolean;
  readonly sensitive?: boolean;
}

export interface NestedBlockSchema {
  /** How the blocks form a value: an object (or null), a list, a set, or a map by the block's one label. */
  readonly nesting: 'single' | 'list' | 'set' | 'map';
  readonly schema: BlockSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Whether it may be written as an argument with a list of objects instead (`ingress = []`). */
  readonly attributeMode?: boolean;
}

export interface DecodedBody {
  /** An object of the schema's implied type; attributes that are not set are null. */
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
  /** Where each argument was written, by path such as `tags` or `ingress[0].from_port`. */
  readonly attributeRanges: ReadonlyMap<string, SourceRange>;
}

/** The type of the object that a body of this schema becomes. */
export function schemaType(_schema: BlockSchema): Type {
  throw new Error('not written yet');
}

/** Evaluates a body's arguments and nested blocks, `dynamic` ones included, to a value of the schema's type. */
export function decodeBody(_body: Body, _schema: BlockSchema, _scope: Scope): DecodedBody {
  throw new Error('not written yet');
}
