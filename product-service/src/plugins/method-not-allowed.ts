import type { FastifyInstance, HTTPMethods } from 'fastify';
import { Problem } from '../http/problem.ts';

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Remembers which methods the routes added from now on serve. Call the returned function when they are all there. */
export function collectMethods(app: FastifyInstance): () => void {
  const methodsByUrl = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const served = methodsByUrl.get(url) ?? new Set();
    for (const name of [method].flat()) served.add(name);
    methodsByUrl.set(url, served);
  });

  return function refuseOtherMethods() {
    // Adding routes adds to the map: take what is there now.
    for (const [url, served] of Array.from(methodsByUrl)) {
      const allow = [...served].join(', ');
      app.route({
        url,
        method: methods.filter((method) => !served.has(method)),
        schema: { hide: true },
        // Before the body is read: its form does not matter here.
        onRequest: async (request) => {
          throw new Problem('method-not-allowed', `${request.method} is not among ${allow}.`, {
            headers: { allow },
          });
        },
        handler: () => undefined,
      });
    }
  };
}
