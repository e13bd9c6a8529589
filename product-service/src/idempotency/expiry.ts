import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { deleteExpiredAnswers } from './answer-once.ts';

const intervalMs = 60 * 60 * 1_000;

/** Deletes expired answers every hour. Every task does; deleting twice is harmless. */
export function expireAnswers(app: FastifyInstance, pool: pg.Pool): void {
  const timer = setInterval(() => {
    deleteExpiredAnswers(pool).then(
      (deleted) => app.log.info({ deleted }, 'expired idempotency keys deleted'),
      (error: unknown) => app.log.warn({ err: error }, 'expired idempotency keys could not be deleted'),
    );
  }, intervalMs);
  timer.unref();
  app.addHook('preClose', async () => clearInterval(timer));
}
