import { type FileHandle, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** One row as it is after a write: table, scope, key, and the row (null when deleted). */
export type JournalEntry = readonly [table: string, scope: string, key: string, row: unknown];

/** Secrets of the local account are in the files: nobody but its owner reads them. */
export const ownerOnly = 0o600;

/**
 * The files of a journal in its directory. Generation N of the journal is what was written after snapshot N was taken, so a
 * state is the newest snapshot and the journals from its generation on. All are lines of JSON, each a list of entries.
 */
export interface JournalFiles {
  /** The newest snapshot; 0 is the empty one, which has no file. */
  readonly snapshot: number;
  /** The journals after it, in order: more than one when a snapshot was not finished. */
  readonly journals: readonly number[];
}

export const snapshotPath = (directory: string, generation: number) =>
  path.join(directory, `snapshot-${generation}.json`);
export const journalPath = (directory: string, generation: number) =>
  path.join(directory, `journal-${generation}.jsonl`);

export async function findJournalFiles(directory: string): Promise<JournalFiles> {
  const names = await readdir(directory);
  const generations = (pattern: RegExp) => names.flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number);
  const snapshot = Math.max(0, ...generations(/^snapshot-(\d+)\.json$/));
  const journals = generations(/^journal-(\d+)\.jsonl$/).filter((generation) => generation >= snapshot);
  return { snapshot, journals: journals.toSorted((left, right) => left - right) };
}

/** Removes what a newer snapshot has made superfluous. */
export async function removeFilesBefore(directory: string, snapshot: number): Promise<void> {
  for (const name of await readdir(directory)) {
    const generation = /^(?:snapshot|journal)-(\d+)\.jsonl?(?:\.tmp)?$/.exec(name)?.[1];
    if (generation !== undefined && Number(generation) < snapshot)
      await rm(path.join(directory, name), { force: true });
  }
}

/** @returns the snapshot's length in bytes */
export async function readSnapshot(
  directory: string,
  generation: number,
  replay: (entry: JournalEntry) => void,
): Promise<number> {
  if (generation === 0) return 0;
  const content = await readFile(snapshotPath(directory, generation));
  for (let start = 0; start < content.length;) {
    const newline = content.indexOf(0x0a, start);
    const end = newline === -1 ? content.length : newline;
    for (const entry of JSON.parse(content.toString('utf8', start, end)) as JournalEntry[]) replay(entry);
    start = end + 1;
  }
  return content.length;
}

/** Replays whole lines up to the first that does not parse, and returns where they end, in bytes. */
export async function replayLines(file: FileHandle, replay: (entry: JournalEntry) => void): Promise<number> {
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

const rowsPerSlice = 200;

/**
 * Writes a snapshot slice by slice, letting others have their turn between them, and puts it in place when it is whole.
 * @returns its length in bytes
 */
export async function writeSnapshot(
  directory: string,
  generation: number,
  entries: readonly JournalEntry[],
): Promise<number> {
  let length = 0;
  const target = snapshotPath(directory, generation);
  const temporary = await open(`${target}.tmp`, 'w', ownerOnly);
  try {
    for (let start = 0; start < entries.length; start += rowsPerSlice) {
      const line = Buffer.from(`${JSON.stringify(entries.slice(start, start + rowsPerSlice))}\n`);
      await temporary.appendFile(line);
      length += line.length;
    }
    await temporary.datasync();
  } finally {
    await temporary.close();
  }
  await rename(`${target}.tmp`, target);
  await syncDirectory(directory);
  return length;
}

/** A rename is safe from a loss of power once its directory is written; Windows knows no such thing. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  await handle.sync();
  await handle.close();
}
