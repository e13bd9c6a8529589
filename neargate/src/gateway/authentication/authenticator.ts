import type { IncomingMessage } from 'node:http';
import type { WireRequest, WireService } from '../protocols/protocol.ts';
import { AuthenticationProblem, authenticationError } from './authentication-problem.ts';
import { type SigningCredentials, verifySignature } from './verify-signature.ts';

/** What signatures are verified against. */
export interface Authenticator {
  credentialsOf(accessKeyId: string): SigningCredentials | undefined;
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** Calls that carry their proof in a token instead of a signature. */
const unsignedActions: ReadonlySet<string> = new Set(['AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML']);

/** @throws AwsError of the service's protocol when the request's signature is not good. */
export function authenticate(
  authenticator: Authenticator,
  { name, definition }: WireService,
  { headersDistinct, url = '/' }: Pick<IncomingMessage, 'headersDistinct' | 'url'>,
  request: Omit<WireRequest, 'headers'>,
  form: URLSearchParams | undefined,
): void {
  if (name === 'sts' && unsignedActions.has(form?.get('Action') ?? '')) return;
  const question = url.indexOf('?');
  const queryText = question < 0 ? '' : url.slice(question + 1);
  try {
    verifySignature(
      { ...request, queryText, headers: headersDistinct },
      definition.signingName,
      (accessKeyId) => authenticator.credentialsOf(accessKeyId),
      authenticator.now(),
    );
  } catch (error) {
    if (error instanceof AuthenticationProblem) throw authenticationError(error, definition.protocol);
    throw error;
  }
}
