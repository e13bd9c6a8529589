/**
 * How bytes pass between S3's handlers and the wire, which is the one place where Neargate's types differ from the SDK's: the
 * SDK's `Body` is a stream of the platform, a handler's is bytes.
 *
 * - In: the wire layer gives `Body` as a Uint8Array without aws-chunked framing, absent for an empty body. A checksum that came
 *   as a trailer is given as the member of that name.
 * - Out: `Body` is a Uint8Array. With `ContentRange` set the status is 206. Errors of HEAD requests and the 304 of a GET have no
 *   body.
 */
export type WithBytes<Structure> = Omit<Structure, 'Body'> & { readonly Body?: Uint8Array | undefined };

export const noBytes = new Uint8Array(0);
