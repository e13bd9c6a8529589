/**
 * An error that the AWS API defines. Constructed in a service's errors.ts with AWS's own code and text; only the gateway's
 * protocols turn it into JSON or XML.
 */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  /** AWS's error code, such as `ClusterNotFoundException` or `InvalidVpcID.NotFound`. */
  readonly code: string;
  /** The HTTP status that AWS answers with. */
  readonly status: number;
  /** Whose fault AWS says it is. */
  readonly fault: 'client' | 'server';

  constructor(code: string, message: string, options: { status?: number; fault?: 'client' | 'server' } = {}) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.fault = options.fault ?? (this.status >= 500 ? 'server' : 'client');
  }
}
