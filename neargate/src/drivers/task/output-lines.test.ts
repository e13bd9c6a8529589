import { describe, expect, it } from 'vitest';

import { maximumLineBytes, OutputLines } from './output-lines.ts';

function linesOf(...chunks: (string | Uint8Array)[]): string[] {
  const lines: string[] = [];
  const output = new OutputLines((line) => lines.push(line));
  for (const chunk of chunks) output.write(Buffer.from(chunk));
  output.end();
  return lines;
}

describe('OutputLines', () => {
  it('joins what arrives in pieces and keeps empty lines', () => {
    expect(linesOf('a', 'b\n', '\nc\r\n')).toEqual(['ab', '', 'c']);
  });

  it('delivers a last line without its end', () => {
    expect(linesOf('a\nb')).toEqual(['a', 'b']);
  });

  it('keeps characters whole that arrive in two chunks', () => {
    const bytes = Buffer.from('é\n');
    expect(linesOf(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(['é']);
  });

  it('cuts a line that is longer than a log event, between characters', () => {
    const [first = '', second = '', ...more] = linesOf(`x${'é'.repeat(maximumLineBytes / 2)}\n`);
    expect(more).toEqual([]);
    expect(Buffer.byteLength(first)).toBeLessThanOrEqual(maximumLineBytes);
    expect(first + second).toBe(`x${'é'.repeat(maximumLineBytes / 2)}`);
  });
});
