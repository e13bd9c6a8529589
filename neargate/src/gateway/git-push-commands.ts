import type { IncomingMessage } from 'node:http';
import { constants, gunzipSync } from 'node:zlib';
import { AwsError } from '../core/aws-error.ts';

/** What a push says before its pack. */
export interface PushCommands {
  /** Full names, such as `refs/heads/main`, of what is created, changed and deleted. */
  readonly references: readonly string[];
  /** The part of the body that was read for it, as it came. */
  readonly head: Buffer;
}

/** As many commands as fit in here can be judged; that is some fifty thousand references. */
const longestHeadBytes = 8 * 1024 * 1024;
const longestUnpackedBytes = 64 * 1024 * 1024;

/**
 * Reads the beginning of a request to git-receive-pack, up to the end of its commands; the rest of the body is left to be read. A
 * body that breaks off is left to git, which says what is wrong with it.
 * https://git-scm.com/docs/gitprotocol-pack#_reference_update_request_and_packfile_transfer
 * @throws AwsError when the commands are longer than any push's
 */
export async function readPushCommands(request: IncomingMessage): Promise<PushCommands> {
  const isCompressed = ['gzip', 'x-gzip'].includes(request.headers['content-encoding'] ?? '');
  let head = Buffer.alloc(0);
  for (;;) {
    const references = referencesOf(isCompressed ? unpacked(head) : head);
    if (references !== undefined) return { references, head };
    if (head.length > longestHeadBytes) {
      throw new AwsError('InvalidRequest', 'The push changes more references than can be judged at once.');
    }
    const chunk = await nextChunk(request);
    if (chunk === undefined) return { references: [], head };
    head = Buffer.concat([head, chunk]);
  }
}

/** The next part of the body; undefined at its end, or when the client is gone. */
function nextChunk(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    if (request.readableEnded || request.destroyed) {
      resolve(undefined);
      return;
    }
    const settle = (chunk: Buffer | undefined) => {
      request.pause();
      request.off('data', settle);
      request.off('end', atEnd);
      request.off('close', atEnd);
      resolve(chunk);
    };
    const atEnd = () => settle(undefined);
    request.on('data', settle);
    request.once('end', atEnd);
    request.once('close', atEnd);
    request.resume();
  });
}

/** As much as is there of a compressed body. */
function unpacked(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: longestUnpackedBytes });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Undefined as long as the flush that ends the commands has not come. Those of a signed push stand in its certificate. */
function referencesOf(head: Buffer): readonly string[] | undefined {
  const references: string[] = [];
  for (let at = 0; at + 4 <= head.length;) {
    const size = Number.parseInt(head.toString('latin1', at, at + 4), 16);
    if (size === 0) return references;
    // No commands of git's: it refuses them itself.
    if (!Number.isInteger(size) || size < 4) return [];
    const line = head.toString('utf8', at + 4, at + size);
    if (at + size > head.length) return undefined;
    const [, reference] = /^[0-9a-f]{40,64} [0-9a-f]{40,64} ([^\0\n]+)/.exec(line) ?? [];
    if (reference !== undefined) references.push(reference);
    at += size;
  }
  return undefined;
}
