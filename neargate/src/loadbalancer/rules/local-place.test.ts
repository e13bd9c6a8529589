import { describe, expect, it } from 'vitest';
import type { LocalPlaces } from './local-place.ts';
import { localPlace } from './local-place.ts';

const served = new Map([
  ['80', { host: '127.0.0.1', port: 8080 }],
  ['443', { host: '127.0.0.1', port: 8443 }],
  ['9443', { host: '127.0.0.2', port: 9443 }],
]);
const places: LocalPlaces = { own: { host: '127.0.0.1', port: 8080 }, of: (port) => served.get(port) };
const sent = (host: string, port: string, requestHost: string | undefined) => {
  const place = localPlace({ host, port }, requestHost, places);
  return `${place.host}:${place.port}`;
};

describe('a redirect of a client that names the served port in Host', () => {
  it('leads to where the listener it means is served', () => {
    expect(sent('localhost', '443', 'localhost:8080')).toBe('localhost:8443');
    expect(sent('shop.example', '443', 'Shop.example:8080')).toBe('shop.example:8443');
    expect(sent('localhost', '80', 'localhost:8080')).toBe('localhost:8080');
  });

  it('names the address of a listener that is served at another one', () => {
    expect(sent('localhost', '9443', 'localhost:8080')).toBe('127.0.0.2:9443');
  });

  it("keeps AWS's port when the load balancer has no such listener, or the host is another", () => {
    expect(sent('localhost', '444', 'localhost:8080')).toBe('localhost:444');
    expect(sent('elsewhere.example', '443', 'localhost:8080')).toBe('elsewhere.example:443');
  });
});

it.each(['shop.example', 'shop.example:80', 'shop.example:18080', undefined])(
  "a redirect of a client whose Host is %s keeps AWS's port",
  (host) => {
    expect(sent('shop.example', '443', host)).toBe('shop.example:443');
  },
);
