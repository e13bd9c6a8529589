import { describe, expect, it } from 'vitest';
import { type SiteObject, siteAnswer } from './website.ts';

const objects: Record<string, SiteObject> = {
  'index.html': { kind: 'found' },
  'docs/index.html': { kind: 'found' },
  'a b.html': { kind: 'found' },
  'old.html': { kind: 'found', redirect: '/new.html' },
  'secret.html': { kind: 'denied' },
};
const lookUp = (key: string): SiteObject => objects[key] ?? { kind: 'missing' };
const site = { IndexDocument: { Suffix: 'index.html' }, ErrorDocument: { Key: 'error.html' } };
const answer = (key: string, website: Parameters<typeof siteAnswer>[0] = site) =>
  siteAnswer(website, { key, host: 'shop.s3-website-us-east-1.localhost:4566' }, lookUp);

describe('siteAnswer', () => {
  it.each([
    ['', { kind: 'object', key: 'index.html' }],
    ['docs/', { kind: 'object', key: 'docs/index.html' }],
    ['docs', { kind: 'redirect', status: 302, location: '/docs/' }],
    ['a b.html', { kind: 'object', key: 'a b.html' }],
    ['old.html', { kind: 'redirect', status: 301, location: '/new.html' }],
    ['none', { kind: 'error', status: 404, code: 'NoSuchKey', key: 'none', document: 'error.html' }],
    ['none/', { kind: 'error', status: 404, code: 'NoSuchKey', key: 'none/index.html' }],
    ['secret.html', { kind: 'error', status: 403, code: 'AccessDenied' }],
  ])('to %j is %j', (key, expected) => {
    expect(answer(key)).toMatchObject(expected);
  });

  it('sends everything elsewhere where the bucket says so', () => {
    const all = { RedirectAllRequestsTo: { HostName: 'example.com', Protocol: 'https' as const } };
    expect(answer('a b/c', all)).toEqual({
      kind: 'redirect',
      status: 301,
      location: 'https://example.com/a%20b/c',
    });
  });

  it('follows the first rule that fits, those for errors after the object was looked for', () => {
    const RoutingRules = [
      { Condition: { KeyPrefixEquals: 'docs/' }, Redirect: { ReplaceKeyPrefixWith: 'documents/' } },
      {
        Condition: { HttpErrorCodeReturnedEquals: '404', KeyPrefixEquals: 'app/' },
        Redirect: { ReplaceKeyWith: 'index.html', HttpRedirectCode: '302', HostName: 'example.com' },
      },
    ];
    const website = { ...site, RoutingRules };
    expect(answer('docs/a', website)).toEqual({
      kind: 'redirect',
      status: 301,
      location: 'http://shop.s3-website-us-east-1.localhost:4566/documents/a',
    });
    expect(answer('app/none', website)).toEqual({
      kind: 'redirect',
      status: 302,
      location: 'http://example.com/index.html',
    });
    expect(answer('secret.html', website)).toMatchObject({ kind: 'error', status: 403 });
    expect(answer('index.html', website)).toMatchObject({ kind: 'object' });
  });
});
