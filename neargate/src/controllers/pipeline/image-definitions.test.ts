import { describe, expect, it } from 'vitest';
import { parseImageDefinitions } from './image-definitions.ts';

const parse = (text: string) => parseImageDefinitions(Buffer.from(text));

describe('an image definitions file', () => {
  it('names containers and images', () => {
    const definitions = [{ name: 'app', imageUri: 'localhost:4566/app@sha256:abc' }];
    expect(parse(JSON.stringify(definitions))).toEqual({ definitions });
    expect(parse(`\u{feff}${JSON.stringify(definitions)}\n`)).toEqual({ definitions });
  });

  it.each([
    ['[{"name":"app",\n  "imageUri":}]', /^is not valid JSON: Unexpected token '}' at line 2, column 14$/],
    ['[{"name":"app"', /^is not valid JSON: .* at line 1, column \d+$/],
    ['', /^is not valid JSON: .* at line 1, column 1$/],
    ['{"name":"app","imageUri":"x"}', /^must be a JSON list of objects/],
    ['[]', /^names no container$/],
    ['[{"name":"app","imageUri":"x"},"y"]', /^is not valid at item 2: it is not an object$/],
    ['[{"name":"app"}]', /^is not valid at item 1: "imageUri" is missing$/],
    ['[{"name":"app","imageUri":""}]', /"imageUri" must be a text that is not empty$/],
    ['[{"name":"a\tb"}]', /at line 1, column 12$/],
    ['[{"name":"a" "imageUri":"x"}]', /at line 1, column 14$/],
    ['[{"name":"a","imageUri":tru}]', /at line 1, column 25$/],
    ['[] []', /at line 1, column 4$/],
  ])('%j is refused and says why', (text, problem) => {
    expect(parse(text)).toEqual({ problem: expect.stringMatching(problem) as string });
  });

  it('can be only so large', () => {
    expect(parse(`[${' '.repeat(103_000)}]`)).toEqual({
      problem: 'has 103002 bytes; it can have at most 102400',
    });
  });
});
