/** What an HTTP endpoint answered, or why it did not. */
export type PostOutcome = { readonly status: number } | { readonly failure: string };

/** Posts a text and resolves with what came of it; never rejects but for the signal. */
export type PostMessage = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
) => Promise<PostOutcome>;

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
const timeoutMs = 15_000;

export const postByHttp: PostMessage = async (url, headers, body, signal) => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { failure: cause instanceof Error ? cause.message : String(cause) };
  }
};
