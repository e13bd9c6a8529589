import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Problem } from '../http/problem.ts';

/**
 * The load balancer's health check. 503 until the schema is up to date; from then on it says only that the process answers:
 * if it asked the database, a blip there would make the load balancer take every task out at once.
 */
export function healthRoute(app: FastifyInstance, isReady: () => boolean): void {
  app.get(
    '/health',
    {
      logLevel: 'warn',
      schema: {
        operationId: 'getHealth',
        summary: 'Whether the service can take requests',
        tags: ['health'],
        response: { 200: Type.Object({ status: Type.Literal('ok') }, { description: 'Ready.' }) },
      },
    },
    async (_request, reply) => {
      if (!isReady()) throw startingProblem();
      return reply.header('cache-control', 'no-store').send({ status: 'ok' });
    },
  );
}

/** What every route answers until the database is prepared. */
export function startingProblem(): Problem {
  return new Problem('starting', 'The database schema is not ready yet.', {
    headers: { 'retry-after': '2' },
  });
}
