import { type FileHandle, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** One row as it is after a write: table, scope, key, and the row (null when deleted). */
export type JournalEntry = readonly [table: string, scope: string, key: string, row: unknown];

const snapshotName = (generation: number) => `snapshot-${generation}.json`;
const journalName = (generation: number) => `journal-${generation}.jsonl`;

/** Secrets of the local account are in the journal: nobody but its owner reads it. */
const ownerOnly = 0o600;

/**
 * Append-only JSON journal with snapshots. A transaction is one line; a line is durable once `flush` resolved
 * (fdatasync, shared by all waiters). On open, replay stops at the first line that does not parse and cuts it off: only
 * a write that was never acknowledged can be there.
 */
export class Journal {
  private readonly directory: string;
  private generation: number;
  private file: FileHandle;
  private pending: string[] = [];
  private flushing: Promise<void> | undefined;
  private bytesWritten: number;

  private constructor(directory: string, generation: number, file: FileHandle, bytesWritten: number) {
    this.directory = directory;
    this.generation = generation;
    this.file = file;
    this.bytesWritten = bytesWritten;
  }

  /** Opens the newest generation in `directory`, giving every surviving entry to `replay` in order. */
  static async open(directory: string, replay: (entry: JournalEntry) => void): Promise<Journal> {
    const names = await readdir(directory);
    const generations = names
      .map((name) => /^snapshot-(\d+)\.json$/.exec(name)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number);
    const generation = Math.max(0, ...generations);
    if (generation > 0) {
      const snapshot = await readFile(path.join(directory, snapshotName(generation)), 'utf8');
      for (const entry of JSON.parse(snapshot) as JournalEntry[]) replay(entry);
    }
    const file = await open(path.join(directory, journalName(generation)), 'a+', ownerOnly);
    const length = await replayLines(file, replay);
    await file.truncate(length);
    return new Journal(directory, generation, file, length);
  }

  get sizeBytes(): number {
    return this.bytesWritten;
  }

  append(transaction: readonly JournalEntry[]): void {
    this.pending.push(`${JSON.stringify(transaction)}\n`);
  }

  /** Resolves when everything appended before the call is on disk. */
  async flush(): Promise<void> {
    while (this.flushing !== undefined) await this.flushing;
    if (this.pending.length === 0) return;
    this.flushing = this.writePending().finally(() => {
      this.flushing = undefined;
    });
    await this.flushing;
  }

  /** Starts a new generation from the given rows. The old one is removed once the new one is safely in place. */
  async compact(rows: () => Iterable<JournalEntry>): Promise<void> {
    await this.flush();
    const next = this.generation + 1;
    // Taken after the flush and before any await, so that no write falls between the old journal and the snapshot.
    const content = JSON.stringify([...rows()]);
    const previousFile = this.file;
    const previous = this.generation;
    const ready = this.writeSnapshot(next, content, previousFile);
    this.flushing = ready.finally(() => {
      this.flushing = undefined;
    });
    await this.flushing;
    await rm(path.join(this.directory, journalName(previous)), { force: true });
    await rm(path.join(this.directory, snapshotName(previous)), { force: true });
  }

  async close(): Promise<void> {
    await this.flush();
    await this.file.close();
  }

  private async writePending(): Promise<void> {
    const text = this.pending.join('');
    this.pending = [];
    await this.file.appendFile(text);
    await this.file.datasync();
    this.bytesWritten += Buffer.byteLength(text);
  }

  private async writeSnapshot(next: number, content: string, previousFile: FileHandle): Promise<void> {
    const target = path.join(this.directory, snapshotName(next));
    const temporary = await open(`${target}.tmp`, 'w', ownerOnly);
    await temporary.writeFile(content);
    await temporary.datasync();
    await temporary.close();
    const file = await open(path.join(this.directory, journalName(next)), 'a+', ownerOnly);
    await rename(`${target}.tmp`, target);
    this.generation = next;
    this.file = file;
    this.bytesWritten = 0;
    await previousFile.close();
  }
}

async function replayLines(file: FileHandle, replay: (entry: JournalEntry) => void): Promise<number> {
  const content = await file.readFile();
  let start = 0;
  for (;;) {
    const end = content.indexOf(0x0a, start);
    if (end === -1) return start;
    let transaction: JournalEntry[];
    try {
      transaction = JSON.parse(content.toString('utf8', start, end)) as JournalEntry[];
    } catch {
      return start;
    }
    for (const entry of transaction) replay(entry);
    start = end + 1;
  }
}
