import type { Attribute, Block, Body, Expression } from '../../hcl/ast.ts';
import type { Span } from '../../hcl/source.ts';
import type { TypeConstraint } from '../../hcl/type-constraints.ts';
import type { TargetAddress } from '../addresses/parse-address.ts';
import type { ModulePath } from '../addresses/module-address.ts';
import type { ResourceAddress } from '../addresses/resource-address.ts';

/** What the files of one module directory declare, as written; nothing is evaluated yet. */
export interface ModuleConfiguration {
  readonly path: ModulePath;
  /** The directory, absolute. */
  readonly directory: string;
  /** The directory as `path.module` gives it: relative to the root module. */
  readonly relativeDirectory: string;
  readonly variables: ReadonlyMap<string, VariableConfiguration>;
  readonly locals: ReadonlyMap<string, Attribute>;
  readonly outputs: ReadonlyMap<string, OutputConfiguration>;
  readonly moduleCalls: ReadonlyMap<string, ModuleCall>;
  /** By address within the module, such as `aws_vpc.main` and `data.aws_region.current`. */
  readonly resources: ReadonlyMap<string, ResourceConfiguration>;
  /** By local name, or `name.alias`. */
  readonly providers: ReadonlyMap<string, ProviderConfiguration>;
  /** By local name. */
  readonly providerRequirements: ReadonlyMap<string, ProviderRequirement>;
  readonly requiredVersions: readonly { readonly constraint: string; readonly span: Span }[];
  /** Where state would be kept by Terraform; Neargate keeps it itself. */
  readonly backend: { readonly type: string; readonly span: Span } | undefined;
  readonly moved: readonly MovedBlock[];
  readonly removed: readonly RemovedBlock[];
  readonly checks: readonly CheckBlock[];
  /** Modules called by this one, by call name; a call whose source could not be loaded is absent. */
  readonly children: ReadonlyMap<string, ModuleConfiguration>;
}

export interface VariableConfiguration {
  readonly name: string;
  readonly constraint: TypeConstraint;
  /** Whether there is a `type` argument; without one a value given as text is that text. */
  readonly typed: boolean;
  /** Absent when the caller must give a value. */
  readonly default: Expression | undefined;
  readonly sensitive: boolean;
  readonly ephemeral: boolean;
  readonly nullable: boolean;
  readonly description: string | undefined;
  readonly validations: readonly CheckRule[];
  readonly span: Span;
}

/** A `condition` and what to say when it does not hold. */
export interface CheckRule {
  readonly condition: Expression;
  readonly errorMessage: Expression;
  /** The condition. */
  readonly span: Span;
  /** The header of the block that says the rule. */
  readonly blockSpan: Span;
}

export interface OutputConfiguration {
  readonly name: string;
  readonly value: Expression;
  readonly sensitive: boolean;
  readonly ephemeral: boolean;
  readonly dependsOn: readonly Expression[];
  readonly preconditions: readonly CheckRule[];
  readonly span: Span;
}

/** `count` or `for_each`. */
export type Repetition =
  | { readonly kind: 'count'; readonly expression: Expression }
  | { readonly kind: 'for_each'; readonly expression: Expression };

export interface ModuleCall {
  readonly name: string;
  readonly source: string;
  readonly repetition: Repetition | undefined;
  readonly arguments: ReadonlyMap<string, Attribute>;
  readonly dependsOn: readonly Expression[];
  /** Provider configurations handed over: the child's name for it (`aws` or `aws.east`) to the caller's. */
  readonly providers: ReadonlyMap<string, ProviderReference>;
  readonly span: Span;
  /** Where a missing argument is reported. */
  readonly missingItemSpan: Span;
}

/** A provider configuration as a module names it: `aws`, or `aws.east` with an alias. */
export interface ProviderReference {
  readonly localName: string;
  readonly alias: string | undefined;
  readonly span: Span;
}

export interface Lifecycle {
  /** Undefined when not written. */
  readonly createBeforeDestroy: boolean | undefined;
  readonly preventDestroy: boolean;
  readonly ignoreChanges: 'all' | readonly Expression[];
  readonly replaceTriggeredBy: readonly Expression[];
  readonly preconditions: readonly CheckRule[];
  readonly postconditions: readonly CheckRule[];
}

export interface ProvisionerConfiguration {
  readonly type: string;
  readonly when: 'create' | 'destroy';
  readonly onFailure: 'fail' | 'continue';
  readonly body: Body;
  readonly span: Span;
}

export interface ResourceConfiguration {
  readonly address: ResourceAddress;
  /** Without the meta-arguments. */
  readonly body: Body;
  readonly repetition: Repetition | undefined;
  readonly dependsOn: readonly Expression[];
  readonly provider: ProviderReference;
  readonly lifecycle: Lifecycle;
  readonly provisioners: readonly ProvisionerConfiguration[];
  readonly block: Block;
  readonly span: Span;
  /** The check block that the data source is inside of: its failure is then a warning. */
  readonly insideCheck?: string;
}

export interface ProviderConfiguration {
  readonly localName: string;
  readonly alias: string | undefined;
  readonly body: Body;
  readonly span: Span;
}

export interface ProviderRequirement {
  readonly source: string | undefined;
  readonly aliases: readonly ProviderReference[];
  readonly span: Span;
}

export interface MovedBlock {
  readonly from: TargetAddress;
  readonly to: TargetAddress;
  readonly span: Span;
}

export interface RemovedBlock {
  readonly from: TargetAddress;
  /** False: the object is only forgotten, not destroyed. */
  readonly destroy: boolean;
  readonly span: Span;
}

export interface CheckBlock {
  readonly name: string;
  readonly assertions: readonly CheckRule[];
  readonly span: Span;
}

/** How a module names a provider configuration in its map of them. */
export function providerKey(localName: string, alias: string | undefined): string {
  return alias === undefined ? localName : `${localName}.${alias}`;
}

/** The module that a path of call names leads to, from the root. */
export function moduleAt(root: ModuleConfiguration, path: ModulePath): ModuleConfiguration | undefined {
  let module: ModuleConfiguration | undefined = root;
  for (const name of path) module = module?.children.get(name);
  return module;
}
