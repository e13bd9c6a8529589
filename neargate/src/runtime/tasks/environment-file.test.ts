import { describe, expect, it } from 'vitest';
import { parseEnvironmentFile } from './environment-file.ts';

describe('parseEnvironmentFile', () => {
  it('takes lines as they stand and leaves out comments and what is empty', () => {
    const text =
      '# comment\nA=1\nB="two words" # not a comment\r\nURL=postgres://x?a=b\n\nEMPTY=\n=x\nnothing\n A =1\nA=2';
    expect(parseEnvironmentFile(text)).toEqual({
      A: '2',
      B: '"two words" # not a comment',
      URL: 'postgres://x?a=b',
      ' A ': '1',
    });
  });
});
