import type { OperationContext } from './context.ts';
import type { LongPoll } from './long-poll.ts';
import type { ServiceConstraints } from './service-constraints.ts';
import type { StructureConstraints } from './validation.ts';
import type { Refusal } from './violation.ts';

/**
 * One AWS operation. `input` says in data what AWS checks before anything else (required members, enums, lengths,
 * patterns) and the service's own constraints do not say; `handle` does the rest: validates against state, reads and
 * writes tables, returns what AWS returns. `Input` and `Output` are AWS's own types from the SDK's client packages.
 */
export interface Operation<Input, Output> {
  readonly input?: StructureConstraints;
  handle(context: OperationContext, input: Input): Output;
  /** Of an operation that a caller may let wait: what for, when this output is not what it waits for. */
  longPoll?(context: OperationContext, input: Input, output: Output): LongPoll | undefined;
}

/** Gives a definition its types; the identity otherwise. */
export function operation<Input, Output>(definition: Operation<Input, Output>): Operation<Input, Output> {
  return definition;
}

/** The wire protocol a service speaks. */
export type Protocol = 'json' | 'query' | 'ec2' | 'rest-xml';

/** A service's table of contents: how it is found on the wire and what it can do. */
export interface ServiceDefinition {
  /** The name in a SigV4 credential scope. */
  readonly signingName: string;
  readonly protocol: Protocol;
  /** Another one that clients older than `protocol` still speak. */
  readonly olderProtocol?: 'query';
  /** Whether clients of `json` expect the codes that errors have in the query protocol as well. */
  readonly queryCompatible?: true;
  /** The member that the path of a request in the query protocol stands for, when its form does not have it. */
  readonly pathMember?: string;
  /** The prefix of `X-Amz-Target` (json protocols). */
  readonly targetPrefix?: string;
  readonly jsonVersion?: '1.0' | '1.1';
  /** Whether the first segment of a path, or the host, names a bucket (rest-xml). */
  readonly hasBuckets?: true;
  /** Whether errors stand bare, not inside of an ErrorResponse (rest-xml). */
  readonly noErrorWrapping?: true;
  readonly apiVersion: string;
  /** XML namespace of responses (query, ec2, rest-xml). */
  readonly xmlNamespace?: string;
  /** How validation failures are named: `ValidationException`, `InvalidParameterException`, `ValidationError`, … */
  readonly validationErrorCode: string;
  /** What the service's public model demands of inputs. */
  readonly constraints?: ServiceConstraints;
  /** How the service answers what violates that, when it does not in the words of the model. */
  readonly refusal?: Refusal;
  readonly operations: Readonly<Record<string, Operation<never, unknown>>>;
  /** Operations that keep and answer what they are given without the effect that it has on AWS, and what is missing of it. */
  readonly stored?: Readonly<Record<string, string>>;
}
