import { createHash, type Hash } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CancelTimer, Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import { RegistryError, uploadUnknown } from './registry-error.ts';

/** An upload that nobody continues is forgotten after this time. */
const idleMs = 60 * 60 * 1000;

/** A blob that is coming in. */
export interface Upload {
  readonly id: string;
  readonly file: string;
  /** Bytes so far. */
  readonly sizeBytes: number;
  /** Of the bytes so far. */
  readonly digest: string;
}

/** Uploads under way, each a file on the disk. They do not outlive the process: clients begin again. */
export interface Uploads {
  begin(place: string): Upload;
  /** @throws RegistryError BLOB_UPLOAD_UNKNOWN */
  find(id: string, place: string): Upload;
  /**
   * Writes a request's body behind what is there. What is interrupted leaves nothing: the upload is gone then.
   * @param startByte where the client says that the body belongs
   * @throws RegistryError 416 when that is not the end of what is there
   */
  append(id: string, place: string, body: IncomingMessage, startByte?: number): Promise<Upload>;
  /** Forgets the upload; its file goes unless it was moved away. */
  end(id: string): void;
}

interface Session {
  readonly id: string;
  /** The repository in its registry: an upload belongs to one. */
  readonly place: string;
  readonly file: string;
  readonly hash: Hash;
  sizeBytes: number;
  isWriting: boolean;
  cancelExpiry: CancelTimer;
}

export function uploads(options: {
  readonly directory: string;
  readonly clock: Clock;
  readonly ids: IdSource;
}): Uploads {
  const { directory, clock, ids } = options;
  const sessions = new Map<string, Session>();
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });

  const end = (id: string) => {
    const session = sessions.get(id);
    if (session === undefined) return;
    session.cancelExpiry();
    sessions.delete(id);
    rmSync(session.file, { force: true });
  };
  const find = (id: string, place: string): Session => {
    const session = sessions.get(id);
    if (session?.place !== place) throw uploadUnknown();
    return session;
  };

  return {
    begin(place) {
      const id = ids.uuid();
      const session: Session = {
        id,
        place,
        file: path.join(directory, id),
        hash: createHash('sha256'),
        sizeBytes: 0,
        isWriting: false,
        cancelExpiry: clock.setTimer(idleMs, () => end(id)),
      };
      sessions.set(id, session);
      return describe(session);
    },
    find: (id, place) => describe(find(id, place)),
    async append(id, place, body, startByte) {
      const session = find(id, place);
      if (session.isWriting || (startByte !== undefined && startByte !== session.sizeBytes)) {
        throw new RegistryError(
          416,
          'BLOB_UPLOAD_INVALID',
          'The chunk does not begin where the upload ends.',
          {
            range: rangeOf(session),
          },
        );
      }
      session.isWriting = true;
      session.cancelExpiry();
      try {
        await pipeline(body, counting(session), createWriteStream(session.file, { flags: 'a' }));
      } catch (error) {
        end(id);
        throw error;
      } finally {
        session.isWriting = false;
      }
      session.cancelExpiry = clock.setTimer(idleMs, () => end(id));
      return describe(session);
    },
    end,
  };
}

/** `0-<last byte>`, as the Range header of an answer. */
export function rangeOf({ sizeBytes }: { readonly sizeBytes: number }): string {
  return `0-${Math.max(0, sizeBytes - 1)}`;
}

function describe({ id, file, sizeBytes, hash }: Session): Upload {
  return {
    id,
    file,
    sizeBytes,
    get digest() {
      return `sha256:${hash.copy().digest('hex')}`;
    },
  };
}

function counting(session: Session): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      session.hash.update(chunk);
      session.sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
}
