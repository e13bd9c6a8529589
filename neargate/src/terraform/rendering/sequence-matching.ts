/** Positions of elements that belong together; undefined on the side where there is none. */
export type Pair = readonly [before: number | undefined, after: number | undefined];

/**
 * Lines up two lists whose elements may have changed in place: position by position when both are of one length and are no
 * reordering of each other, else as `matchSequences`.
 */
export function matchElements<Element>(
  before: readonly Element[],
  after: readonly Element[],
  equals: (a: Element, b: Element) => boolean,
  isObject: (element: Element) => boolean,
): Pair[] {
  if (before.length === after.length && !isReordering(before, after, equals)) {
    return before.map((_, index) => [index, index] as const);
  }
  return matchSequences(before, after, equals, isObject);
}

function isReordering<Element>(
  before: readonly Element[],
  after: readonly Element[],
  equals: (a: Element, b: Element) => boolean,
): boolean {
  const left = [...after];
  return before.every((element) => {
    const index = left.findIndex((other) => equals(element, other));
    if (index !== -1) left.splice(index, 1);
    return index !== -1;
  });
}

/**
 * Lines up two lists: elements of their longest common subsequence with each other, in between what went before what came.
 * Two objects that stand in the same place are paired, so that what changed inside of them shows.
 */
export function matchSequences<Element>(
  before: readonly Element[],
  after: readonly Element[],
  equals: (a: Element, b: Element) => boolean,
  isObject: (element: Element) => boolean,
): Pair[] {
  const common = commonSubsequence(before, after, equals);
  const pairs: Pair[] = [];
  let left = 0;
  let right = 0;
  for (const [nextLeft, nextRight] of [...common, [before.length, after.length] as const]) {
    while (left < nextLeft) {
      const from = before[left];
      const to = after[right];
      const together =
        right < nextRight && from !== undefined && to !== undefined && isObject(from) && isObject(to);
      pairs.push([left, together ? right : undefined]);
      left += 1;
      if (together) right += 1;
    }
    while (right < nextRight) pairs.push([undefined, right++]);
    if (nextLeft < before.length && nextRight < after.length) pairs.push([left++, right++]);
  }
  return pairs;
}

function commonSubsequence<Element>(
  before: readonly Element[],
  after: readonly Element[],
  equals: (a: Element, b: Element) => boolean,
): (readonly [number, number])[] {
  if (before.length === 0 || after.length === 0) return [];
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const lengthAt = (left: number, right: number) => lengths[left * width + right] ?? 0;
  const same = (left: number, right: number) => {
    const from = before[left];
    const to = after[right];
    return from !== undefined && to !== undefined && equals(from, to);
  };
  for (let left = before.length - 1; left >= 0; left--) {
    for (let right = after.length - 1; right >= 0; right--) {
      lengths[left * width + right] = same(left, right)
        ? lengthAt(left + 1, right + 1) + 1
        : Math.max(lengthAt(left + 1, right), lengthAt(left, right + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let left = 0;
  let right = 0;
  while (left < before.length && right < after.length) {
    if (same(left, right)) pairs.push([left++, right++]);
    else if (lengthAt(left + 1, right) >= lengthAt(left, right + 1)) left += 1;
    else right += 1;
  }
  return pairs;
}
