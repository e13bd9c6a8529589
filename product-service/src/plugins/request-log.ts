import type { FastifyBaseLogger, FastifyInstance, FastifyServerOptions } from 'fastify';

type ChildLoggerFactory = NonNullable<FastifyServerOptions['childLoggerFactory']>;

/** Puts the load balancer's trace id into every line of a request's log. */
export const traceIdLogger: ChildLoggerFactory = function (
  this: unknown,
  logger: FastifyBaseLogger,
  bindings,
  options,
  rawRequest,
) {
  const traceId = rawRequest.headers['x-amzn-trace-id'];
  return logger.child(traceId === undefined ? bindings : { ...bindings, traceId }, options);
};

/** One line per request, when it is answered or given up. The query string is left out: it can hold an e-mail address. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
      },
      'request completed',
    );
  });
  app.addHook('onRequestAbort', async (request) => {
    request.log.warn({ method: request.method, path: request.url.split('?', 1)[0] }, 'client went away');
  });
}
