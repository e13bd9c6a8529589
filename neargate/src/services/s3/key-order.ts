/** S3 lists keys in the order of their UTF-8 bytes, which is JavaScript's order except where surrogates are involved. */
export function compareKeys(left: string, right: string): number {
  if (left === right) return 0;
  const hasSurrogates = /[\ud800-\udfff]/;
  if (hasSurrogates.test(left) || hasSurrogates.test(right)) {
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  return left < right ? -1 : 1;
}
