/** Wrong use of the command: what happened, why, and what to do next. Never a bug of ours, so no stack is shown. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly exitCode: number;
  /** What the user can do next, as a sentence or a command. */
  readonly remedy: string | undefined;

  constructor(message: string, options: { remedy?: string; exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.remedy = options.remedy;
    this.exitCode = options.exitCode ?? 1;
  }
}
