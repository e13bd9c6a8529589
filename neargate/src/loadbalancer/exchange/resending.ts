/** RFC 9110 section 9.2.2: repeating these has the same effect as sending them once. */
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/** A request that was sent over a connection which has closed. */
export interface SentRequest {
  readonly method: string;
  /** The connection had carried a request before: the target may have closed it before it saw this one. */
  readonly isConnectionReused: boolean;
  readonly hasBeenSentAgain: boolean;
  /** Something of a response had come. */
  readonly hasResponseBytes: boolean;
  /** All of the request is still at hand. */
  readonly isWhole: boolean;
}

/** Whether the request may be sent once more without the risk that it takes effect twice. */
export function maySendAgain(request: SentRequest): boolean {
  return (
    request.isConnectionReused &&
    !request.hasBeenSentAgain &&
    !request.hasResponseBytes &&
    request.isWhole &&
    idempotentMethods.has(request.method)
  );
}
