import type { Diagnostic } from '../core/diagnostics.ts';

/**
 * What a provider sees of a Terraform value: JSON data. Null means "not set". Sets are arrays without an order to rely
 * on; single nested blocks are objects or null, repeated ones arrays (as `x[0]` addresses them), maps are objects.
 * Numbers beyond the safe integers arrive as they are rounded by JSON.
 */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

export type PlainObject = { readonly [name: string]: Plain };

/** A type constraint as Terraform writes it: `string`, `number`, `bool`, `list(string)`, `map(string)`, `list(object({...}))`. */
export type TypeText = string;

export interface AttributeSchema {
  readonly type: TypeText;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  /** Changing it replaces the resource. */
  readonly forceNew?: boolean;
  /** Used when the argument is not set; the plan shows it. */
  readonly default?: Plain;
  readonly sensitive?: boolean;
  /** Given to the operations and kept nowhere: what comes with it (`…_wo_version`) says when it has changed. */
  readonly writeOnly?: boolean;
  readonly deprecated?: string;
  /** Allowed values of a string, or of each string in a collection. */
  readonly enum?: readonly string[];
  /** Inclusive bounds of a number's value, or of a string's length. */
  readonly range?: readonly [min: number | null, max: number | null];
  /** What the string must match, a regular expression or a test of its own, and what to say when it does not. */
  readonly pattern?: { readonly regex: Pick<RegExp, 'test'>; readonly message: string };
  /** True when two different texts mean the same (JSON documents, ARN against name, case): no change is planned then. */
  readonly equivalent?: (prior: string, configured: string) => boolean;
  readonly conflictsWith?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly requiredWith?: readonly string[];
}

export interface BlockSchema {
  readonly nesting: 'list' | 'set' | 'single';
  readonly min?: number;
  readonly max?: number;
  /** Optional and computed: what the provider reported stays when the block is not written. */
  readonly computed?: boolean;
  readonly forceNew?: boolean;
  /** May also be written as an attribute, `name = []` (SDK's "attributes as blocks"). */
  readonly attributeMode?: boolean;
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks?: Readonly<Record<string, BlockSchema>>;
}

/** The arguments and attributes of a resource type or data source. `id` is always there and need not be listed. */
export interface Schema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks?: Readonly<Record<string, BlockSchema>>;
}

/** What one operation on a resource instance may use beside its arguments. */
export interface OperationEnvironment<Client> {
  readonly client: Client;
  /** The resource instance's address, for messages. */
  readonly address: string;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Says what the operation is waiting for; shown with "Still creating...". */
  progress(text: string): void;
  /**
   * Called by a `create` that waits or goes on after the object exists, as soon as it does: `id` at least, the arguments are
   * known. The engine writes it to the state at once, tainted until `create` resolves, so that neither a failure of what
   * follows nor the end of the process loses the object; the next apply replaces it.
   */
  created?(attributes: PlainObject): void;
}

/**
 * A managed resource type. The engine plans (diff, forceNew, defaults, computed values); the type only talks to the API.
 * Every function gets and returns the full object of arguments and attributes; what a function leaves out or null stays null.
 */
export interface ResourceType<Client> {
  readonly schema: Schema;
  /**
   * `stored`: nothing enforces or runs it; shown as "stored, not enforced". `evaluated`: what it forbids is noted and goes on all
   * the same; shown as "evaluated, not enforced". `real`: it behaves.
   */
  readonly behaviour: 'real' | 'evaluated' | 'stored';
  create(config: PlainObject, environment: OperationEnvironment<Client>): Promise<PlainObject>;
  /** Resolves to undefined when the object is gone, so that it is planned anew. */
  read(state: PlainObject, environment: OperationEnvironment<Client>): Promise<PlainObject | undefined>;
  /** Absent when every argument is forceNew. */
  update?(
    config: PlainObject,
    prior: PlainObject,
    environment: OperationEnvironment<Client>,
  ): Promise<PlainObject>;
  delete(state: PlainObject, environment: OperationEnvironment<Client>): Promise<void>;
  /**
   * Plan-time rules beyond the schema: attributes that become unknown when others change (`recompute`), extra
   * replacement reasons, and findings. Values not known yet are absent from `config`.
   */
  plan?(
    config: PlainObject,
    prior: PlainObject | undefined,
  ): {
    readonly recompute?: readonly string[];
    readonly replace?: readonly string[];
    readonly diagnostics?: readonly Diagnostic[];
  };
}

export interface DataSource<Client> {
  readonly schema: Schema;
  read(config: PlainObject, environment: OperationEnvironment<Client>): Promise<PlainObject>;
}

export interface Provider<Client> {
  /** The local name's default, such as `aws`, and the source address, such as `hashicorp/aws`. */
  readonly name: string;
  readonly source: string;
  /** The arguments of the `provider` block. */
  readonly configuration: Schema;
  readonly resourceTypes: Readonly<Record<string, ResourceType<Client>>>;
  readonly dataSources: Readonly<Record<string, DataSource<Client>>>;
  /** One client per provider configuration (aliases included). */
  configure(configuration: PlainObject): Promise<Client>;
  /**
   * Merges provider-wide settings into a resource's configuration (default_tags into tags_all). Gives the attributes it
   * sets; what it leaves out stays as it is.
   */
  mergeDefaults?(type: string, config: PlainObject, configuration: PlainObject): PlainObject;
}
