import type { Source } from './source.ts';

/** Operators and brackets are their own kind; the others say what they hold. */
export type TokenKind =
  | Punctuation
  | 'identifier'
  | 'number'
  | 'newline'
  | 'end-of-file'
  | 'open-quote'
  | 'close-quote'
  /** A stretch of literal text in a template, escapes not yet decoded. A heredoc has at least one per line. */
  | 'text'
  | 'open-heredoc'
  | 'close-heredoc'
  /** `${` or `${~` */
  | 'interpolation'
  /** `%{` or `%{~` */
  | 'directive'
  /** The `}` or `~}` that ends an interpolation or directive. */
  | 'sequence-end'
  /** A line break inside a quoted string. */
  | 'quoted-newline'
  | 'invalid';

const punctuation = [
  '...', '==', '!=', '>=', '<=', '&&', '||', '::', '=>',
  '{', '}', '[', ']', '(', ')', '.', ',', '*', '/', '%', '+', '-', '=', '<', '>', '!', '?', ':',
] as const; // prettier-ignore
export type Punctuation = (typeof punctuation)[number];

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** What surrounds the position: ordinary code (in braces that belong to a template sequence or not), or a template. */
type Mode =
  | { readonly kind: 'code'; braces: number }
  | { readonly kind: 'quoted' }
  | { readonly kind: 'heredoc'; readonly marker: string; startOfLine: boolean }
  | { readonly kind: 'bare' };

const identifierPattern = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const numberPattern = /\d(?:(?:\d|\.|[eE][+-]?\d)*(?:\d|[eE][+-]?\d))?/y;
const heredocPattern = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
const asciiIdentifierPattern = /[A-Za-z_][A-Za-z0-9_-]*/y;

const punctuationByFirst = new Map<string, Punctuation[]>();
for (const mark of punctuation) {
  const first = mark.charAt(0);
  punctuationByFirst.set(first, [...(punctuationByFirst.get(first) ?? []), mark]);
}

/**
 * Splits a source into tokens, ending in `end-of-file`. Templates are scanned too, by a stack of modes, so that brackets in
 * strings never confuse the parser's recovery. Nothing fails here: what fits nowhere is an `invalid` token.
 */
export function scanTokens(source: Source, startAs: 'code' | 'template'): Token[] {
  return new Scanner(source.text, startAs).scan();
}

class Scanner {
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private readonly modes: Mode[];
  private position = 0;

  constructor(text: string, startAs: 'code' | 'template') {
    this.text = text;
    this.modes = [startAs === 'code' ? { kind: 'code', braces: 0 } : { kind: 'bare' }];
    if (text.charCodeAt(0) === 0xfeff) this.position = 1;
  }

  scan(): Token[] {
    while (this.position < this.text.length) {
      const mode = this.modes.at(-1) ?? { kind: 'code', braces: 0 };
      switch (mode.kind) {
        case 'code':
          this.scanCode(mode);
          break;
        case 'quoted':
          this.scanQuoted();
          break;
        case 'heredoc':
          this.scanHeredoc(mode);
          break;
        case 'bare':
          this.scanLineText();
          break;
      }
    }
    this.emit('end-of-file', 0);
    return this.tokens;
  }

  private emit(kind: TokenKind, length: number): void {
    this.tokens.push({ kind, start: this.position, end: this.position + length });
    this.position += length;
  }

  private scanCode(mode: Mode & { kind: 'code' }): void {
    const { text } = this;
    const code = text.charCodeAt(this.position);
    if (code === 0x20 || code === 0x09) {
      this.position++;
      return;
    }
    if (code === 0x0a) return this.emit('newline', 1);
    if (code === 0x0d && text.charCodeAt(this.position + 1) === 0x0a) return this.emit('newline', 2);
    if (isIdentifierStart(code)) {
      asciiIdentifierPattern.lastIndex = this.position;
      asciiIdentifierPattern.test(text);
      const after = text.charCodeAt(asciiIdentifierPattern.lastIndex);
      if (!(after > 0x7f)) return this.emit('identifier', asciiIdentifierPattern.lastIndex - this.position);
    }
    if (isIdentifierStart(code) || code > 0x7f) {
      const identifier = this.match(identifierPattern);
      if (identifier !== undefined) return this.emit('identifier', identifier.length);
      return this.emit('invalid', (text.codePointAt(this.position) ?? 0) > 0xffff ? 2 : 1);
    }
    if (code >= 0x30 && code <= 0x39) return this.emit('number', this.match(numberPattern)?.length ?? 1);
    const character = text.charAt(this.position);
    switch (character) {
      case '#':
        return this.skipLine();
      case '/':
        if (text.charAt(this.position + 1) === '/') return this.skipLine();
        if (text.charAt(this.position + 1) === '*') return this.skipComment();
        break;
      case '"':
        this.emit('open-quote', 1);
        this.modes.push({ kind: 'quoted' });
        return;
      case '<': {
        heredocPattern.lastIndex = this.position;
        const match = heredocPattern.exec(text);
        if (match === null) break;
        this.emit('open-heredoc', match[0].length);
        this.modes.push({ kind: 'heredoc', marker: match[1] ?? '', startOfLine: true });
        return;
      }
      case '{':
        mode.braces++;
        break;
      case '}':
        return this.closeBrace(mode, 1);
      case '~':
        if (text.charAt(this.position + 1) === '}') return this.closeBrace(mode, 2);
        break;
    }
    const mark = punctuationByFirst.get(character)?.find((each) => text.startsWith(each, this.position));
    if (mark === undefined) this.emit('invalid', 1);
    else this.emit(mark, mark.length);
  }

  /** A brace that no `{` of this mode opened ends the template sequence the mode stands for. */
  private closeBrace(mode: Mode & { kind: 'code' }, length: number): void {
    if (mode.braces === 0 && this.modes.length > 1) {
      this.modes.pop();
      return this.emit('sequence-end', length);
    }
    mode.braces = Math.max(0, mode.braces - 1);
    this.emit(length === 2 ? 'sequence-end' : '}', length);
  }

  private skipLine(): void {
    const end = this.text.indexOf('\n', this.position);
    if (end === -1) this.position = this.text.length;
    else this.position = this.text.charAt(end - 1) === '\r' ? end - 1 : end;
  }

  private skipComment(): void {
    const end = this.text.indexOf('*/', this.position + 2);
    if (end === -1) this.emit('invalid', this.text.length - this.position);
    else this.position = end + 2;
  }

  private scanQuoted(): void {
    const character = this.text.charAt(this.position);
    if (character === '"') {
      this.emit('close-quote', 1);
      this.modes.pop();
      return;
    }
    if (character === '\n' || character === '\r') return this.emit('quoted-newline', 1);
    if (character === '$' || character === '%') return this.scanSequenceOrText();
    let end = this.position;
    for (; end < this.text.length; end++) {
      const next = this.text.charAt(end);
      if (next === '\\' && !isLineBreak(this.text.charAt(end + 1))) end++;
      else if (next === '"' || next === '$' || next === '%' || isLineBreak(next)) break;
    }
    this.emit('text', Math.min(end, this.text.length) - this.position);
  }

  private scanHeredoc(mode: Mode & { kind: 'heredoc' }): void {
    if (mode.startOfLine) {
      const newline = this.text.indexOf('\n', this.position);
      const line = this.text.slice(this.position, newline === -1 ? this.text.length : newline);
      if (newline !== -1 && line.trim() === mode.marker) {
        // The line break after the marker stays: it ends the argument that the heredoc is the value of.
        this.emit('close-heredoc', line.endsWith('\r') ? line.length - 1 : line.length);
        this.modes.pop();
        return;
      }
    }
    mode.startOfLine = false;
    this.scanLineText();
    mode.startOfLine = this.tokens.at(-1)?.kind === 'text' && this.text.charAt(this.position - 1) === '\n';
  }

  /** Text up to and including the line break, or up to what may begin a sequence. */
  private scanLineText(): void {
    const character = this.text.charAt(this.position);
    if (character === '$' || character === '%') return this.scanSequenceOrText();
    let end = this.position;
    for (; end < this.text.length; end++) {
      const next = this.text.charAt(end);
      if (next === '\n') {
        end++;
        break;
      }
      if (next === '$' || next === '%') break;
    }
    this.emit('text', end - this.position);
  }

  /** At a `$` or `%`: a sequence, an escaped sequence, or just that character. Text tokens end here, as in Terraform. */
  private scanSequenceOrText(): void {
    const { text, position } = this;
    const sign = text.charAt(position);
    if (text.charAt(position + 1) === '{') {
      const length = text.charAt(position + 2) === '~' ? 3 : 2;
      this.emit(sign === '$' ? 'interpolation' : 'directive', length);
      this.modes.push({ kind: 'code', braces: 0 });
      return;
    }
    const isEscape = text.charAt(position + 1) === sign && text.charAt(position + 2) === '{';
    this.emit('text', isEscape ? 3 : 1);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text)?.[0];
  }
}

function isIdentifierStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function isLineBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}
