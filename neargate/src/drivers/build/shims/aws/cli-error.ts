/** A failure as the AWS CLI ends with it. https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** 252 for wrong use, 253 without region or credentials, 254 for what a service refuses, 255 otherwise. */
  readonly exitCode: number;

  constructor(exitCode: 1 | 252 | 253 | 254 | 255, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What a service answered to a call that it refused. */
export class ServiceError extends CliError {
  readonly code: string;

  constructor(code: string, operation: string, message: string) {
    super(254, `An error occurred (${code}) when calling the ${operation} operation: ${message}`);
    this.code = code;
  }
}

export function usage(message: string): CliError {
  return new CliError(
    252,
    `usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n\naws: error: ${message}`,
  );
}
