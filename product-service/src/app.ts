import fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type pg from 'pg';
import { expireAnswers } from './idempotency/expiry.ts';
import { serveDocumentation } from './openapi/documentation.ts';
import { answerConnectionError } from './plugins/connection-errors.ts';
import { closeGracefully } from './plugins/graceful-close.ts';
import { collectMethods } from './plugins/method-not-allowed.ts';
import { answerWithProblemDetails, sendProblem } from './plugins/problem-details.ts';
import { logRequests, traceIdLogger } from './plugins/request-log.ts';
import { validateRequests } from './plugins/validation.ts';
import { healthRoute, startingProblem } from './routes/health.ts';
import { productRoutes } from './routes/products.ts';

export interface AppOptions {
  /** Not closed with the app: whoever opened it does. */
  readonly pool: pg.Pool;
  /** Whether the database schema is up to date. */
  readonly isReady: () => boolean;
  readonly logger: NonNullable<FastifyServerOptions['logger']>;
}

const kibibyte = 1_024;

/** The service as a Fastify instance that does not listen yet. */
export async function buildApp({ pool, isReady, logger }: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: traceIdLogger,
    bodyLimit: 64 * kibibyte,
    // The whole request must have arrived by then; a socket may be silent for no longer while it is served.
    requestTimeout: 15_000,
    connectionTimeout: 20_000,
    http: { headersTimeout: 10_000, maxHeaderSize: 16 * kibibyte },
    // Longer than the load balancer's idle timeout of 60 s: it must never reuse a connection that is being closed here.
    keepAliveTimeout: 75_000,
    // While closing, requests on open connections are still answered, with Connection: close.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      sendProblem(error, request, reply);
    },
    clientErrorHandler: answerConnectionError,
  });
  app.removeContentTypeParser('text/plain');

  closeGracefully(app);
  logRequests(app);
  answerWithProblemDetails(app);
  validateRequests(app);
  expireAnswers(app, pool);
  const refuseOtherMethods = collectMethods(app);

  await serveDocumentation(app);
  healthRoute(app, isReady);
  await app.register(async (scope) => {
    scope.addHook('onRequest', async () => {
      if (!isReady()) throw startingProblem();
    });
    await scope.register(productRoutes, { pool });
  });
  refuseOtherMethods();
  return app;
}
