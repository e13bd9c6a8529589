import { sameText } from '../../core/same-text.ts';
import { sha256, signatureOf } from '../../core/sigv4.ts';
import { AuthenticationProblem } from './authentication-problem.ts';
import { credentialScopeOf, emptyHash } from './canonical-request.ts';
import type { Signature } from './signature.ts';

const signedStreams: ReadonlySet<string> = new Set([
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
]);

/** Whether the chunks of a body with this `x-amz-content-sha256` carry signatures. */
export function hasSignedChunks(contentHash: string): boolean {
  return signedStreams.has(contentHash);
}

/**
 * Checks the signature of every chunk of an aws-chunked body, each of which is made over the one before it, and that of the
 * trailers. Bodies cut short are refused by whoever takes the framing off.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 * @throws AuthenticationProblem `mismatch`
 */
export function verifyChunks(body: Buffer, signature: Signature, key: Buffer, contentHash: string): void {
  const common = [signature.time, credentialScopeOf(signature)];
  let previous = signature.signature;
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', position);
    if (lineEnd < 0) throw mismatch();
    const line = body.toString('latin1', position, lineEnd);
    const [, digits = '', given = ''] = /^([0-9a-f]{1,8});chunk-signature=([0-9a-f]{64})$/i.exec(line) ?? [];
    const size = Number.parseInt(digits, 16);
    const start = lineEnd + 2;
    if (Number.isNaN(size) || start + size > body.length) throw mismatch();
    const content = body.subarray(start, start + size);
    const text = ['AWS4-HMAC-SHA256-PAYLOAD', ...common, previous, emptyHash, sha256(content)].join('\n');
    previous = signatureOf(key, text);
    if (!sameText(previous, given.toLowerCase())) throw mismatch();
    position = start + size;
    if (size === 0) break;
    position += 2;
  }
  if (contentHash.endsWith('-TRAILER'))
    verifyTrailers(body.toString('utf8', position), common, previous, key);
}

function verifyTrailers(text: string, common: readonly string[], previous: string, key: Buffer): void {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  const given = lines
    .find((line) => line.startsWith('x-amz-trailer-signature:'))
    ?.split(':')[1]
    ?.trim();
  const trailers = lines
    .filter((line) => !line.startsWith('x-amz-trailer-signature:'))
    .map((line) => {
      const colon = line.indexOf(':');
      return `${line.slice(0, colon).trim().toLowerCase()}:${line.slice(colon + 1).trim()}\n`;
    })
    .join('');
  const signed = ['AWS4-HMAC-SHA256-TRAILER', ...common, previous, sha256(trailers)].join('\n');
  if (given === undefined || !sameText(signatureOf(key, signed), given)) throw mismatch();
}

function mismatch(): AuthenticationProblem {
  return new AuthenticationProblem('mismatch');
}
