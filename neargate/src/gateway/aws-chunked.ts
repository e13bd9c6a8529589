import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../core/aws-error.ts';

/** Whether the AWS SDK wrapped the body into chunks of its own, with signatures or a checksum at the end. */
export function isAwsChunked(headers: IncomingHttpHeaders): boolean {
  return (
    String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
    /\baws-chunked\b/.test(String(headers['content-encoding'] ?? ''))
  );
}

/**
 * The content of an aws-chunked body and the headers with its trailers added and the framing taken off.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function decodeAwsChunked(
  body: Buffer,
  headers: IncomingHttpHeaders,
): { readonly body: Buffer; readonly headers: IncomingHttpHeaders } {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', position);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(body.toString('latin1', position, lineEnd), 16);
    if (Number.isNaN(size)) throw incompleteBody();
    position = lineEnd + 2;
    if (size === 0) break;
    if (position + size > body.length) throw incompleteBody();
    chunks.push(body.subarray(position, position + size));
    position += size + 2;
  }
  const content = Buffer.concat(chunks);
  const declared = headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== content.length) throw incompleteBody();
  const decoded: IncomingHttpHeaders = { ...headers, 'content-length': String(content.length) };
  for (const line of body.toString('utf8', position).split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) decoded[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  const encoding = String(headers['content-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(', ');
  if (encoding === '') delete decoded['content-encoding'];
  else decoded['content-encoding'] = encoding;
  return { body: content, headers: decoded };
}

function incompleteBody(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  );
}
