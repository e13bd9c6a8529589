import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type pg from 'pg';
import { Type } from 'typebox';
import {
  createProduct,
  getProduct,
  pageOfProducts,
  patchProduct,
  removeProduct,
} from '../domain/products.ts';
import { adjustStock } from '../domain/stock.ts';
import { entityTag, isNotModified } from '../http/entity-tag.ts';
import { answerOnce } from '../idempotency/answer-once.ts';
import {
  createdHeaders,
  entityTagHeader,
  idPattern,
  IdempotencyKeySchema,
  IfMatchSchema,
  IfNoneMatchSchema,
  linkHeader,
  replayedHeader,
} from '../schemas/headers.ts';
import { problemResponses } from '../schemas/problem.ts';
import {
  defaultPageSize,
  NewProductSchema,
  NewStockAdjustmentSchema,
  StockAdjustmentSchema,
  ProductPageSchema,
  ProductPatchSchema,
  ProductQuerySchema,
  ProductSchema,
} from '../schemas/product.ts';

const tags = ['products'];
const ProductParamsSchema = Type.Object({ id: Type.String({ pattern: idPattern, format: 'uuid' }) });

/** Everything under /products. */
export const productRoutes: FastifyPluginAsyncTypebox<{ pool: pg.Pool }> = async (app, { pool }) => {
  app.get(
    '/products',
    {
      schema: {
        operationId: 'listProducts',
        summary: 'List products, oldest first',
        tags,
        querystring: ProductQuerySchema,
        response: {
          200: { ...ProductPageSchema, description: 'A page of products.', headers: linkHeader },
          ...problemResponses('invalid-parameters'),
        },
      },
    },
    async (request, reply) => {
      const { limit = defaultPageSize, q } = request.query;
      const page = await pageOfProducts(pool, { ...request.query, limit });
      if (page.nextCursor !== null) {
        const next = new URLSearchParams({
          limit: String(limit),
          ...(q !== undefined && { q }),
          cursor: page.nextCursor,
        });
        reply.header('link', `</products?${next.toString()}>; rel="next"`);
      }
      return reply.send(page);
    },
  );

  app.post(
    '/products',
    {
      schema: {
        operationId: 'createProduct',
        summary: 'Create a product',
        tags,
        headers: IdempotencyKeySchema,
        body: NewProductSchema,
        response: {
          201: { ...ProductSchema, description: 'The new product.', headers: createdHeaders },
          ...problemResponses(
            'malformed-request',
            'invalid-parameters',
            'sku-taken',
            'idempotency-key-in-use',
            'body-too-large',
            'unsupported-media-type',
            'invalid-body',
            'idempotency-key-reused',
          ),
        },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const keyed = { key: request.headers['idempotency-key'], operation: 'POST /products', body };
      const answer = await answerOnce(pool, keyed, async (client) => {
        const { product, version } = await createProduct(client, body);
        return {
          status: 201 as const,
          headers: { location: `/products/${product.id}`, etag: entityTag(version) },
          body: product,
        };
      });
      if (answer.replayed) reply.header('idempotency-replayed', 'true');
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    },
  );

  app.get(
    '/products/:id',
    {
      schema: {
        operationId: 'getProduct',
        summary: 'Get a product',
        tags,
        params: ProductParamsSchema,
        headers: IfNoneMatchSchema,
        response: {
          200: { ...ProductSchema, description: 'The product.', headers: entityTagHeader },
          304: {
            ...Type.Null(),
            description: 'The version in If-None-Match is current.',
            headers: entityTagHeader,
          },
          ...problemResponses('invalid-parameters', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const { product, version } = await getProduct(pool, request.params.id);
      const etag = entityTag(version);
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (isNotModified(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
      return reply.send(product);
    },
  );

  app.delete(
    '/products/:id',
    {
      schema: {
        operationId: 'deleteProduct',
        summary: 'Delete a product',
        tags,
        params: ProductParamsSchema,
        headers: IfMatchSchema,
        response: {
          204: { ...Type.Null(), description: 'The product is deleted.' },
          ...problemResponses(
            'invalid-parameters',
            'not-found',
            'precondition-failed',
            'precondition-required',
          ),
        },
      },
    },
    async (request, reply) => {
      await removeProduct(pool, request.params.id, request.headers['if-match']);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/products/:id/stock-adjustments',
    {
      schema: {
        operationId: 'createStockAdjustment',
        summary: 'Add to the stock of a product, or take from it',
        tags,
        params: ProductParamsSchema,
        headers: IdempotencyKeySchema,
        body: NewStockAdjustmentSchema,
        response: {
          201: {
            ...StockAdjustmentSchema,
            description: 'The adjustment and the new stock.',
            headers: replayedHeader,
          },
          ...problemResponses(
            'malformed-request',
            'invalid-parameters',
            'not-found',
            'insufficient-stock',
            'stock-limit-exceeded',
            'idempotency-key-in-use',
            'body-too-large',
            'unsupported-media-type',
            'invalid-body',
            'idempotency-key-reused',
          ),
        },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const id = request.params.id.toLowerCase();
      const operation = `POST /products/${id}/stock-adjustments`;
      const answer = await answerOnce(
        pool,
        { key: request.headers['idempotency-key'], operation, body },
        async (client) => ({ status: 201 as const, headers: {}, body: await adjustStock(client, id, body) }),
      );
      if (answer.replayed) reply.header('idempotency-replayed', 'true');
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    },
  );

  // In a scope of its own: only PATCH takes the merge patch media type.
  await app.register(patchRoute, { pool });
};

const patchRoute: FastifyPluginAsyncTypebox<{ pool: pg.Pool }> = async (app, { pool }) => {
  app.addContentTypeParser(
    'application/merge-patch+json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );

  app.patch(
    '/products/:id',
    {
      schema: {
        operationId: 'patchProduct',
        summary: 'Change a product by JSON merge patch',
        tags,
        consumes: ['application/merge-patch+json', 'application/json'],
        params: ProductParamsSchema,
        headers: IfMatchSchema,
        body: ProductPatchSchema,
        response: {
          200: { ...ProductSchema, description: 'The product as changed.', headers: entityTagHeader },
          ...problemResponses(
            'malformed-request',
            'invalid-parameters',
            'not-found',
            'sku-taken',
            'precondition-failed',
            'body-too-large',
            'unsupported-media-type',
            'invalid-body',
            'precondition-required',
          ),
        },
      },
    },
    async (request, reply) => {
      const { product, version } = await patchProduct(
        pool,
        request.params.id,
        request.headers['if-match'],
        request.body,
      );
      return reply.header('etag', entityTag(version)).send(product);
    },
  );
};
