import { Worker } from 'node:worker_threads';
import { ZipError } from '../zip/read-zip.ts';
import type { KeptSource } from './kept-source.ts';

export interface UnpackOrder {
  readonly directory: string;
  readonly bytes: Uint8Array;
  readonly kept?: KeptSource;
}

/** `refusal` says why the bytes are no ZIP file that can be unpacked. */
export interface UnpackOutcome {
  readonly refusal?: string;
}

/**
 * Unpacks a ZIP file into an empty directory, with permissions and symbolic links; with the help of what an earlier build has
 * left, if that is named. Rejects with ZipError when it cannot be read.
 */
export type Unpack = (order: UnpackOrder) => Promise<void>;

/**
 * Unpacks in a thread of its own.
 * @param modulePath the built entry of the thread
 */
export function unpackInWorker(modulePath: string): Unpack {
  return async (order) => {
    const worker = new Worker(modulePath, { workerData: order });
    const { refusal } = await new Promise<UnpackOutcome>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread that unpacks ended with code ${code}`)));
    });
    if (refusal !== undefined) throw new ZipError(refusal);
  };
}
