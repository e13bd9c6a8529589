import { describe, expect, it } from 'vitest';
import { type ChecksumName, checksumOf, compositeEtag, etagOf, verifiedChecksum } from './checksums.ts';

const text = Buffer.from('123456789');

describe('checksums', () => {
  // The check values of the CRC catalogue, and of the hash functions' own documents.
  it.each<[ChecksumName, string]>([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
    ['MD5', '25f9e794323b453885f5181f1b624d0b'],
  ])('%s of 123456789', (name, hex) => {
    expect(Buffer.from(checksumOf(name, text), 'base64').toString('hex')).toBe(hex);
  });

  it('are compared with what the request says', () => {
    const right = checksumOf('CRC32C', text);
    expect(verifiedChecksum(text, { ChecksumCRC32C: right })).toEqual({ name: 'CRC32C', value: right });
    const wrong = checksumOf('CRC32C', Buffer.from('other'));
    expect(() => verifiedChecksum(text, { ChecksumCRC32C: wrong })).toThrow('The CRC32C you specified');
    expect(() => verifiedChecksum(text, { ChecksumSHA256: right })).toThrow('header is invalid');
    expect(() => verifiedChecksum(text, { ContentMD5: 'bm90IGFuIG1kNQ==' })).toThrow('Content-MD5');
    expect(verifiedChecksum(text, {})).toBeUndefined();
    expect(verifiedChecksum(text, { ChecksumAlgorithm: 'CRC32C' })?.value).toBe(right);
  });
});

describe('an ETag of parts', () => {
  it('is the MD5 of their MD5s and their number', () => {
    // md5(md5('a') + md5('b')), computed by Python's hashlib.
    expect(compositeEtag([etagOf(Buffer.from('a')), etagOf(Buffer.from('b'))])).toBe(
      '"96e024ba2074fe77e8e965ba43a704be-2"',
    );
  });
});
