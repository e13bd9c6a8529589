import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/**
 * Answers with a file's bytes or the range of them that was asked for. A client that goes away in the middle, as docker
 * does when it has a layer already, is no failure.
 */
export async function sendBlob(
  request: IncomingMessage,
  response: ServerResponse,
  blob: { readonly file: string; readonly sizeBytes: number; readonly digest: string },
): Promise<void> {
  const headers = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': blob.digest,
    etag: `"${blob.digest}"`,
    'accept-ranges': 'bytes',
  };
  const range = byteRange(request.headers.range, blob.sizeBytes);
  if (range === 'unsatisfiable') {
    response.writeHead(416, {
      ...headers,
      'content-range': `bytes */${blob.sizeBytes}`,
      'content-length': 0,
    });
    response.end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: blob.sizeBytes - 1 };
  response.writeHead(range === undefined ? 200 : 206, {
    ...headers,
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${blob.sizeBytes}` }),
    'content-length': end - start + 1,
  });
  if (request.method === 'HEAD' || blob.sizeBytes === 0) {
    response.end();
    return;
  }
  await pipeline(createReadStream(blob.file, { start, end }), response).catch((error: unknown) => {
    if (!isHangUp(error)) throw error;
  });
}

/** The single range of a Range header; undefined for none, or for forms that may be ignored. https://www.rfc-editor.org/rfc/rfc9110#section-14.2 */
export function byteRange(
  header: string | undefined,
  sizeBytes: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return start > end || start >= sizeBytes ? 'unsatisfiable' : { start, end };
}

function isHangUp(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'EPIPE' || code === 'ECONNRESET';
}
