/** What came of one attempt to deliver. */
export type Attempt =
  | { readonly kind: 'delivered' }
  /** Trying again may help. */
  | { readonly kind: 'failed'; readonly message: string }
  /** It stays so until somebody acts: not tried again. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * A status in the 400s is the endpoint's last word, but for 429.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export function attemptOfStatus(status: number): Attempt {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const message = `The endpoint answered with status ${status}.`;
  return status >= 400 && status < 500 && status !== 429
    ? { kind: 'refused', message }
    : { kind: 'failed', message };
}
