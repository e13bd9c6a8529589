import type { TraversalPath } from '../../hcl/value-paths.ts';
import type { Value } from '../../hcl/values.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import type { CompiledBlock } from '../schema/compiled-schema.ts';

export type Action =
  | 'no-op'
  | 'create'
  | 'update'
  | 'delete'
  /** Destroy, then create. */
  | 'replace'
  /** Create, then destroy. */
  | 'create-then-replace'
  /** Read a data source. */
  | 'read'
  /** Leave the object alone but no longer keep it in the state. */
  | 'forget';

/** Why an instance is replaced or destroyed, beyond its arguments. */
export type ChangeReason =
  | 'tainted'
  | 'requested'
  | 'replace-triggered-by'
  | 'cannot-update'
  | 'no-resource-configuration'
  | 'no-module'
  | 'wrong-repetition'
  | 'count-index'
  | 'each-key'
  | 'moved-away'
  | 'read-unknown'
  | 'read-dependency-pending'
  | 'gone';

/** What an apply is to do with one resource instance. */
export interface Change {
  readonly address: ResourceInstanceAddress;
  /** The address as text. */
  readonly text: string;
  readonly action: Action;
  readonly reason: ChangeReason | undefined;
  readonly schema: CompiledBlock;
  /** Undefined when there is no object. */
  readonly before: Value | undefined;
  /** Undefined when there is to be none. */
  readonly after: Value | undefined;
  /** The arguments that force the replacement. */
  readonly replacePaths: readonly TraversalPath[];
  /** The instance's address in the state, when a `moved` block renames it. */
  readonly movedFrom: string | undefined;
  /** Set when the change destroys an object that an earlier replacement put aside. */
  readonly deposed: string | undefined;
  /** How far the type is real; what is only stored is labelled so. */
  readonly behaviour: 'real' | 'evaluated' | 'stored' | 'recorded';
}

export interface OutputChange {
  readonly name: string;
  readonly action: 'no-op' | 'create' | 'update' | 'delete';
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly sensitive: boolean;
}

/** Numbers of the plan's last line: a replacement counts as one to add and one to destroy. */
export function countChanges(changes: readonly Change[]): {
  add: number;
  change: number;
  destroy: number;
} {
  const counts = { add: 0, change: 0, destroy: 0 };
  for (const { action } of changes) {
    switch (action) {
      case 'create':
        counts.add += 1;
        break;
      case 'update':
        counts.change += 1;
        break;
      case 'delete':
        counts.destroy += 1;
        break;
      case 'replace':
      case 'create-then-replace':
        counts.add += 1;
        counts.destroy += 1;
        break;
      case 'no-op':
      case 'read':
      case 'forget':
        break;
    }
  }
  return counts;
}
