import { buildApp } from './app.ts';
import { createPool } from './database/pool.ts';
import { migrations } from './database/migrations.ts';
import { prepareDatabase } from './database/prepare.ts';
import { EnvironmentError, readEnvironment, type Environment } from './environment.ts';
import { shutdownWith } from './shutdown.ts';

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

const shutDown = shutdownWith({
  deadlineMs: shutdownDeadlineMs,
  log: app.log,
  exit: (code) => process.exit(code),
  async close() {
    stopping.abort();
    await app.close();
    await pool.end();
  },
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    app.log.info({ signal }, 'stopping');
    shutDown(0);
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
    shutDown(1);
  }
}
