import type { Output } from '../client.ts';

/** What earlier steps have learned, by the names that they give it. */
export type Known = Record<string, string>;

/** One step of a life: a call that succeeds, a call that AWS refuses, a wait by the client's own waiter, or what happens outside. */
export type Step =
  | {
      readonly call: readonly [service: string, operation: string];
      readonly input: (is: Known) => object;
      readonly keep?: (output: Output) => Known;
      readonly check?: (output: Output, is: Known) => void;
    }
  | {
      readonly refused: readonly [service: string, operation: string];
      readonly input: (is: Known) => object;
      /** AWS's code, on which clients decide. */
      readonly code: string;
    }
  | { readonly wait: readonly [service: string, waiter: string]; readonly input: (is: Known) => object }
  | { readonly outside: string; readonly run: (is: Known) => Promise<void> };

/** The port that the tasks listen on. */
export const taskPort = 3000;
