import { AwsError } from '../core/aws-error.ts';
import type { Protocol } from './operation.ts';

/**
 * A call to an operation, or to a service, that Neargate does not have. Never a 5xx, which SDKs retry for minutes; S3's 501
 * they do not.
 */
export class UnknownOperation extends AwsError {
  /** As a credential scope names it. */
  readonly service: string;
  /** Absent when the request does not say. */
  readonly operation: string | undefined;

  constructor(service: string, operation: string | undefined, protocol: Protocol) {
    const [code, options] = answers[protocol];
    const what = operation === undefined ? service : `${service}:${operation}`;
    super(code, `Neargate does not implement ${what}. See "neargate coverage".`, options);
    this.service = service;
    this.operation = operation;
  }
}

const answers: Readonly<Record<Protocol, readonly [code: string, options?: { readonly status: number }]>> = {
  json: ['UnknownOperationException'],
  query: ['InvalidAction'],
  ec2: ['InvalidAction'],
  'rest-xml': ['NotImplemented', { status: 501 }],
};
