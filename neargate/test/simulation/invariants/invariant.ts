import type { Change } from '../../../src/store/table.ts';
import type { View } from '../view.ts';

/** Something that must hold whatever happens. */
export interface Invariant {
  /** Such as `never more tasks than the maximum`. */
  readonly name: string;
  /** Looks at a transaction that has been committed; returns what is wrong. */
  atCommit?(view: View, changes: readonly Change[]): readonly string[];
  /** Looks at the world between two moments, when nothing is under way; returns what is wrong. */
  atRest?(view: View): readonly string[];
}
