/**
 * What tasks ask before they open a connection, and what they are answered: a line of JSON each way over a TCP connection
 * that stays open. The other end is drivers/task/network/preload-judge.cjs.
 */
export interface JudgeQuestion {
  /** Repeated in the answer. */
  readonly id: number;
  readonly taskArn: string;
  /** The address, names resolved. */
  readonly host: string;
  readonly port: number;
}

export type JudgeAnswer =
  | {
      readonly id: number;
      readonly allowed: true;
      /** Where to connect instead, on this machine. */
      readonly host?: string;
    }
  | { readonly id: number; readonly allowed: false; readonly reason: string };
