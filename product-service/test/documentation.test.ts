import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problems } from '../src/http/problem.ts';
import { renderDocsPage } from '../src/openapi/docs-page.ts';
import { startApp, type RunningApp } from './start-app.ts';

let running: RunningApp;

beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.close());

/** Every schema of requests and responses in a document. */
function schemasIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'schema' && typeof member === 'object' ? [member] : schemasIn(member),
  );
}

describe('the OpenAPI document', () => {
  it('has schemas that are valid JSON Schema, which nothing checks while the service runs', async () => {
    const document = (await running.app.inject('/products/openapi.json')).json();
    const schemas = schemasIn(document.paths);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    expect(schemas.length).toBeGreaterThan(10);
    expect(schemas.filter((schema) => ajv.validateSchema(schema) !== true)).toEqual([]);
    expect(ajv.validateSchema({ type: 'strin' })).toBe(false);
  });

  it('is 3.1 and describes every operation, and only those', async () => {
    const document = (await running.app.inject('/products/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.entries<Record<string, { operationId: string }>>(document.paths).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
    );
    expect(operations.toSorted()).toEqual([
      'delete /products/{id} deleteProduct',
      'get /health getHealth',
      'get /products listProducts',
      'get /products/{id} getProduct',
      'patch /products/{id} patchProduct',
      'post /products createProduct',
      'post /products/{id}/stock-adjustments createStockAdjustment',
    ]);
    expect(Object.keys(document.paths['/products/{id}'].patch.requestBody.content)).toEqual([
      'application/merge-patch+json',
      'application/json',
    ]);
    expect(document.paths['/products'].post.responses['201'].headers).toHaveProperty('Location');
  });
});

describe('the documentation page', () => {
  it('shows every operation and explains every problem at the anchor its type points to', async () => {
    const response = await running.app.inject('/products/docs');
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    for (const text of [
      'List products',
      'Create a product',
      'Delete a product',
      'idempotency-key',
      'if-match',
    ]) {
      expect(response.body).toContain(text);
    }
    for (const name of Object.keys(problems)) expect(response.body).toContain(`id="${name}"`);
  });

  it('loads nothing and runs nothing', async () => {
    const { body, headers } = await running.app.inject('/products/docs');
    expect(body).not.toMatch(/<script|<link|<img|src=|https?:/i);
    expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  it('escapes what it shows', () => {
    const page = renderDocsPage({ info: { title: '<b>"&', version: '1', description: "`<i>`'" } }, {});
    expect(page).toContain('&lt;b&gt;&quot;&amp;');
    expect(page).toContain('<code>&lt;i&gt;</code>&#39;');
  });
});
