import type { Diagnostic } from '../../core/diagnostics.ts';
import type { Value } from '../../hcl/values.ts';
import type { ManagedType } from '../resource-types/managed-type.ts';
import type { CompiledBlock } from '../schema/compiled-schema.ts';
import type { State, StoredObject } from '../state/state.ts';
import type { Change, OutputChange } from './change.ts';

/** What an apply is to do, and the state it begins from. */
export interface Plan {
  readonly mode: 'normal' | 'destroy';
  /** By address: every instance that the configuration declares, those without a change included. */
  readonly declared: ReadonlyMap<string, PlannedInstance>;
  /** Objects to be destroyed or forgotten that no instance of the configuration stands for. */
  readonly removals: readonly PlannedInstance[];
  /** Data sources that can be read only when applying, and those read now. */
  readonly data: ReadonlyMap<string, PlannedData>;
  readonly outputs: readonly OutputChange[];
  readonly drift: readonly Drift[];
  /** The state with moved addresses and with objects as they were found. */
  readonly state: State;
  /** Whether -target limits it. */
  readonly isLimited: boolean;
  /** Configuration nodes that take part; all unless something is targeted. */
  readonly nodes: ReadonlySet<string>;
  /** Configuration addresses of resources whose replacements are created before the old objects are destroyed. */
  readonly createBeforeDestroy: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A managed resource instance in a plan. */
export interface PlannedInstance {
  readonly change: Change;
  readonly type: ManagedType;
  /** The provider configuration, as the state names it. */
  readonly provider: string;
  /** The object that exists, as the state holds it. */
  readonly stored: StoredObject | undefined;
  readonly replaceReason: 'requested' | 'replace-triggered-by' | undefined;
}

export interface PlannedData {
  readonly value: Value;
  /** Present when it is still to be read. */
  readonly change: Change | undefined;
}

/** How an object differs from what the last run left. */
export interface Drift {
  readonly text: string;
  readonly typeName: string;
  readonly name: string;
  readonly schema: CompiledBlock;
  readonly before: Value;
  /** Undefined when the object is gone. */
  readonly after: Value | undefined;
}

/** Every change of the plan, in the order of addresses as Terraform lists them is for the reader to make. */
export function planChanges(plan: Plan): Change[] {
  return [
    ...[...plan.declared.values()].map(({ change }) => change),
    ...[...plan.data.values()].flatMap(({ change }) => change ?? []),
    ...plan.removals.map(({ change }) => change),
  ];
}

/** Whether applying the plan would do anything to objects, the state's addresses or outputs. */
export function isEmptyPlan(plan: Plan): boolean {
  return (
    plan.outputs.every(({ action }) => action === 'no-op') &&
    planChanges(plan).every(({ action, movedFrom }) => action === 'no-op' && movedFrom === undefined)
  );
}
