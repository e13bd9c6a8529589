import { randomUUID } from 'node:crypto';
import {
  type BigIntStats,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type PackedEntry, readZip } from '../zip/read-zip.ts';
import { isLink, writeEntries } from './unpack.ts';

/**
 * Sources of one build are mostly those of the build before it, and writing thousands of files takes a second. So the folder of
 * the last build is kept, with a record of what was unpacked into it; the next build gets the folder, of which everything is
 * removed that is not in its archive or was touched since it was unpacked, and what is then missing is unpacked.
 */
interface KeptRecord {
  /** Files with a change time from here on may have been touched within the same tick of the file system's clock. */
  readonly trustedBeforeNs: string;
  readonly files: Readonly<Record<string, KeptFile>>;
}

interface KeptFile {
  /** Of the archive. */
  readonly crc32: number;
  readonly mode: number;
  /** What changes when the file is written to, replaced, given away or given other permissions. No program can set it back. */
  readonly version: string;
}

/** Longer than a tick of any file system's clock. */
const tickNs = 20_000_000n;

/** The folders of a project's kept source, and of the build that takes it. */
export interface KeptSource {
  /** Where it is kept between builds. */
  readonly place: string;
  /** Where the record is while a build has the folder. */
  readonly record: string;
}

/**
 * Makes `directory` hold the files of a ZIP file, with permissions and symbolic links, and nothing else.
 * @param nowMs is asked when all is unpacked, in milliseconds since the epoch
 * @throws ZipError when it cannot be read
 */
export function unpackOverKept(
  directory: string,
  bytes: Uint8Array,
  kept: KeptSource,
  nowMs: () => number = Date.now,
): void {
  const entries = readZip(bytes);
  const record = take(directory, kept);
  const wanted = new Map(entries.map((entry) => [entry.path, entry]));
  const unchanged = record === undefined ? new Map<string, KeptFile>() : clean(directory, wanted, record);
  writeEntries(
    directory,
    entries.filter((entry) => !unchanged.has(entry.path)),
  );
  const trustedBeforeNs = BigInt(nowMs()) * 1_000_000n - tickNs;
  const files = recordOf(directory, entries, unchanged);
  writeFileSync(
    kept.record,
    JSON.stringify({ trustedBeforeNs: String(trustedBeforeNs), files } satisfies KeptRecord),
  );
}

/** Puts the folder of a build that has ended where the next build of the project finds it. */
export async function keepSource(directory: string, { place, record }: KeptSource): Promise<void> {
  const made = `${place}.${randomUUID()}`;
  try {
    await mkdir(made, { recursive: true });
    await rename(record, path.join(made, 'record.json'));
    await rename(directory, path.join(made, 'files'));
    await rename(made, place);
  } catch {
    // Nothing was unpacked, it is on another file system, or another build of the project was faster.
    await rm(made, { recursive: true, force: true });
  }
}

/** Moves what is kept into the build; of two builds at the same time the first has it. */
function take(directory: string, { place, record }: KeptSource): KeptRecord | undefined {
  const taken = `${record}.taken`;
  try {
    renameSync(place, taken);
    const found = JSON.parse(readFileSync(path.join(taken, 'record.json'), 'utf8')) as KeptRecord;
    rmdirSync(directory);
    renameSync(path.join(taken, 'files'), directory);
    return found;
  } catch {
    mkdirSync(directory, { recursive: true });
    return undefined;
  } finally {
    rmSync(taken, { recursive: true, force: true });
  }
}

/** Removes from the folder whatever is not as it is in the archive; returns what is left, by path. */
function clean(
  directory: string,
  wanted: ReadonlyMap<string, PackedEntry>,
  { files, trustedBeforeNs }: KeptRecord,
): Map<string, KeptFile> {
  const folders = new Set([...wanted.keys()].flatMap(foldersOf));
  const newFolderMode = BigInt(0o777 & ~process.umask());
  const left = new Map<string, KeptFile>();
  const isAsUnpacked = (relative: string, stats: BigIntStats) => {
    const entry = wanted.get(relative);
    const file = files[relative];
    return (
      entry !== undefined &&
      file !== undefined &&
      !isLink(entry) &&
      file.crc32 === entry.crc32 &&
      file.mode === entry.mode &&
      file.version === versionOf(stats) &&
      stats.ctimeNs < BigInt(trustedBeforeNs)
    );
  };
  const visit = (relative: string) => {
    for (const name of readdirSync(path.join(directory, relative))) {
      const child = relative === '' ? name : `${relative}/${name}`;
      const absolute = path.join(directory, child);
      const stats = lstatSync(absolute, { bigint: true });
      const isOwn = stats.uid === BigInt(process.getuid?.() ?? 0) && (stats.mode & 0o7777n) === newFolderMode;
      if (stats.isDirectory() && folders.has(child) && isOwn) visit(child);
      else if (stats.isFile() && isAsUnpacked(child, stats)) left.set(child, files[child] as KeptFile);
      else rmSync(absolute, { recursive: true, force: true });
    }
  };
  visit('');
  return left;
}

function recordOf(
  directory: string,
  entries: readonly PackedEntry[],
  unchanged: ReadonlyMap<string, KeptFile>,
): KeptRecord['files'] {
  const files = entries.flatMap((entry): [string, KeptFile][] => {
    if (isLink(entry)) return [];
    const known = unchanged.get(entry.path);
    if (known !== undefined) return [[entry.path, known]];
    const stats = lstatSync(path.join(directory, entry.path), { bigint: true });
    return [[entry.path, { crc32: entry.crc32, mode: entry.mode, version: versionOf(stats) }]];
  });
  return Object.fromEntries(files);
}

function versionOf({ dev, ino, size, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, ctimeNs].join(':');
}

function foldersOf(file: string): string[] {
  const parent = path.posix.dirname(file);
  return parent === '.' ? [] : [parent, ...foldersOf(parent)];
}
