import { mkdir } from 'node:fs/promises';
import type { JournalEntry } from './journal-files.ts';
import { Journal } from './journal.ts';
import { type Change, MemoryTable, type Table } from './table.ts';

/** Called after each transaction with its changes, in order. Must not throw. */
export type ChangeListener = (changes: readonly Change[]) => void;

export interface Store {
  /** The table of that name in that scope, made on first use. */
  table<Row>(name: string, scope: string): Table<Row>;
  /** The scopes in which a table of that name exists. */
  scopes(name: string): readonly string[];
  /** Runs `work` so that its writes happen together or, when it throws, not at all. Transactions nest into the outer one. */
  transact<Result>(work: () => Result): Result;
  /** Deletes every row of every table. */
  clear(): void;
  /** The change feed. Returns the function that ends the subscription. */
  subscribe(listener: ChangeListener): () => void;
  /** Resolves when every transaction committed so far is on disk. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly directory?: string;
  /** Nothing is lost when the journal cannot be made shorter: it grows until that works again. */
  readonly onCompactionFailure?: (error: unknown) => void;
}

/** Opens the store kept in `directory` (made when missing), or one that lives in memory only. */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  const store = new JournaledStore(options.onCompactionFailure ?? (() => undefined));
  if (options.directory !== undefined) {
    await mkdir(options.directory, { recursive: true });
    await store.attach(options.directory);
  }
  return store;
}

class JournaledStore implements Store {
  private readonly tables = new Map<string, Map<string, MemoryTable<unknown>>>();
  private readonly listeners = new Set<ChangeListener>();
  private journal: Journal | undefined;
  private transaction: Change[] | undefined;
  private readonly onCompactionFailure: (error: unknown) => void;

  constructor(onCompactionFailure: (error: unknown) => void) {
    this.onCompactionFailure = onCompactionFailure;
  }

  async attach(directory: string): Promise<void> {
    this.journal = await Journal.open(directory, ([name, scope, key, row]) =>
      this.memoryTable(name, scope).restore(key, row ?? undefined),
    );
  }

  table<Row>(name: string, scope: string): Table<Row> {
    return this.memoryTable(name, scope) as MemoryTable<Row>;
  }

  scopes(name: string): readonly string[] {
    return [...(this.tables.get(name)?.keys() ?? [])];
  }

  transact<Result>(work: () => Result): Result {
    if (this.transaction !== undefined) return work();
    const changes: Change[] = [];
    this.transaction = changes;
    let result: Result;
    try {
      result = work();
    } catch (error) {
      for (const change of changes.toReversed()) {
        this.memoryTable(change.table, change.scope).restore(change.key, change.before);
      }
      throw error;
    } finally {
      this.transaction = undefined;
    }
    this.commit(changes);
    return result;
  }

  clear(): void {
    this.transact(() => {
      for (const scopes of this.tables.values()) {
        for (const table of scopes.values()) for (const key of table.keys()) table.delete(key);
      }
    });
  }

  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async flush(): Promise<void> {
    if (this.journal === undefined) return;
    await this.journal.flush();
    if (this.journal.isLong) this.journal.compact(() => this.rows()).catch(this.onCompactionFailure);
  }

  async close(): Promise<void> {
    await this.journal?.close();
  }

  private memoryTable(name: string, scope: string): MemoryTable<unknown> {
    let scopes = this.tables.get(name);
    if (scopes === undefined) {
      scopes = new Map();
      this.tables.set(name, scopes);
    }
    let table = scopes.get(scope);
    if (table === undefined) {
      table = new MemoryTable(name, scope, { record: (change) => this.record(change) });
      scopes.set(scope, table);
    }
    return table;
  }

  private record(change: Change): void {
    if (this.transaction === undefined) this.commit([change]);
    else this.transaction.push(change);
  }

  private commit(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.journal?.append(
      changes.map(({ table, scope, key, after }): JournalEntry => [table, scope, key, after ?? null]),
    );
    for (const listener of this.listeners) listener(changes);
  }

  private *rows(): Iterable<JournalEntry> {
    for (const [name, scopes] of this.tables) {
      for (const [scope, table] of scopes) {
        for (const [key, row] of table.entries()) yield [name, scope, key, row];
      }
    }
  }
}
