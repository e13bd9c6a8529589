import { expect, it } from 'vitest';
import { fuzzGateway } from './fuzz-gateway.ts';

// A small part of what `npm run fuzz --workspace neargate` does; a seed gives the same request again.
it('answers malformed requests with client errors', { timeout: 60_000 }, async () => {
  expect(await fuzzGateway(1, 2000)).toEqual([]);
});
