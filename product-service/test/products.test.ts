import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from './start-app.ts';

let running: RunningApp;

beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.close());

const mug = { name: 'Mug', price: { amount: 1_299, currency: 'EUR' } };
let count = 0;

/** A body with a SKU that no other test uses. */
function newProduct(members: object = {}) {
  count += 1;
  return { ...mug, sku: `TEST-${count}`, ...members };
}

function post(payload: object) {
  return running.app.inject({ method: 'POST', url: '/products', payload });
}

async function create(members: object = {}): Promise<string> {
  const response = await post(newProduct(members));
  expect(response.statusCode).toBe(201);
  return String(response.headers.location);
}

describe('POST /products', () => {
  it('creates a product, says where it is and gives its version', async () => {
    const body = { sku: 'MUG-0042', ...mug, description: 'Holds\n0.3 l', stock: 7 };
    const response = await post(body);
    const product = response.json();
    expect(response.statusCode).toBe(201);
    expect(product).toEqual({
      ...body,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updatedAt: product.createdAt,
    });
    expect(response.headers).toMatchObject({ location: `/products/${product.id}`, etag: '"1"' });
    expect((await running.app.inject(`/products/${product.id}`)).json()).toEqual(product);
  });

  it('needs neither description nor stock', async () => {
    expect((await post(newProduct())).json()).toMatchObject({ description: null, stock: 0 });
  });

  it('keeps the largest price exactly', async () => {
    const price = { amount: Number.MAX_SAFE_INTEGER, currency: 'JPY' };
    expect((await post(newProduct({ price }))).json()).toMatchObject({ price });
  });

  it('lets exactly one of many simultaneous requests have a SKU', async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => post({ ...mug, sku: 'RACE' })));
    expect(responses.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    const refused = responses.filter(({ statusCode }) => statusCode === 409);
    expect(refused).toHaveLength(19);
    expect(refused[0]?.json()).toMatchObject({
      type: '/products/docs#sku-taken',
      errors: [{ pointer: '#/sku' }],
    });
  });

  it.each([
    ['no price', { price: undefined }, '#/price'],
    ['a price below zero', { price: { amount: -1, currency: 'EUR' } }, '#/price/amount'],
    ['a price with a fraction', { price: { amount: 12.99, currency: 'EUR' } }, '#/price/amount'],
    ['a price as text', { price: { amount: '1299', currency: 'EUR' } }, '#/price/amount'],
    ['a price no number holds exactly', { price: { amount: 2 ** 53, currency: 'EUR' } }, '#/price/amount'],
    ['a currency that ISO 4217 lacks', { price: { amount: 1, currency: 'QQQ' } }, '#/price/currency'],
    ['a currency in small letters', { price: { amount: 1, currency: 'eur' } }, '#/price/currency'],
    ['a stock below zero', { stock: -1 }, '#/stock'],
    ['half a piece in stock', { stock: 0.5 }, '#/stock'],
    ['a SKU with a space', { sku: 'A B' }, '#/sku'],
    ['a blank name', { name: ' ' }, '#/name'],
    ['a description with U+0000', { description: 'a\u0000' }, '#/description'],
    ['an unknown member', { colour: 'red' }, '#/colour'],
  ])('refuses %s and points to it', async (_case, members, pointer) => {
    const response = await post(newProduct(members));
    expect(response.statusCode).toBe(422);
    expect(response.json().type).toBe('/products/docs#invalid-body');
    expect(response.json().errors[0]).toMatchObject({ pointer });
  });

  it('says in words what is wrong with a currency', async () => {
    const response = await post(newProduct({ price: { amount: 1, currency: 'QQQ' } }));
    expect(response.json().errors).toEqual([
      { pointer: '#/price/currency', detail: 'must be an ISO 4217 currency code in capitals' },
    ]);
  });
});

describe('GET /products', () => {
  it('walks all products once, page by page, by cursor and by Link', async () => {
    const own = await startApp();
    try {
      const created: string[] = [];
      for (let index = 0; index < 7; index += 1) {
        const payload = { ...mug, sku: `MUG-${index}` };
        created.push((await own.app.inject({ method: 'POST', url: '/products', payload })).json().id);
      }
      const seen: string[] = [];
      const sizes: number[] = [];
      let url: string | undefined = '/products?limit=3&q=mug';
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

  describe('?q=', () => {
    async function find(q: string): Promise<string[]> {
      const response = await running.app.inject(`/products?q=${encodeURIComponent(q)}`);
      expect(response.statusCode).toBe(200);
      return response.json().items.map(({ sku }: { sku: string }) => sku);
    }

    beforeAll(async () => {
      await post({
        ...mug,
        sku: 'KETTLE-9',
        name: 'Électric Kettle',
        description: "Boils 2.5 l, it's quick",
      });
      await post({ ...mug, sku: 'KETTLE-10', name: 'Stove kettle', description: '100% steel_' });
    });

    it.each([
      ['kettle', ['KETTLE-9', 'KETTLE-10']],
      ['KETT', ['KETTLE-9', 'KETTLE-10']],
      ['kettle-1', ['KETTLE-10']],
      ['électric', ['KETTLE-9']],
      ['stee stov', ['KETTLE-10']],
      ['electric stove', []],
      ['ettle', []],
      ["it's", ['KETTLE-9']],
      ['100%', ['KETTLE-10']],
      ["'); DROP TABLE products; --", []],
      ['& | ! :*', []],
      ['%', []],
    ])('%s finds %j', async (q, skus) => {
      expect((await find(q)).toSorted()).toEqual(skus.toSorted());
    });

    it('finds a product by what it has become', async () => {
      const url = await create({ name: 'Teapot' });
      const headers = { 'if-match': '*' };
      await running.app.inject({ method: 'PATCH', url, headers, payload: { name: 'Samovar', sku: 'SAM-1' } });
      expect(await find('teapot')).toEqual([]);
      expect(await find('samovar')).toEqual(['SAM-1']);
    });
  });

  it.each(['limit=0', 'limit=101', 'limit=ten', 'cursor=nonsense', 'page=2', 'q=', 'q=%00'])(
    'refuses ?%s and names the parameter',
    async (query) => {
      const response = await running.app.inject(`/products?${query}`);
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({
        type: '/products/docs#invalid-parameters',
        errors: [{ parameter: query.split('=')[0] }],
      });
    },
  );
});

describe('PATCH /products/{id}', () => {
  async function patch(
    url: string,
    payload: object,
    ifMatch = '*',
    mediaType = 'application/merge-patch+json',
  ) {
    const headers = { 'if-match': ifMatch, 'content-type': mediaType };
    return running.app.inject({ method: 'PATCH', url, headers, payload: JSON.stringify(payload) });
  }

  it('merges into the price and leaves the rest', async () => {
    const url = await create({ description: 'Blue', stock: 3 });
    const response = await patch(url, { price: { amount: 999 } }, '"1"');
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe('"2"');
    expect(response.json()).toMatchObject({
      name: 'Mug',
      description: 'Blue',
      price: { amount: 999, currency: 'EUR' },
      stock: 3,
    });
    expect((await running.app.inject(url)).json()).toEqual(response.json());
  });

  it('removes the description by null', async () => {
    const url = await create({ description: 'Blue' });
    expect((await patch(url, { description: null })).json()).toMatchObject({ description: null });
  });

  it('takes plain JSON too, and keeps the version when nothing changes', async () => {
    const url = await create();
    const response = await patch(url, { name: 'Mug', price: { currency: 'EUR' } }, '*', 'application/json');
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe('"1"');
  });

  it('cannot take the SKU of another product', async () => {
    await post({ ...mug, sku: 'FIRST' });
    expect((await patch(await create(), { sku: 'FIRST' })).statusCode).toBe(409);
  });

  it.each([
    [{ name: null }, '#/name'],
    [{ price: null }, '#/price'],
    [{ price: { currency: null } }, '#/price/currency'],
    [{ stock: 5 }, '#/stock'],
    [{ id: 'x' }, '#/id'],
    [[], '#'],
  ])('refuses %j', async (payload, pointer) => {
    const response = await patch(await create(), payload);
    expect(response.statusCode).toBe(422);
    expect(response.json().errors[0]).toMatchObject({ pointer });
  });

  it('lets one of two simultaneous changes of the same version win', async () => {
    const url = await create();
    const responses = await Promise.all([
      patch(url, { name: 'One' }, '"1"'),
      patch(url, { name: 'Two' }, '"1"'),
    ]);
    expect(responses.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });
});

describe('DELETE /products/{id}', () => {
  it('deletes the version it is told to, with the record of its stock, after which the SKU is free again', async () => {
    const url = await create({ sku: 'GONE', stock: 5 });
    const response = await running.app.inject({ method: 'DELETE', url, headers: { 'if-match': '"1"' } });
    expect(response.statusCode).toBe(204);
    expect(response.body).toBe('');
    expect((await running.app.inject(url)).statusCode).toBe(404);
    await create({ sku: 'GONE' });
  });
});

describe('versions', () => {
  it('answer 304 without a body to a GET that has the current one', async () => {
    const url = await create();
    const response = await running.app.inject({ url, headers: { 'if-none-match': '"1"' } });
    expect(response.statusCode).toBe(304);
    expect(response.headers.etag).toBe('"1"');
    expect(response.body).toBe('');
    expect((await running.app.inject({ url, headers: { 'if-none-match': '"0"' } })).statusCode).toBe(200);
  });

  it.each(['PATCH', 'DELETE'] as const)('are required by %s: 404, then 428, then 412', async (method) => {
    const url = await create();
    const payload = method === 'PATCH' ? { payload: { name: 'W' } } : {};
    const send = (path: string, headers: Record<string, string>) =>
      running.app.inject({ method, url: path, headers, ...payload });
    expect((await send('/products/0190163d-8694-739b-aea5-966c26f8ad91', {})).statusCode).toBe(404);
    expect((await send(url, {})).json()).toMatchObject({
      status: 428,
      type: '/products/docs#precondition-required',
    });
    const stale = await send(url, { 'if-match': '"7"' });
    expect(stale.json()).toMatchObject({ status: 412, type: '/products/docs#precondition-failed' });
    expect(stale.headers.etag).toBe('"1"');
    expect((await send(url, { 'if-match': '7' })).statusCode).toBe(400);
    expect((await running.app.inject(url)).json()).toMatchObject({ name: 'Mug' });
  });
});
