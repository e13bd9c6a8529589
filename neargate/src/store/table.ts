import { type GroupOf, RowIndex } from './row-index.ts';

/** What happened to one row. `before` and `after` are undefined where the row did not exist. */
export interface Change {
  readonly table: string;
  /** The partition of the table that the row lives in; the store gives it no meaning. */
  readonly scope: string;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * One kind of row in one scope. Rows are plain JSON data (no Date, no undefined inside arrays) and immutable: to change
 * one, put a new object under the same key. Iteration is in insertion order.
 */
export interface Table<Row> {
  readonly name: string;
  readonly scope: string;
  readonly size: number;
  get(key: string): Row | undefined;
  has(key: string): boolean;
  /** Inserts or replaces. Outside a transaction this is a transaction of its own. */
  put(key: string, row: Row): void;
  /** Puts the result of `change` in place of the existing row; throws when there is none. */
  update(key: string, change: (row: Row) => Row): Row;
  /** True when there was such a row. */
  delete(key: string): boolean;
  values(): IterableIterator<Row>;
  entries(): IterableIterator<[string, Row]>;
  keys(): IterableIterator<string>;
  /** The rows of one group by key, in the order in which they came to it. Costs what the group is long, not the table. */
  group(groupOf: GroupOf<Row>, group: string): ReadonlyMap<string, Row>;
}

/** The writes of a table go through this, so that the store can journal and undo them. */
export interface WriteLog {
  record(change: Change): void;
}

export class MemoryTable<Row> implements Table<Row> {
  readonly name: string;
  readonly scope: string;
  private readonly rows = new Map<string, Row>();
  /** Made when first asked by, kept with every write from then on. */
  private readonly indexes = new Map<GroupOf<Row>, RowIndex<Row>>();
  private readonly log: WriteLog;

  constructor(name: string, scope: string, log: WriteLog) {
    this.name = name;
    this.scope = scope;
    this.log = log;
  }

  get size(): number {
    return this.rows.size;
  }

  get(key: string): Row | undefined {
    return this.rows.get(key);
  }

  has(key: string): boolean {
    return this.rows.has(key);
  }

  put(key: string, row: Row): void {
    const before = this.rows.get(key);
    const after = row === before ? row : withSharedLayout(row);
    this.restore(key, after);
    this.log.record({ table: this.name, scope: this.scope, key, before, after });
  }

  update(key: string, change: (row: Row) => Row): Row {
    const before = this.rows.get(key);
    if (before === undefined) throw new Error(`no row ${key} in ${this.name}`);
    this.put(key, change(before));
    return this.rows.get(key) as Row;
  }

  delete(key: string): boolean {
    if (!this.rows.has(key)) return false;
    const before = this.rows.get(key);
    this.restore(key, undefined);
    this.log.record({ table: this.name, scope: this.scope, key, before, after: undefined });
    return true;
  }

  values(): IterableIterator<Row> {
    return this.rows.values();
  }

  entries(): IterableIterator<[string, Row]> {
    return this.rows.entries();
  }

  keys(): IterableIterator<string> {
    return this.rows.keys();
  }

  group(groupOf: GroupOf<Row>, group: string): ReadonlyMap<string, Row> {
    let index = this.indexes.get(groupOf);
    if (index === undefined) {
      index = new RowIndex(groupOf);
      for (const [key, row] of this.rows) index.change(key, undefined, row);
      this.indexes.set(groupOf, index);
    }
    return index.get(group);
  }

  /** Sets or removes a row without recording it: replay and undo. */
  restore(key: string, row: Row | undefined): void {
    for (const index of this.indexes.values()) index.change(key, this.rows.get(key), row);
    if (row === undefined) this.rows.delete(key);
    else this.rows.set(key, row);
  }
}

/**
 * The row in the memory layout that all rows with the same members share. V8 gives an object that was made by a spread with new
 * members after it a layout of its own, and a walk over many such rows takes ten times as long. Members that are added one by
 * one share it. Rows that are texts, lists or of a class are as they are.
 */
function withSharedLayout<Row>(row: Row): Row {
  if (typeof row !== 'object' || row === null || Object.getPrototypeOf(row) !== Object.prototype) return row;
  return Object.assign({}, row);
}
