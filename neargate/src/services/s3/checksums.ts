import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { badDigest, invalidDigest, invalidRequest, notImplemented } from './errors.ts';

export type ChecksumName = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256' | 'SHA512' | 'MD5';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const algorithms: Readonly<Record<ChecksumName, (content: Uint8Array) => Buffer>> = {
  CRC32: (content) => unsigned32(crc32(content)),
  CRC32C: (content) => unsigned32(crc32c(content)),
  CRC64NVME: crc64nvme,
  SHA1: (content) => createHash('sha1').update(content).digest(),
  SHA256: (content) => createHash('sha256').update(content).digest(),
  SHA512: (content) => createHash('sha512').update(content).digest(),
  MD5: (content) => createHash('md5').update(content).digest(),
};

const checksumNames = Object.keys(algorithms) as ChecksumName[];

/** Members of requests and answers, one for each algorithm, of which at most one is set. */
export type ChecksumMembers = Partial<Record<`Checksum${ChecksumName}`, string | undefined>>;

/** The algorithm of that name in a request. Throws for one that S3 has and Neargate does not compute. */
export function checksumNamed(name: string | undefined): ChecksumName | undefined {
  if (name === undefined) return undefined;
  const known = checksumNames.find((candidate) => candidate === name.toUpperCase());
  if (known === undefined) throw notImplemented(`x-amz-checksum-algorithm: ${name}`);
  return known;
}

/** Base64. */
export function checksumOf(name: ChecksumName, content: Uint8Array): string {
  return algorithms[name](content).toString('base64');
}

/** Where S3 computes a checksum of parts from the parts' checksums. */
export function compositeChecksum(name: ChecksumName, parts: readonly string[]): string {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
  return `${checksumOf(name, bytes)}-${parts.length}`;
}

/** The checksum that a request gives, if any. */
export function givenChecksum(
  request: ChecksumMembers,
): { readonly name: ChecksumName; readonly value: string } | undefined {
  for (const name of checksumNames) {
    const value = request[`Checksum${name}`];
    if (value !== undefined) return { name, value };
  }
  return undefined;
}

/** The member in which an answer gives a checksum. */
export function checksumMember(name: ChecksumName, value: string): ChecksumMembers {
  return { [`Checksum${name}`]: value };
}

/**
 * Compares the content with what the request says of it, and returns the checksum to keep: the one given, or the one of the
 * algorithm asked for. Throws BadDigest.
 */
export function verifiedChecksum(
  content: Uint8Array,
  request: ChecksumMembers & {
    readonly ContentMD5?: string | undefined;
    readonly ChecksumAlgorithm?: string | undefined;
  },
): { readonly name: ChecksumName; readonly value: string } | undefined {
  if (request.ContentMD5 !== undefined) {
    if (Buffer.from(request.ContentMD5, 'base64').length !== 16) throw invalidDigest();
    if (checksumOf('MD5', content) !== request.ContentMD5) throw badDigest('Content-MD5');
  }
  const given = givenChecksum(request);
  if (given === undefined) {
    const name = checksumNamed(request.ChecksumAlgorithm);
    return name && { name, value: checksumOf(name, content) };
  }
  const actual = checksumOf(given.name, content);
  if (Buffer.from(given.value, 'base64').length !== Buffer.from(actual, 'base64').length) {
    throw invalidRequest(`Value for x-amz-checksum-${given.name.toLowerCase()} header is invalid.`);
  }
  if (actual !== given.value) throw badDigest(given.name);
  return given;
}

/** In quotes, as S3 writes it: the MD5 of a content put at once. */
export function etagOf(content: Uint8Array): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}

/** The ETag of an object made of parts: the MD5 of their MD5s, and how many there are. */
export function compositeEtag(partEtags: readonly string[]): string {
  const digests = partEtags.map((etag) => Buffer.from(etag.replaceAll('"', ''), 'hex'));
  const digest = createHash('md5').update(Buffer.concat(digests)).digest('hex');
  return `"${digest}-${partEtags.length}"`;
}

function unsigned32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** Castagnoli's polynomial, reflected. https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4 */
const crc32cTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82_f6_3b_78 : value >>> 1;
  return value;
});

function crc32c(content: Uint8Array): number {
  let crc = 0xff_ff_ff_ff;
  for (const byte of content) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

/**
 * The polynomial of the NVM Express specification, reflected, in two halves of 32 bits: numbers are ten times as fast as
 * BigInt here.
 */
const crc64High = new Uint32Array(256);
const crc64Low = new Uint32Array(256);
for (let index = 0; index < 256; index++) {
  let high = 0;
  let low = index;
  for (let bit = 0; bit < 8; bit++) {
    const carry = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (carry !== 0) {
      high ^= 0x9a_6c_93_29;
      low ^= 0xac_4b_c9_b5;
    }
  }
  crc64High[index] = high;
  crc64Low[index] = low;
}

function crc64nvme(content: Uint8Array): Buffer {
  let high = 0xff_ff_ff_ff;
  let low = 0xff_ff_ff_ff;
  for (const byte of content) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (crc64Low[index] ?? 0);
    high = (high >>> 8) ^ (crc64High[index] ?? 0);
  }
  return Buffer.concat([unsigned32(~high), unsigned32(~low)]);
}
