import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUnavailable } from '../database/failure.ts';
import { describeProblem, Problem, problemMediaType, type ProblemName } from '../http/problem.ts';

/** Answers every error, and every path nobody serves, with problem+json from the catalogue. */
export function answerWithProblemDetails(app: FastifyInstance): void {
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler((request) => {
    throw new Problem('not-found', `Nothing is served at ${pathOf(request)}.`);
  });
}

/** Turns any error into the problem answer; an unexpected one is logged and its message kept from the client. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = asProblem(error, request);
  if (problem.statusCode >= 500) request.log.error({ err: error }, problem.message);
  return reply
    .code(problem.statusCode)
    .headers(problem.headers)
    .type(problemMediaType)
    .send(JSON.stringify(describeProblem(problem, pathOf(request))));
}

const problemByFastifyCode: Readonly<Record<string, ProblemName>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
};

function asProblem(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (isUnavailable(error)) {
    return new Problem('database-unavailable', 'Try again shortly.', { headers: { 'retry-after': '1' } });
  }
  if (isClientError(error)) {
    const name = problemByFastifyCode[error.code] ?? 'malformed-request';
    return new Problem(name, error.message, { headers: hintsFor(name, request) });
  }
  return new Problem('internal-error', 'The failure was logged.');
}

function isClientError(error: unknown): error is FastifyError {
  if (!(error instanceof Error) || !('statusCode' in error)) return false;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500;
}

/** RFC 5789 section 2.2: a refused patch format is answered with those the resource takes. */
function hintsFor(name: ProblemName, request: FastifyRequest): Record<string, string> {
  if (name !== 'unsupported-media-type') return {};
  return request.method === 'PATCH'
    ? { 'accept-patch': 'application/merge-patch+json, application/json' }
    : { 'accept-post': 'application/json' };
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? request.url;
}
