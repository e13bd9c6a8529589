import type { Diagnostic } from '../../core/diagnostics.ts';
import type { Body } from '../../hcl/ast.ts';
import type { DecodedBody } from '../../hcl/schema-decoding.ts';
import type { Scope } from '../../hcl/scope.ts';
import type { Value } from '../../hcl/values.ts';
import type { PlainObject } from '../provider.ts';
import type { CompiledBlock } from '../schema/compiled-schema.ts';

/** What a managed resource type does, in the language's values; the engine knows types only in this form. */
export interface ManagedType {
  readonly schema: CompiledBlock;
  /**
   * `real`: it behaves. `evaluated`: what it forbids is only noted. `stored`: nothing enforces it. `recorded`: the type is not
   * known, only its arguments are kept.
   */
  readonly behaviour: 'real' | 'evaluated' | 'stored' | 'recorded';
  decode(body: Body, scope: Scope): DecodedBody;
  create(planned: Value, operation: Operation): Promise<Value>;
  /** Undefined when the object is gone. */
  read(state: Value, operation: Operation): Promise<Value | undefined>;
  /** Absent when every change replaces. */
  readonly update?: (planned: Value, prior: Value, operation: Operation) => Promise<Value>;
  delete(state: Value, operation: Operation): Promise<void>;
  planRules(planned: Value, prior: Value | undefined): PlanRules;
  /** Merges what the provider's configuration says for all resources, such as default tags. */
  mergeDefaults(planned: Value, providerConfiguration: PlainObject): Value;
}

export interface PlanRules {
  readonly recompute: readonly string[];
  readonly replace: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface DataType {
  readonly schema: CompiledBlock;
  decode(body: Body, scope: Scope): DecodedBody;
  read(config: Value, operation: Operation): Promise<Value>;
}

/** What an operation may use beside values. */
export interface Operation {
  /** The provider's client, made from its configuration. */
  readonly client: unknown;
  readonly address: string;
  readonly signal: AbortSignal;
  progress(text: string): void;
  /** Of a creation: the object exists from now on, whatever follows. */
  exists?(object: Value): void;
}

export const noPlanRules: PlanRules = { recompute: [], replace: [], diagnostics: [] };
