// The thread that unpacks a ZIP file: thousands of files must not hold up the control plane.
import { parentPort, workerData } from 'node:worker_threads';
import { ZipError } from '../zip/read-zip.ts';
import { unpackOverKept } from './kept-source.ts';
import { unpackInto } from './unpack.ts';
import type { UnpackOrder, UnpackOutcome } from './unpack-worker.ts';

parentPort?.postMessage(unpack(workerData as UnpackOrder));

function unpack({ directory, bytes, kept }: UnpackOrder): UnpackOutcome {
  try {
    if (kept === undefined) unpackInto(directory, bytes);
    else unpackOverKept(directory, bytes, kept);
    return {};
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return { refusal: error.message };
  }
}
