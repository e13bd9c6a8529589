import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { problems } from '../http/problem.ts';
import { renderDocsPage, type OpenApiDocument } from './docs-page.ts';

const description = `Products with a unique SKU, a price and a stock that never falls below zero.

Errors are RFC 9457 problem+json; \`type\` leads to the explanation below.

Changes are held to a version: PATCH and DELETE need \`If-Match\` with the ETag of the version to change, or \`*\` for any. \
The order of refusal is: form of the request (400, 415, 422), 404, 428 without If-Match, 412 when it is not current.

POST takes an \`Idempotency-Key\`: within 24 hours the same key with the same body is answered as the first time and changes nothing again. \
A failed request is not remembered, so its key may be used again.`;

/**
 * Serves the OpenAPI document of the routes added afterwards, and a page made from it, under the path prefix that the load balancer forwards.
 */
export async function serveDocumentation(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'product-service', version: '1.0.0', description } },
  });
  let openApiJson = '';
  let page = '';
  app.addHook('onReady', async () => {
    const document: object = app.swagger();
    openApiJson = JSON.stringify(document);
    page = renderDocsPage(readBack(openApiJson), problems);
  });

  app.get('/products/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(openApiJson),
  );
  app.get('/products/docs', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .header('x-content-type-options', 'nosniff')
      .send(page),
  );
}

/** The document as its readers get it. */
function readBack(json: string): OpenApiDocument {
  return JSON.parse(json) as OpenApiDocument;
}
