import { crc32, inflateRawSync } from 'node:zlib';
import type { ZipEntry } from './write-zip.ts';

/** The bytes are not a ZIP file that can be read; the message says why. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

/** An entry as the file's directory has it; its content is unpacked when asked for. */
export interface PackedEntry {
  readonly path: string;
  readonly mode: number;
  readonly sizeBytes: number;
  readonly crc32: number;
  /** @throws ZipError when the data is damaged */
  content(): Buffer;
}

const endSignature = 0x06_05_4b_50;
const endLength = 22;
const longestComment = 0xff_ff;
const fromUnix = 3;

/**
 * The entries of a ZIP file, without directories.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 * @throws ZipError when it is none, is encrypted, needs ZIP64, or names a place outside of itself
 */
export function readZip(bytes: Uint8Array): readonly PackedEntry[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return entriesOf(file);
  } catch (error) {
    if (error instanceof RangeError) throw new ZipError('it ends too early');
    throw error;
  }
}

function entriesOf(file: Buffer): readonly PackedEntry[] {
  const end = endOfDirectory(file);
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  if (count === 0xff_ff || at === 0xff_ff_ff_ff) throw new ZipError('it needs ZIP64, which is not supported');
  const entries: PackedEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (file.readUInt32LE(at) !== 0x02_01_4b_50) throw new ZipError('its directory is damaged');
    const nameLength = file.readUInt16LE(at + 28);
    const entry = packedEntry(file, at, nameLength);
    if (!entry.path.endsWith('/')) entries.push(entry);
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}

function endOfDirectory(file: Buffer): number {
  const first = Math.max(0, file.length - endLength - longestComment);
  for (let at = file.length - endLength; at >= first; at--) {
    if (file.readUInt32LE(at) === endSignature) return at;
  }
  throw new ZipError('it is not a ZIP file');
}

function packedEntry(file: Buffer, at: number, nameLength: number): PackedEntry {
  const path = file.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
  if (path.startsWith('/') || path.split('/').includes('..'))
    throw new ZipError(`it names '${path}', which is outside of it`);
  if ((file.readUInt16LE(at + 8) & 1) !== 0) throw new ZipError(`'${path}' in it is encrypted`);
  const method = file.readUInt16LE(at + 10);
  const checksum = file.readUInt32LE(at + 16);
  const packedBytes = file.readUInt32LE(at + 20);
  const sizeBytes = file.readUInt32LE(at + 24);
  const local = file.readUInt32LE(at + 42);
  const unixMode = file.readUInt8(at + 5) === fromUnix ? file.readUInt32LE(at + 38) >>> 16 : 0;
  return {
    path,
    mode: unixMode === 0 ? 0o100_644 : unixMode,
    sizeBytes,
    crc32: checksum,
    content() {
      const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
      const content = unpack(file.subarray(start, start + packedBytes), method, sizeBytes, path);
      if (content.length !== sizeBytes || crc32(content) !== checksum)
        throw new ZipError(`'${path}' in it is damaged`);
      return content;
    },
  };
}

function unpack(data: Buffer, method: number, sizeBytes: number, path: string): Buffer {
  if (method === 0) return data;
  if (method !== 8) throw new ZipError(`'${path}' in it is packed with method ${method}`);
  try {
    // One byte more than announced, so that a bomb is noticed and not unpacked.
    return inflateRawSync(data, { maxOutputLength: sizeBytes + 1 });
  } catch {
    throw new ZipError(`'${path}' in it is damaged`);
  }
}

/** Every entry unpacked. @throws ZipError */
export function unpackZip(bytes: Uint8Array): readonly ZipEntry[] {
  return readZip(bytes).map((entry) => ({ path: entry.path, mode: entry.mode, content: entry.content() }));
}
