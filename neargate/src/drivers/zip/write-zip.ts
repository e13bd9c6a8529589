import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

export interface ZipEntry {
  /** With slashes; a directory's ends in one. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Unix type and permissions, such as 0o100755, or 0o120777 for a symbolic link whose content is its target. */
  readonly mode: number;
}

const deflate = promisify(deflateRaw);

const madeByUnix = 3 << 8;
const version = 20;
const utf8Names = 1 << 11;
const stored = 0;
const deflated = 8;
const limit = 0xff_ff_ff_ff;

/**
 * A ZIP file of these entries, all with the same time, so that equal contents give equal bytes.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 * @throws RangeError beyond 4 GiB or 65,535 entries, which need ZIP64
 */
export async function writeZip(entries: readonly ZipEntry[], modifiedAtMs: number): Promise<Buffer> {
  if (entries.length > 0xff_ff) throw new RangeError(`a ZIP file cannot hold ${entries.length} entries`);
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = await deflate(entry.content);
    const isSmaller = packed.length < entry.content.length;
    const data = isSmaller ? packed : Buffer.from(entry.content);
    const name = Buffer.from(entry.path, 'utf8');
    const common = commonHeader(entry, name.length, data.length, isSmaller, modifiedAtMs);
    const head = Buffer.concat([u32(0x04_03_4b_50), common, name]);
    local.push(head, data);
    central.push(
      Buffer.concat([
        u32(0x02_01_4b_50),
        u16(madeByUnix | version),
        common,
        // Comment length, disk, internal attributes.
        Buffer.alloc(6),
        u32((entry.mode << 16) >>> 0),
        u32(offset),
        name,
      ]),
    );
    offset += head.length + data.length;
    if (offset > limit) throw new RangeError('a ZIP file cannot hold more than 4 GiB');
  }
  const directory = Buffer.concat(central);
  const end = Buffer.concat([
    u32(0x06_05_4b_50),
    u16(0),
    u16(0),
    u16(entries.length),
    u16(entries.length),
    u32(directory.length),
    u32(offset),
    u16(0),
  ]);
  return Buffer.concat([...local, directory, end]);
}

/** What the local and the central header of an entry have in common, from `version needed` to `extra field length`. */
function commonHeader(
  { content }: ZipEntry,
  nameLength: number,
  packedLength: number,
  isDeflated: boolean,
  modifiedAtMs: number,
): Buffer {
  const at = new Date(modifiedAtMs);
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const day =
    (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return Buffer.concat([
    u16(version),
    u16(utf8Names),
    u16(isDeflated ? deflated : stored),
    u16(time),
    u16(day),
    u32(crc32(content)),
    u32(packedLength),
    u32(content.length),
    u16(nameLength),
    u16(0),
  ]);
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
