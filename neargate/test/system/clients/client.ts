/** A client of AWS that nobody here wrote, driven by operations in the names of the service models. */
export interface Client {
  readonly name: string;
  /** @throws ClientError when the service answers with an error */
  call(service: string, operation: string, input: object): Promise<Output>;
  /** Waits by the client's own waiter, such as `ServicesStable`. */
  wait(service: string, waiter: string, input: object): Promise<void>;
  stop(): Promise<void>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- each operation has its own
export type Output = any;

/** An error as the client shows it, by AWS's code. */
export class ClientError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ClientOptions {
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string>>;
}

export function clientEnvironment(endpoint: string, home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** `DescribeVpcs` as the clients of Python and the shell spell it, with their separator. */
export function spelled(name: string, separator: '-' | '_'): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, `$1${separator}$2`)
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, `$1${separator}$2`)
    .toLowerCase();
}
