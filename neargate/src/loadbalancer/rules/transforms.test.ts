import { describe, expect, it } from 'vitest';
import { compileTransforms } from './transforms.ts';

const url = (regex: string, replace: string) => compileTransforms([{ type: 'url-rewrite', regex, replace }]);
const host = (regex: string, replace: string) =>
  compileTransforms([{ type: 'host-header-rewrite', regex, replace }]);

describe('rule transforms', () => {
  it.each([
    ['^\\/dp\\/([A-Za-z0-9]+)\\/?$', '/product.php?id=$1', '/dp/B09G3HRMW', '/product.php?id=B09G3HRMW'],
    ['^/api/', '/', '/api/users?page=2', '/users?page=2'],
    ['/a', '/b', '/a/a', '/b/a'],
    ['^(.*)$', '$1$&', '/x', '/x$&'],
    ['page=(\\d)', 'p=$1', '/users?page=2', '/users?p=2'],
  ])('rewrites the URL by %s to %s', (regex, replace, from, to) => {
    expect(url(regex, replace)?.(undefined, from)).toEqual({
      status: 'TransformSuccess',
      host: undefined,
      pathAndQuery: to,
    });
  });

  it('rewrites the host and leaves the URL', () => {
    const rewrite = host('^mywebsite-(.+).com$', 'internal.dev.$1.myweb.com');
    expect(rewrite?.('mywebsite-example.com', '/a')).toEqual({
      status: 'TransformSuccess',
      host: 'internal.dev.example.myweb.com',
      pathAndQuery: undefined,
    });
  });

  it('does nothing where nothing matches, and is absent without transforms', () => {
    expect(url('^/x', '/y')?.('a', '/a')).toEqual({
      status: undefined,
      host: undefined,
      pathAndQuery: undefined,
    });
    expect(compileTransforms([])).toBeUndefined();
  });

  it('fails on a result that cannot be sent', () => {
    expect(host('^.*$', 'a b')?.('example.com', '/').status).toBe('TransformInvalidHost');
    expect(host('^.*$', '')?.('example.com', '/').status).toBe('TransformInvalidHost');
    expect(url('^/', '')?.(undefined, '/users').status).toBe('TransformInvalidPath');
    expect(url('^/', '/ HTTP/1.1\r\nX: y')?.(undefined, '/').status).toBe('TransformInvalidPath');
    expect(url('^/', `/${'x'.repeat(16_384)}`)?.(undefined, '/').status).toBe('TransformBufferTooSmall');
  });
});
