/** One field that failed validation; exactly one of pointer, parameter and header says where. */
export interface FieldError {
  /** JSON Pointer into the body, as a URI fragment (`#/email`), like the example of RFC 9457. */
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
  readonly detail: string;
}

/** Every problem this service answers with. The key ends the `type` URI and is the anchor on the documentation page. */
export const problems = {
  'malformed-request': { status: 400, title: 'The request is malformed.' },
  'invalid-parameters': { status: 400, title: 'A parameter or header is not valid.' },
  'not-found': { status: 404, title: 'There is no such resource.' },
  'method-not-allowed': { status: 405, title: 'The resource does not support this method.' },
  'sku-taken': { status: 409, title: 'Another product has this SKU.' },
  'insufficient-stock': { status: 409, title: 'There is less in stock than the adjustment takes.' },
  'stock-limit-exceeded': { status: 409, title: 'The stock would grow over its limit.' },
  'idempotency-key-in-use': {
    status: 409,
    title: 'A request with this Idempotency-Key is still being processed.',
  },
  'precondition-failed': { status: 412, title: 'The resource has changed since the version in If-Match.' },
  'body-too-large': { status: 413, title: 'The body is too large.' },
  'unsupported-media-type': { status: 415, title: 'The media type of the body is not supported.' },
  'invalid-body': { status: 422, title: 'The body does not have the documented form.' },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key was used for a request with another body.',
  },
  'precondition-required': { status: 428, title: 'The request must carry If-Match.' },
  'headers-too-large': { status: 431, title: 'The request headers are too large.' },
  'request-timeout': { status: 408, title: 'The request did not arrive in time.' },
  'internal-error': { status: 500, title: 'The service failed to answer.' },
  starting: { status: 503, title: 'The service is starting.' },
  'database-unavailable': { status: 503, title: 'The database cannot be reached or is busy.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemName = keyof typeof problems;

export const problemMediaType = 'application/problem+json; charset=utf-8';

/** Where problem types are explained: `type` is this path and the problem's name. */
export const problemTypeBase = '/products/docs#';

/** An expected failure of a request. Throw it anywhere below a route; the error handler turns it into RFC 9457 problem+json. */
export class Problem extends Error {
  readonly problemName: ProblemName;
  readonly statusCode: number;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    problemName: ProblemName,
    detail: string,
    options: { errors?: readonly FieldError[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.problemName = problemName;
    this.statusCode = problems[problemName].status;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}

/** The body of the answer. `instance` is the path of the request. */
export function describeProblem(problem: Problem, instance: string): Record<string, unknown> {
  const { status, title } = problems[problem.problemName];
  return {
    type: `${problemTypeBase}${problem.problemName}`,
    title,
    status,
    detail: problem.message,
    instance,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
  };
}
