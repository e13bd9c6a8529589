import { createHash } from 'node:crypto';
import type { IdSource } from '../../core/ids.ts';

/** Where a resource's chance comes from. */
export interface RandomSource {
  bytes(length: number): Buffer;
  /** A whole number from 0 to below `limit`, all equally likely. */
  below(limit: number): number;
}

export function randomSource(ids: IdSource): RandomSource {
  return sourceOf((length) => Buffer.from(ids.hex(length * 2), 'hex'));
}

/**
 * The same text gives the same chance. It is not the sequence that the provider's own generator, Go's, gives for a seed.
 */
export function seededSource(seed: string): RandomSource {
  let counter = 0;
  return sourceOf((length) => {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      blocks.push(createHash('sha256').update(`${counter} ${seed}`).digest());
      counter += 1;
    }
    return Buffer.concat(blocks).subarray(0, length);
  });
}

function sourceOf(bytes: (length: number) => Buffer): RandomSource {
  const range = 2 ** 48;
  return {
    bytes,
    below(limit) {
      // Numbers from the last, incomplete stretch would favour small results.
      const usable = range - (range % limit);
      for (;;) {
        const number = bytes(6).readUIntBE(0, 6);
        if (number < usable) return number % limit;
      }
    },
  };
}

/** The elements in an order by chance. */
export function shuffled<Element>(elements: readonly Element[], source: RandomSource): Element[] {
  const order = elements.map((element) => ({ element, rank: source.below(2 ** 32) }));
  return order.toSorted((left, right) => left.rank - right.rank).map(({ element }) => element);
}
