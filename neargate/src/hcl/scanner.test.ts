import { describe, expect, it } from 'vitest';
import { scanTokens } from './scanner.ts';
import { Source } from './source.ts';

/** Tokens as `kind:text`, without the end of the file. */
function scan(text: string, startAs: 'code' | 'template' = 'code'): string[] {
  return scanTokens(new Source('main.tf', text), startAs)
    .slice(0, -1)
    .map(({ kind, start, end }) => {
      const covered = text.slice(start, end);
      return kind === covered ? kind : `${kind}:${covered}`;
    });
}

describe('code', () => {
  it.each([
    ['a = 1', ['identifier:a', '=', 'number:1']],
    ['a-b_c', ['identifier:a-b_c']],
    ['größe', ['identifier:größe']],
    ['1.5e-3 1..2', ['number:1.5e-3', 'number:1..2']],
    ['a.0', ['identifier:a', '.', 'number:0']],
    ['... == => :: <= &&', ['...', '==', '=>', '::', '<=', '&&']],
    ['@ & ;', ['invalid:@', 'invalid:&', 'invalid:;']],
    ['a # comment\nb', ['identifier:a', 'newline:\n', 'identifier:b']],
    ['a // c', ['identifier:a']],
    ['a /* x\ny */ b', ['identifier:a', 'identifier:b']],
    ['/* open', ['invalid:/* open']],
    ['a\r\nb', ['identifier:a', 'newline:\r\n', 'identifier:b']],
    ['\ufeffa', ['identifier:a']],
  ])('%j', (text, tokens) => {
    expect(scan(text)).toEqual(tokens);
  });
});

describe('templates', () => {
  it('keeps track of braces inside a sequence', () => {
    expect(scan('"a${{b = "}"}}c"')).toEqual([
      'open-quote:"',
      'text:a',
      'interpolation:${',
      '{',
      'identifier:b',
      '=',
      'open-quote:"',
      'text:}',
      'close-quote:"',
      '}',
      'sequence-end:}',
      'text:c',
      'close-quote:"',
    ]);
  });

  it('tells sequences from escaped ones and from lone signs', () => {
    expect(scan('$${a} 5% ${~b~}%{if}', 'template')).toEqual([
      'text:$${',
      'text:a} 5',
      'text:%',
      'text: ',
      'interpolation:${~',
      'identifier:b',
      'sequence-end:~}',
      'directive:%{',
      'identifier:if',
      'sequence-end:}',
    ]);
  });

  it('ends a heredoc at its marker alone on a line, however indented', () => {
    expect(scan('a = <<-EOT\n  x EOT\n  EOT\nb')).toEqual([
      'identifier:a',
      '=',
      'open-heredoc:<<-EOT\n',
      'text:  x EOT\n',
      'close-heredoc:  EOT',
      'newline:\n',
      'identifier:b',
    ]);
  });

  it('marks a line break in a quoted string', () => {
    expect(scan('"a\nb"')).toEqual([
      'open-quote:"',
      'text:a',
      'quoted-newline:\n',
      'text:b',
      'close-quote:"',
    ]);
  });

  it('does not end a string at an escaped quote', () => {
    expect(scan(String.raw`"a\"b\\"`)).toEqual(['open-quote:"', String.raw`text:a\"b\\`, 'close-quote:"']);
  });
});
