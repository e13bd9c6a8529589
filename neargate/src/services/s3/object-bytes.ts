import type { OperationContext } from '../context.ts';
import { noBytes } from './bodies.ts';
import type { ObjectContent } from './store.ts';

/** An object's bytes. Throws when they are gone from the disk, which only somebody outside can have done. */
export function readContent({ blobs }: OperationContext, content: ObjectContent): Uint8Array {
  if (content.sizeBytes === 0) return noBytes;
  const bytes = blobs.get(content.blobDigest);
  if (bytes === undefined) throw new Error(`blob ${content.blobDigest} is missing`);
  return bytes;
}
