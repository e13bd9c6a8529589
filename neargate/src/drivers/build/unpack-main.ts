// The thread that unpacks a ZIP file: thousands of files must not hold up the control plane.
import { parentPort, workerData } from 'node:worker_threads';
import { ZipError } from '../zip/read-zip.ts';
import { unpackInto } from './unpack.ts';
import type { UnpackOrder, UnpackOutcome } from './unpack-worker.ts';

const { directory, bytes } = workerData as UnpackOrder;
parentPort?.postMessage(unpack());

function unpack(): UnpackOutcome {
  try {
    unpackInto(directory, bytes);
    return {};
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return { refusal: error.message };
  }
}
