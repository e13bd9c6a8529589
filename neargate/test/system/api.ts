/** A JSON API over HTTP, as a client outside sees it. */
export interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly body: Record<string, unknown>;
}

/** Sends a request with or without a JSON body. An empty body of the answer reads as `{}`. */
export async function call(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

/** Requests that go on until they are stopped, `workers` at a time. */
export interface Load {
  /** Resolves to the statuses of all requests; 0 is one that got no answer. */
  stop(): Promise<readonly number[]>;
}

export function startLoad(url: string, workers: number): Load {
  let isOver = false;
  const statuses: number[] = [];
  const work = async () => {
    while (!isOver) {
      statuses.push(
        await fetch(url, { signal: AbortSignal.timeout(30_000) }).then(
          async (response) => {
            await response.arrayBuffer();
            return response.status;
          },
          () => 0,
        ),
      );
    }
  };
  const all = Promise.all(Array.from({ length: workers }, work));
  return {
    async stop() {
      isOver = true;
      await all;
      return statuses;
    },
  };
}
