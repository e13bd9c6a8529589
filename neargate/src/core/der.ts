/** One element of DER (ITU-T X.690): its tag and where its content lies. */
export interface DerElement {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

export const derTags = { integer: 0x02, generalizedTime: 0x18, utcTime: 0x17, sequence: 0x30 } as const;

/** The element at `offset`. Throws a RangeError for what is no DER. */
export function readDer(bytes: Uint8Array, offset: number, limit = bytes.length): DerElement {
  const tag = byteAt(bytes, offset, limit);
  const first = byteAt(bytes, offset + 1, limit);
  let start = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    // Four bytes are 4 GB; DER has no indefinite length.
    if (count === 0 || count > 4) throw new RangeError('the length of an element is not DER');
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + byteAt(bytes, start++, limit);
  }
  const end = start + length;
  if (end > limit) throw new RangeError('an element is longer than what holds it');
  return { tag, start, end };
}

/** The elements within one, in order. */
export function derChildren(bytes: Uint8Array, parent: DerElement): DerElement[] {
  const children: DerElement[] = [];
  for (let at = parent.start; at < parent.end;) {
    const child = readDer(bytes, at, parent.end);
    children.push(child);
    at = child.end;
  }
  return children;
}

function byteAt(bytes: Uint8Array, offset: number, limit: number): number {
  const byte = offset < limit ? bytes[offset] : undefined;
  if (byte === undefined) throw new RangeError('an element ends early');
  return byte;
}
