import type { Value } from '../../hcl/values.ts';

export type DiffAction = 'create' | 'update' | 'delete' | 'no-op';

/** What became of a value between two points, ready to be shown. */
export interface Diff {
  readonly action: DiffAction;
  /** Whether this very place forces the replacement of the resource. */
  readonly replace: boolean;
  readonly content: DiffContent;
}

export type DiffContent =
  | { readonly kind: 'primitive'; readonly before: Value | undefined; readonly after: Value | undefined }
  /** Known only after apply; `before` shows what is there now, as its removal. */
  | { readonly kind: 'unknown'; readonly before: Diff | undefined }
  | {
      readonly kind: 'sensitive';
      readonly before: boolean;
      readonly after: boolean;
      readonly inner: DiffAction;
    }
  | { readonly kind: 'type-change'; readonly before: Diff; readonly after: Diff }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, Diff> }
  | { readonly kind: 'map'; readonly elements: ReadonlyMap<string, Diff> }
  | { readonly kind: 'list'; readonly elements: readonly Diff[] }
  | { readonly kind: 'set'; readonly elements: readonly Diff[] }
  | {
      readonly kind: 'block';
      readonly attributes: ReadonlyMap<string, Diff>;
      readonly blocks: ReadonlyMap<string, BlockDiffs>;
    }
  | { readonly kind: 'sensitive-block'; readonly before: boolean; readonly after: boolean };

/** The nested blocks of one type. */
export interface BlockDiffs {
  readonly diffs: readonly Diff[];
  /** Whether blocks of this type coming or going force the replacement. */
  readonly replace: boolean;
}

/** The action of a whole from that of its parts: what is changed anywhere inside is updated. */
export function combineActions(current: DiffAction, part: DiffAction): DiffAction {
  if (part === 'no-op' || current === part) return current;
  return current === 'no-op' ? 'update' : current;
}

/** What the action of a collection or object is before its parts are looked at. */
export function startingAction(before: Value | undefined, after: Value | undefined): DiffAction {
  const had = isPresent(before);
  const has = isPresent(after);
  if (had === has) return 'no-op';
  return had ? 'delete' : 'create';
}

export function isPresent(value: Value | undefined): value is Value {
  return value !== undefined && value.kind !== 'null';
}
