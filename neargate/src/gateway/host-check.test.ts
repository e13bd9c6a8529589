import { describe, expect, it } from 'vitest';
import { isAllowedHost } from './host-check.ts';

describe('isAllowedHost', () => {
  it.each([
    ['localhost:4566', true],
    ['127.0.0.1:4566', true],
    ['[::1]:4566', true],
    ['my-bucket.localhost:4566', true],
    ['my-bucket.127.0.0.1:4566', true],
    ['ecs.us-east-1.amazonaws.com', true],
    ['evil.example', false],
    ['127.0.0.1.evil.example:4566', false],
    ['localhost.evil.example', false],
  ])('%s on loopback: %s', (header, allowed) => {
    expect(isAllowedHost(header, '127.0.0.1')).toBe(allowed);
  });

  it('accepts any name when told to listen on every address', () => {
    expect(isAllowedHost('build-machine:4566', '0.0.0.0')).toBe(true);
  });
});
