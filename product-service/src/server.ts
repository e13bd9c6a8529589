import { buildApp } from './app.ts';
import { createPool } from './database/pool.ts';
import { migrations } from './database/migrations.ts';
import { prepareDatabase } from './database/prepare.ts';
import { EnvironmentError, readEnvironment, type Environment } from './environment.ts';

/** ECS kills a task 30 s after SIGTERM: by then this process should have said itself that it could not finish. */
const shutdownDeadlineMs = 25_000;

function environmentOrExit(): Environment {
  try {
    return readEnvironment(process.env, { port: 3002 });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

const environment = environmentOrExit();
const pool = createPool(environment.database, (error) =>
  app.log.warn({ err: error }, 'idle database connection lost'),
);
let isReady = false;
const app = await buildApp({
  pool,
  isReady: () => isReady,
  logger: {
    level: environment.logLevel,
    formatters: { level: (label) => ({ level: label }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  },
});
const stopping = new AbortController();

async function shutDown(exitCode: number): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  setTimeout(() => {
    app.log.fatal(
      { deadlineMs: shutdownDeadlineMs },
      'requests or connections outlived the shutdown deadline',
    );
    process.exit(1);
  }, shutdownDeadlineMs).unref();
  await app.close();
  await pool.end();
  app.log.info('stopped');
  process.exit(exitCode);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    app.log.info({ signal }, 'stopping');
    void shutDown(0);
  });
}

try {
  await app.listen({ host: environment.host, port: environment.port });
  await prepareDatabase(pool, { migrations, log: app.log, signal: stopping.signal });
  isReady = true;
  app.log.info('ready');
} catch (error) {
  if (!stopping.signal.aborted) {
    app.log.fatal({ err: error }, 'the service cannot start');
    await shutDown(1);
  }
}
