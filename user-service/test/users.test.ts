import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from './start-app.ts';

let running: RunningApp;

beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.close());

function post(payload: object) {
  return running.app.inject({ method: 'POST', url: '/users', payload });
}

describe('POST /users', () => {
  it('creates a user, says where it is and gives its version', async () => {
    const response = await post({ email: 'Ada@Example.com', name: 'Ada Lovelace' });
    const user = response.json();
    expect(response.statusCode).toBe(201);
    expect(user).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      email: 'Ada@Example.com',
      name: 'Ada Lovelace',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updatedAt: user.createdAt,
    });
    expect(response.headers).toMatchObject({ location: `/users/${user.id}`, etag: '"1"' });
    const read = await running.app.inject(`/users/${user.id}`);
    expect(read.json()).toEqual(user);
  });

  it('refuses an e-mail address that another user has in another case', async () => {
    await post({ email: 'grace@example.com', name: 'Grace' });
    const response = await post({ email: 'GRACE@example.COM', name: 'Other' });
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({
      type: '/users/docs#email-taken',
      errors: [{ pointer: '#/email' }],
    });
  });

  it('lets exactly one of many simultaneous requests have an address', async () => {
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        post({ email: index % 2 === 0 ? 'race@example.com' : 'Race@Example.com', name: `Runner ${index}` }),
      ),
    );
    expect(responses.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(responses.filter(({ statusCode }) => statusCode === 409)).toHaveLength(19);
  });

  it.each([
    ['no at sign', { email: 'ada', name: 'A' }, '#/email'],
    ['an address with a control character', { email: 'a\u0000@example.com', name: 'A' }, '#/email'],
    ['an address over 254 characters', { email: `${'a'.repeat(250)}@example.com`, name: 'A' }, '#/email'],
    ['no name', { email: 'new@example.com' }, '#/name'],
    ['a blank name', { email: 'new@example.com', name: '  ' }, '#/name'],
    ['a name with U+0000', { email: 'new@example.com', name: 'a\u0000b' }, '#/name'],
    ['a name that is a number', { email: 'new@example.com', name: 5 }, '#/name'],
    ['an id of its own', { email: 'new@example.com', name: 'A', id: 'x' }, '#/id'],
    [
      'a member whose name needs escaping',
      { email: 'new@example.com', name: 'A', 'a/b~c d': 1 },
      '#/a~1b~0c%20d',
    ],
  ])('refuses %s and points to it', async (_case, payload, pointer) => {
    const response = await post(payload);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ type: '/users/docs#invalid-body', errors: [{ pointer }] });
  });
});

describe('a refused member', () => {
  it('is explained in words', async () => {
    const response = await post({ email: 'ada', extra: 1 });
    expect(response.json().errors).toEqual([
      { pointer: '#/name', detail: 'is required' },
      { pointer: '#/extra', detail: 'is not a known member' },
      { pointer: '#/email', detail: 'must be an e-mail address such as ada@example.com' },
    ]);
  });
});

describe('GET /users', () => {
  it('walks all users once, page by page, by cursor and by Link', async () => {
    const own = await startApp();
    try {
      const created: string[] = [];
      for (let index = 0; index < 7; index += 1) {
        const payload = { email: `user${index}@example.com`, name: `User ${index}` };
        created.push((await own.app.inject({ method: 'POST', url: '/users', payload })).json().id);
      }
      const seen: string[] = [];
      let url: string | undefined = '/users?limit=3';
      const sizes: number[] = [];
      while (url !== undefined) {
        const response: LightMyRequestResponse = await own.app.inject(url);
        const page: { items: { id: string }[]; nextCursor: string | null } = response.json();
        sizes.push(page.items.length);
        seen.push(...page.items.map(({ id }) => id));
        const link: string | undefined = response.headers.link?.toString();
        expect(link === undefined).toBe(page.nextCursor === null);
        url = link === undefined ? undefined : /^<(.+)>; rel="next"$/.exec(link)?.[1];
      }
      expect(sizes).toEqual([3, 3, 1]);
      expect(seen).toEqual(created.toSorted());
    } finally {
      await own.close();
    }
  });

  it('finds a user by e-mail address in any case', async () => {
    await post({ email: 'Alan.Turing@example.com', name: 'Alan' });
    const response = await running.app.inject('/users?email=alan.turing%40EXAMPLE.com');
    expect(response.json()).toMatchObject({ items: [{ name: 'Alan' }], nextCursor: null });
    const none = await running.app.inject('/users?email=alan.turing%25');
    expect(none.json()).toEqual({ items: [], nextCursor: null });
  });

  it.each(['limit=0', 'limit=101', 'limit=ten', 'cursor=nonsense', 'page=2', 'email=%00'])(
    'refuses ?%s and names the parameter',
    async (query) => {
      const response = await running.app.inject(`/users?${query}`);
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({
        type: '/users/docs#invalid-parameters',
        errors: [{ parameter: query.split('=')[0] }],
      });
    },
  );
});

describe('PATCH /users/{id}', () => {
  async function patch(
    location: string,
    ifMatch: string,
    payload: object,
    mediaType = 'application/merge-patch+json',
  ) {
    const headers = { 'if-match': ifMatch, 'content-type': mediaType };
    return running.app.inject({ method: 'PATCH', url: location, headers, payload: JSON.stringify(payload) });
  }

  it('changes what the patch names and leaves the rest', async () => {
    const created = await post({ email: 'barbara@example.com', name: 'Barbara' });
    const response = await patch(String(created.headers.location), '"1"', { name: 'Barbara Liskov' });
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe('"2"');
    expect(response.json()).toMatchObject({ email: 'barbara@example.com', name: 'Barbara Liskov' });
    const read = await running.app.inject(String(created.headers.location));
    expect(read.json()).toEqual(response.json());
  });

  it('takes plain JSON too, and keeps the version when nothing changes', async () => {
    const created = await post({ email: 'edsger@example.com', name: 'Edsger' });
    const response = await patch(
      String(created.headers.location),
      '*',
      { name: 'Edsger' },
      'application/json',
    );
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe('"1"');
  });

  it('lets a user change the case of the own address, not take that of another', async () => {
    await post({ email: 'taken@example.com', name: 'First' });
    const created = await post({ email: 'second@example.com', name: 'Second' });
    const location = String(created.headers.location);
    expect((await patch(location, '*', { email: 'SECOND@example.com' })).statusCode).toBe(200);
    expect((await patch(location, '*', { email: 'Taken@example.com' })).statusCode).toBe(409);
  });

  it.each([
    [{ name: null }, '#/name'],
    [{ createdAt: '2020-01-01T00:00:00Z' }, '#/createdAt'],
    [[], '#'],
  ])('refuses %j', async (payload, pointer) => {
    const created = await post({ email: `patch${crypto.randomUUID()}@example.com`, name: 'P' });
    const response = await patch(String(created.headers.location), '*', payload);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ errors: [{ pointer }] });
  });

  it('lets one of two simultaneous changes of the same version win', async () => {
    const created = await post({ email: 'lost@example.com', name: 'Update' });
    const location = String(created.headers.location);
    const responses = await Promise.all([
      patch(location, '"1"', { name: 'One' }),
      patch(location, '"1"', { name: 'Two' }),
    ]);
    expect(responses.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });
});

describe('DELETE /users/{id}', () => {
  it('deletes the version it is told to, after which the address is free again', async () => {
    const created = await post({ email: 'gone@example.com', name: 'Gone' });
    const url = String(created.headers.location);
    const response = await running.app.inject({ method: 'DELETE', url, headers: { 'if-match': '"1"' } });
    expect(response.statusCode).toBe(204);
    expect(response.body).toBe('');
    expect((await running.app.inject(url)).statusCode).toBe(404);
    expect((await post({ email: 'gone@example.com', name: 'Back' })).statusCode).toBe(201);
  });
});

describe('versions', () => {
  it('answer 304 without a body to a GET that has the current one', async () => {
    const created = await post({ email: 'cached@example.com', name: 'Cached' });
    const url = String(created.headers.location);
    const response = await running.app.inject({ url, headers: { 'if-none-match': '"1"' } });
    expect(response.statusCode).toBe(304);
    expect(response.headers.etag).toBe('"1"');
    expect(response.body).toBe('');
    const changed = await running.app.inject({ url, headers: { 'if-none-match': '"0"' } });
    expect(changed.statusCode).toBe(200);
  });

  it.each(['PATCH', 'DELETE'] as const)('are required by %s: 404, then 428, then 412', async (method) => {
    const created = await post({ email: `${method}@example.com`, name: 'V' });
    const url = String(created.headers.location);
    const payload = method === 'PATCH' ? { payload: { name: 'W' } } : {};
    const send = (path: string, headers: Record<string, string>) =>
      running.app.inject({ method, url: path, headers, ...payload });
    expect((await send('/users/0190163d-8694-739b-aea5-966c26f8ad91', {})).statusCode).toBe(404);
    expect((await send(url, {})).json()).toMatchObject({
      status: 428,
      type: '/users/docs#precondition-required',
    });
    const stale = await send(url, { 'if-match': '"7"' });
    expect(stale.json()).toMatchObject({ status: 412, type: '/users/docs#precondition-failed' });
    expect(stale.headers.etag).toBe('"1"');
    expect((await send(url, { 'if-match': '7' })).statusCode).toBe(400);
    expect((await running.app.inject(url)).json()).toMatchObject({ name: 'V' });
  });
});
