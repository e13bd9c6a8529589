import { describe, expect, it } from 'vitest';
import { bindCandidates, chooseBind, localPort } from './listener-bind.ts';

describe('localPort', () => {
  it.each([
    [80, 8080],
    [443, 8443],
    [1024, 1024],
    [3000, 3000],
  ])('serves port %i at %i', (port, local) => {
    expect(localPort(port)).toBe(local);
  });
});

describe('chooseBind', () => {
  const candidates = bindCandidates(80, true);

  it('prefers localhost, and gives a second load balancer the next address', () => {
    expect(chooseBind(candidates, [], [])).toEqual({ host: '127.0.0.1', port: 8080 });
    expect(chooseBind(candidates, [{ host: '127.0.0.1', port: 8080 }], [])).toEqual({
      host: '127.0.0.2',
      port: 8080,
    });
  });

  it('goes past addresses that another program has, and gives up in the end', () => {
    expect(chooseBind(candidates, [], [{ host: '127.0.0.1', port: 8080 }])).toEqual({
      host: '127.0.0.2',
      port: 8080,
    });
    expect(chooseBind(candidates, [], candidates)).toBeUndefined();
  });

  it('falls back to a free port where there is only one loopback address', () => {
    const only = bindCandidates(80, false);
    expect(chooseBind(only, [{ host: '127.0.0.1', port: 8080 }], [])).toEqual({ host: '127.0.0.1', port: 0 });
  });
});
