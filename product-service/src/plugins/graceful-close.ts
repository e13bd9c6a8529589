import type { FastifyInstance } from 'fastify';

/** Long enough for bytes that had reached the socket before the close to be read as a request. */
const settleMs = 200;

/**
 * Makes `app.close()` finish what is in flight and then end, whatever clients do with their connections: answers carry
 * `Connection: close`, and connections on which nothing is asked are cut. Node alone would wait for a connection that was opened and never used.
 */
export function closeGracefully(app: FastifyInstance): void {
  let isClosing = false;
  let inFlight = 0;

  const cutConnectionsOnceIdle = (): void => {
    if (!isClosing || inFlight > 0) return;
    setTimeout(() => {
      if (inFlight === 0) app.server.closeAllConnections();
    }, settleMs).unref();
  };
  app.addHook('onRequest', async (_request, reply) => {
    inFlight += 1;
    reply.raw.once('close', () => {
      inFlight -= 1;
      cutConnectionsOnceIdle();
    });
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    isClosing = true;
    cutConnectionsOnceIdle();
  });
}
