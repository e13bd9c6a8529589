import { describe, expect, it } from 'vitest';
import { BodyFraming } from './body-framing.ts';

/** Feeds the text in pieces of `step` bytes and joins what passes. */
function run(body: BodyFraming, text: string, step = text.length): { passed: string; rest: string } {
  const bytes = Buffer.from(text, 'latin1');
  let passed = '';
  let at = 0;
  while (at < bytes.length && !body.done && !body.invalid) {
    const end = Math.min(bytes.length, at + step);
    const consumed = body.take(bytes, at, end);
    for (let range = 0; range < body.rangeCount; range++) {
      passed += bytes.toString('latin1', body.ranges[range * 2], body.ranges[range * 2 + 1]);
    }
    at = consumed;
  }
  return { passed, rest: bytes.toString('latin1', at) };
}

describe('BodyFraming', () => {
  it('ends a length body at its length and leaves the next message alone', () => {
    const body = new BodyFraming();
    body.begin('length', 5);
    expect(run(body, 'helloGET /')).toEqual({ passed: 'hello', rest: 'GET /' });
    expect(body.done).toBe(true);
  });

  it('is done at once when there is no body', () => {
    const body = new BodyFraming();
    body.begin('length', 0);
    expect(body.done).toBe(true);
    body.begin('none');
    expect(body.done).toBe(true);
  });

  it('never ends an until-close body by itself', () => {
    const body = new BodyFraming();
    body.begin('until-close');
    expect(run(body, 'abc').passed).toBe('abc');
    expect(body.done).toBe(false);
  });

  for (const step of [1, 2, 3, 7, 1000]) {
    it(`passes a chunked body unchanged when fed ${step} bytes at a time`, () => {
      const body = new BodyFraming();
      body.begin('chunked');
      const text = '5\r\nhello\r\n00A\r\n0123456789\r\n0\r\n\r\n';
      expect(run(body, `${text}NEXT`, step)).toEqual({ passed: text, rest: 'NEXT' });
      expect(body.done).toBe(true);
    });

    it(`drops chunk extensions and trailers when fed ${step} bytes at a time`, () => {
      const body = new BodyFraming();
      body.begin('chunked');
      const text = '5;name="v;x"\r\nhello\r\n0;last\r\nX-Check: 1\r\nY: 2\r\n\r\nNEXT';
      expect(run(body, text, step)).toEqual({ passed: '5\r\nhello\r\n0\r\n\r\n', rest: 'NEXT' });
    });

    it(`unwraps chunks for a reader that knows none when fed ${step} bytes at a time`, () => {
      const body = new BodyFraming();
      body.begin('chunked', 0, true);
      expect(run(body, '5;a\r\nhello\r\n1\r\n!\r\n0\r\nT: 1\r\n\r\n', step).passed).toBe('hello!');
      expect(body.done).toBe(true);
    });
  }

  for (const [name, text] of [
    ['a size that is no hexadecimal number', 'x\r\n'],
    ['an empty size', '\r\nhello'],
    ['a negative size', '-1\r\n'],
    ['a size with a prefix', '0x5\r\nhello'],
    ['a size with an underscore', '1_0\r\n'],
    ['a size too large to count', `${'f'.repeat(14)}\r\n`],
    ['a size line ended by LF alone', '5\nhello\r\n'],
    ['a CR without LF after the size', '5\rhello'],
    ['data longer than its size', '5\r\nhello!\r\n'],
    ['data ended by LF alone', '5\r\nhello\n'],
    ['a LF inside an extension', '5;a\nb\r\nhello'],
    ['a NUL inside an extension', '5;\0\r\nhello'],
    ['a trailer line folded', '0\r\n folded: 1\r\n\r\n'],
    ['a trailer ended by LF alone', '0\r\nA: 1\n\r\n'],
    ['a final CR without LF', '0\r\n\rX'],
    ['extensions without end', `1;${'a'.repeat(20_000)}\r\n`],
    ['trailers without end', `0\r\n${'A: b\r\n'.repeat(5000)}`],
  ] as const) {
    it(`refuses ${name}`, () => {
      const body = new BodyFraming();
      body.begin('chunked');
      run(body, text);
      expect(body.invalid).toBe(true);
      expect(body.done).toBe(false);
    });
  }
});
