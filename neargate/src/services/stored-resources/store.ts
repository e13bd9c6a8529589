import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';

/** JSON data, as a provider's resource type keeps it. */
export type StoredValue =
  | null
  | boolean
  | number
  | string
  | readonly StoredValue[]
  | { readonly [name: string]: StoredValue };

/** A resource that nothing here enforces or runs: its attributes are all there is of it. */
export interface StoredResourceRow {
  /** The resource type's name in Terraform, such as `aws_sns_topic`. */
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, StoredValue>>;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

export const storedResourcesTable = 'stored-resources.objects';

/** The stored resources of a scope: an account in a region, or an account for what has no region. Key: `storedResourceKey`. */
export function storedResources(store: Store, scope: string): Table<StoredResourceRow> {
  return store.table(storedResourcesTable, scope);
}

export function storedResourceKey(type: string, id: string): string {
  return `${type} ${id}`;
}
