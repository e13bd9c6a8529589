import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import {
  findJournalFiles,
  type JournalEntry,
  journalPath,
  ownerOnly,
  readSnapshot,
  removeFilesBefore,
  replayLines,
  writeSnapshot,
} from './journal-files.ts';

/** Each write is on disk when it returns: one call instead of a write and an fdatasync. Windows has no such flag. */
const appendDurably =
  constants.O_RDWR |
  constants.O_CREAT |
  constants.O_APPEND |
  ((constants.O_DSYNC as number | undefined) ?? 0);
const needsSync = (constants.O_DSYNC as number | undefined) === undefined;

const compactAboveBytes = 16 * 1024 * 1024;

/**
 * Append-only JSON journal with snapshots. A transaction is one line; a line is durable once `flush` resolved, and the
 * transactions of one turn of the event loop share a write. On open, replay stops at the first line that does not parse and
 * cuts it off: only a write that was never acknowledged can be there.
 */
export class Journal {
  private readonly directory: string;
  private generation: number;
  private file: FileHandle;
  private pending: string[] = [];
  /** Whoever has the file now; it is free when undefined. */
  private turn: Promise<void> | undefined;
  private compaction: Promise<void> | undefined;
  private bytesWritten: number;
  private snapshotBytes: number;

  private constructor(
    directory: string,
    generation: number,
    file: FileHandle,
    { bytesWritten, snapshotBytes }: { readonly bytesWritten: number; readonly snapshotBytes: number },
  ) {
    this.directory = directory;
    this.generation = generation;
    this.file = file;
    this.bytesWritten = bytesWritten;
    this.snapshotBytes = snapshotBytes;
  }

  /** Opens the newest generation in `directory`, giving every surviving entry to `replay` in order. */
  static async open(directory: string, replay: (entry: JournalEntry) => void): Promise<Journal> {
    const { snapshot, journals } = await findJournalFiles(directory);
    const snapshotBytes = await readSnapshot(directory, snapshot, replay);
    const newest = journals.at(-1) ?? snapshot;
    for (const generation of journals.slice(0, -1)) {
      const earlier = await open(journalPath(directory, generation), 'r');
      await replayLines(earlier, replay);
      await earlier.close();
    }
    const file = await open(journalPath(directory, newest), appendDurably, ownerOnly);
    const bytesWritten = await replayLines(file, replay);
    await file.truncate(bytesWritten);
    return new Journal(directory, newest, file, { bytesWritten, snapshotBytes });
  }

  /** Whether the journal is long enough, by itself and beside its snapshot, that a new snapshot is worth its cost. */
  get isLong(): boolean {
    return (
      this.compaction === undefined && this.bytesWritten > Math.max(compactAboveBytes, this.snapshotBytes)
    );
  }

  append(transaction: readonly JournalEntry[]): void {
    this.pending.push(`${JSON.stringify(transaction)}\n`);
  }

  /** Resolves when everything appended before the call is on disk. */
  async flush(): Promise<void> {
    while (this.turn !== undefined) await this.turn;
    if (this.pending.length === 0) return;
    await this.takeTurn(() => this.writePending());
  }

  /**
   * Starts a new generation from the given rows, which must not change later, and removes the old one once the new one is
   * safely in place. Writes go on meanwhile. One compaction at a time: another call waits for the one under way.
   */
  compact(rows: () => Iterable<JournalEntry>): Promise<void> {
    this.compaction ??= this.startGeneration(rows).finally(() => {
      this.compaction = undefined;
    });
    return this.compaction;
  }

  async close(): Promise<void> {
    await this.compaction;
    await this.flush();
    await this.file.close();
  }

  private async startGeneration(rows: () => Iterable<JournalEntry>): Promise<void> {
    const next = this.generation + 1;
    const nextFile = await open(journalPath(this.directory, next), appendDurably, ownerOnly);
    const previousFile = this.file;
    let entries: JournalEntry[] = [];
    await this.takeTurn(() => {
      // At one moment: what was committed until now is in the snapshot, what comes after is in the new journal.
      entries = [...rows()];
      this.generation = next;
      this.file = nextFile;
      this.bytesWritten = 0;
      return Promise.resolve();
    });
    await previousFile.close();
    this.snapshotBytes = await writeSnapshot(this.directory, next, entries);
    await removeFilesBefore(this.directory, next);
  }

  /** Works with the file once whoever has it now is done, and before anybody else. */
  private takeTurn(work: () => Promise<void>): Promise<void> {
    const before = this.turn ?? Promise.resolve();
    const turn = before.then(work, work).finally(() => {
      if (this.turn === turn) this.turn = undefined;
    });
    this.turn = turn;
    return turn;
  }

  private async writePending(): Promise<void> {
    await turnOfTheLoop();
    const text = this.pending.join('');
    this.pending = [];
    try {
      await this.file.appendFile(text);
      if (needsSync) await this.file.datasync();
    } catch (error) {
      // Half a line would end the replay there: it goes, and all of the text waits for the next flush.
      this.pending.unshift(text);
      await this.file.truncate(this.bytesWritten).catch(() => undefined);
      throw error;
    }
    this.bytesWritten += Buffer.byteLength(text);
  }
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
