import { describe, expect, it } from 'vitest';
import { corsHeaders } from './cors.ts';

const rules = [
  {
    AllowedOrigins: ['https://*.example.com'],
    AllowedMethods: ['PUT', 'GET'],
    AllowedHeaders: ['Content-Type', 'x-amz-*'],
    ExposeHeaders: ['ETag', 'x-amz-request-id'],
    MaxAgeSeconds: 600,
  },
  { AllowedOrigins: ['*'], AllowedMethods: ['GET'] },
];

describe('corsHeaders', () => {
  it('names the origin, with credentials, by the first rule that fits', () => {
    const question = {
      origin: 'https://shop.example.com',
      method: 'PUT',
      headers: ['content-type', 'X-Amz-Date'],
    };
    expect(corsHeaders(rules, question)).toEqual({
      'access-control-allow-origin': 'https://shop.example.com',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'PUT, GET',
      'access-control-allow-headers': 'content-type, x-amz-date',
      'access-control-expose-headers': 'ETag, x-amz-request-id',
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  it('names nobody where everybody may', () => {
    expect(corsHeaders(rules, { origin: 'http://elsewhere', method: 'GET' })).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  it.each([
    [{ origin: 'http://shop.example.com', method: 'PUT' }],
    [{ origin: 'https://example.com', method: 'PUT' }],
    [{ origin: 'https://shop.example.com', method: 'DELETE' }],
    [{ origin: 'https://shop.example.com', method: 'PUT', headers: ['authorization'] }],
    [{ origin: 'http://elsewhere', method: 'GET', headers: ['content-type'] }],
  ])('has no answer for %j', (question) => {
    expect(corsHeaders(rules, question)).toBeUndefined();
  });

  it('lets the asterisk of a pattern stand for nothing twice over', () => {
    const narrow = [{ AllowedOrigins: ['http://a*a'], AllowedMethods: ['GET'] }];
    expect(corsHeaders(narrow, { origin: 'http://a', method: 'GET' })).toBeUndefined();
    expect(corsHeaders(narrow, { origin: 'http://aa', method: 'GET' })).toBeDefined();
  });
});
