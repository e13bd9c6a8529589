import { setMaxListeners } from 'node:events';

/** A controller whose signal any number of things may wait for at once. Node takes more than ten for a leak unless told so. */
export function sharedAbortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
