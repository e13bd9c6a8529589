import { adminPrefix } from './admin-protocol.ts';

/** `neargate exec` and `neargate task` speak to the server by these. */
export const execPath = `${adminPrefix}/exec`;
export const interruptPath = `${adminPrefix}/tasks/interrupt`;

/** The first line of a request to `execPath`. */
export interface ExecStart {
  /** A service's name, or a task's ARN, id or the beginning of its id. */
  readonly target: string;
  /** The container's name; the only or first essential one when absent. */
  readonly container?: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly terminal?: { readonly columns: number; readonly rows: number };
}

/** The lines after it, as long as the command runs. Data is base64. */
export type ExecInput =
  | { readonly kind: 'data'; readonly data: string }
  | { readonly kind: 'size'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'end' };

/** The lines of the answer. Data is base64; the last line is the exit. */
export type ExecOutput =
  | {
      readonly kind: 'started';
      readonly taskId: string;
      readonly container: string;
      readonly hasTerminal: boolean;
    }
  | { readonly kind: 'data'; readonly stream: 'stdout' | 'stderr'; readonly data: string }
  | { readonly kind: 'exit'; readonly exitCode: number | undefined };

export interface InterruptRequest {
  readonly task: string;
}

export interface InterruptedTask {
  readonly taskArn: string;
}
