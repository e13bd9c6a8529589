import { expect, it } from 'vitest';
import { wholeResponse } from './whole-response.ts';

const head = { status: 200, headers: { 'content-type': 'text/xml' } };

it('is the text of all pieces', async () => {
  const pieces = ['<a>', 'ä'.repeat(100_000), '€'.repeat(100_000), '</a>'];
  const { body, ...rest } = await wholeResponse({ ...head, body: pieces });
  expect(rest).toEqual(head);
  expect(Buffer.from(body).toString('utf8') === pieces.join('')).toBe(true);
});

it('lets others have their turn between the pieces of a long text, and none between those of a short one', async () => {
  const seen: string[] = [];
  function* pieces(length: number) {
    for (const name of ['one', 'two', 'three']) {
      seen.push(name);
      setImmediate(() => seen.push(`after ${name}`));
      yield 'x'.repeat(length);
    }
  }
  await wholeResponse({ ...head, body: pieces(100_000) });
  expect(seen.slice(0, 5)).toEqual(['one', 'two', 'after one', 'after two', 'three']);
  seen.length = 0;
  await wholeResponse({ ...head, body: pieces(10) });
  expect(seen.filter((name) => !name.startsWith('after'))).toEqual(['one', 'two', 'three']);
});
