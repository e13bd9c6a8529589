import { createHash } from 'node:crypto';
import type { StoredAttribute } from './store.ts';

export function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

/**
 * By which clients see that attributes arrived whole.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function attributesMd5(attributes: Readonly<Record<string, StoredAttribute>>): string | undefined {
  const entries = Object.entries(attributes).toSorted(([left], [right]) => (left < right ? -1 : 1));
  if (entries.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, { dataType, text, bytes }] of entries) {
    add(Buffer.from(name, 'utf8'));
    add(Buffer.from(dataType, 'utf8'));
    hash.update(Buffer.from([bytes === undefined ? 1 : 2]));
    add(bytes === undefined ? Buffer.from(text ?? '', 'utf8') : Buffer.from(bytes, 'base64'));
  }
  return hash.digest('hex');
}
