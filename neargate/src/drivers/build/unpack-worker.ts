import { Worker } from 'node:worker_threads';
import { ZipError } from '../zip/read-zip.ts';

export interface UnpackOrder {
  readonly directory: string;
  readonly bytes: Uint8Array;
}

/** `refusal` says why the bytes are no ZIP file that can be unpacked. */
export interface UnpackOutcome {
  readonly refusal?: string;
}

/** Unpacks a ZIP file into a directory, with permissions and symbolic links. Rejects with ZipError when it cannot be read. */
export type Unpack = (directory: string, bytes: Uint8Array) => Promise<void>;

/**
 * Unpacks in a thread of its own.
 * @param modulePath the built entry of the thread
 */
export function unpackInWorker(modulePath: string): Unpack {
  return async (directory, bytes) => {
    const order: UnpackOrder = { directory, bytes };
    const worker = new Worker(modulePath, { workerData: order });
    const { refusal } = await new Promise<UnpackOutcome>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread that unpacks ended with code ${code}`)));
    });
    if (refusal !== undefined) throw new ZipError(refusal);
  };
}
