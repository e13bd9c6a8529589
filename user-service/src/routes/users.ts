import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type pg from 'pg';
import { Type } from 'typebox';
import { createUser, getUser, pageOfUsers, patchUser, removeUser } from '../domain/users.ts';
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
} from '../schemas/headers.ts';
import { problemResponses } from '../schemas/problem.ts';
import {
  defaultPageSize,
  NewUserSchema,
  UserPageSchema,
  UserPatchSchema,
  UserQuerySchema,
  UserSchema,
} from '../schemas/user.ts';

const tags = ['users'];
const UserParamsSchema = Type.Object({ id: Type.String({ pattern: idPattern, format: 'uuid' }) });

/** Everything under /users. */
export const userRoutes: FastifyPluginAsyncTypebox<{ pool: pg.Pool }> = async (app, { pool }) => {
  app.get(
    '/users',
    {
      schema: {
        operationId: 'listUsers',
        summary: 'List users, oldest first',
        tags,
        querystring: UserQuerySchema,
        response: {
          200: { ...UserPageSchema, description: 'A page of users.', headers: linkHeader },
          ...problemResponses('invalid-parameters'),
        },
      },
    },
    async (request, reply) => {
      const { limit = defaultPageSize, email } = request.query;
      const page = await pageOfUsers(pool, { ...request.query, limit });
      if (page.nextCursor !== null) {
        const next = new URLSearchParams({
          limit: String(limit),
          ...(email !== undefined && { email }),
          cursor: page.nextCursor,
        });
        reply.header('link', `</users?${next.toString()}>; rel="next"`);
      }
      return reply.send(page);
    },
  );

  app.post(
    '/users',
    {
      schema: {
        operationId: 'createUser',
        summary: 'Create a user',
        tags,
        headers: IdempotencyKeySchema,
        body: NewUserSchema,
        response: {
          201: { ...UserSchema, description: 'The new user.', headers: createdHeaders },
          ...problemResponses(
            'malformed-request',
            'invalid-parameters',
            'email-taken',
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
      const keyed = { key: request.headers['idempotency-key'], operation: 'POST /users', body };
      const answer = await answerOnce(pool, keyed, async (client) => {
        const { user, version } = await createUser(client, body);
        return {
          status: 201 as const,
          headers: { location: `/users/${user.id}`, etag: entityTag(version) },
          body: user,
        };
      });
      if (answer.replayed) reply.header('idempotency-replayed', 'true');
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    },
  );

  app.get(
    '/users/:id',
    {
      schema: {
        operationId: 'getUser',
        summary: 'Get a user',
        tags,
        params: UserParamsSchema,
        headers: IfNoneMatchSchema,
        response: {
          200: { ...UserSchema, description: 'The user.', headers: entityTagHeader },
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
      const { user, version } = await getUser(pool, request.params.id);
      const etag = entityTag(version);
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (isNotModified(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
      return reply.send(user);
    },
  );

  app.delete(
    '/users/:id',
    {
      schema: {
        operationId: 'deleteUser',
        summary: 'Delete a user',
        tags,
        params: UserParamsSchema,
        headers: IfMatchSchema,
        response: {
          204: { ...Type.Null(), description: 'The user is deleted.' },
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
      await removeUser(pool, request.params.id, request.headers['if-match']);
      return reply.code(204).send(null);
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
    '/users/:id',
    {
      schema: {
        operationId: 'patchUser',
        summary: 'Change a user by JSON merge patch',
        tags,
        consumes: ['application/merge-patch+json', 'application/json'],
        params: UserParamsSchema,
        headers: IfMatchSchema,
        body: UserPatchSchema,
        response: {
          200: { ...UserSchema, description: 'The user as changed.', headers: entityTagHeader },
          ...problemResponses(
            'malformed-request',
            'invalid-parameters',
            'not-found',
            'email-taken',
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
      const { user, version } = await patchUser(
        pool,
        request.params.id,
        request.headers['if-match'],
        request.body,
      );
      return reply.header('etag', entityTag(version)).send(user);
    },
  );
};
