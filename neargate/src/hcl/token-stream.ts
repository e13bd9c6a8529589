import type { Diagnostic } from '../core/diagnostics.ts';
import { errorDiagnostic } from '../core/diagnostics.ts';
import type { Token, TokenKind } from './scanner.ts';
import type { Source, Span } from './source.ts';
import { toSourceRange } from './source.ts';

/** A syntax error on its way to the nearest place that can go on parsing: the body item it is in. */
export class SyntaxFailure extends Error {
  override readonly name = 'SyntaxFailure';
  readonly diagnostic: Diagnostic;
  /** Whether it may follow from an error before it, and then is not worth saying. */
  readonly isConsequence: boolean;

  constructor(diagnostic: Diagnostic, isConsequence = false) {
    super(diagnostic.summary);
    this.diagnostic = diagnostic;
    this.isConsequence = isConsequence;
  }
}

/** Reads tokens one by one. Line breaks are skipped inside brackets, where they mean nothing. */
export class TokenStream {
  readonly source: Source;
  private readonly tokens: readonly Token[];
  private readonly newlineModes: boolean[];
  private index = 0;
  private previousToken: Token;

  constructor(source: Source, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
    this.newlineModes = [true];
    this.previousToken = { kind: 'newline', start: 0, end: 0 };
  }

  peek(): Token {
    const significant = this.newlineModes.at(-1) === true;
    for (;;) {
      const token = this.tokens[this.index] ?? this.endOfFile();
      if (significant || token.kind !== 'newline') return token;
      this.index++;
    }
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end-of-file') this.index++;
    this.previousToken = token;
    return token;
  }

  /** Takes the next token when it is of this kind. */
  accept(kind: TokenKind): Token | undefined {
    return this.peek().kind === kind ? this.next() : undefined;
  }

  /** The token taken last. */
  previous(): Token {
    return this.previousToken;
  }

  isKeyword(keyword: string): boolean {
    const token = this.peek();
    return token.kind === 'identifier' && this.text(token) === keyword;
  }

  /** Whether the keyword comes next, looking past line breaks whatever the mode; the position stays. */
  isKeywordAhead(keyword: string): boolean {
    let ahead = this.index;
    while (this.tokens[ahead]?.kind === 'newline') ahead++;
    const token = this.tokens[ahead] ?? this.endOfFile();
    return token.kind === 'identifier' && this.text(token) === keyword;
  }

  /** Runs `parse` with line breaks counting or not. */
  withNewlines<T>(significant: boolean, parse: () => T): T {
    this.newlineModes.push(significant);
    try {
      return parse();
    } finally {
      this.newlineModes.pop();
    }
  }

  text(token: Token): string {
    return this.source.text.slice(token.start, token.end);
  }

  span(token: Token): Span {
    return { source: this.source, start: token.start, end: token.end };
  }

  /** From the start of a token to the end of the one taken last. */
  spanFrom(start: { readonly start: number }): Span {
    return { source: this.source, start: start.start, end: this.previousToken.end };
  }

  /** Stops parsing here, saying so about this token; characters that are never valid get their own message. */
  fail(summary: string, detail: string, at: Token | Span): never {
    const invalid = 'kind' in at ? this.invalidCharacter(at) : undefined;
    const span = { source: this.source, start: at.start, end: at.end };
    throw new SyntaxFailure(invalid ?? errorDiagnostic(summary, detail, toSourceRange(span)));
  }

  /** Up to so many tokens from a position on; the stream's own stays. */
  tokensFrom(mark: number, count: number): readonly Token[] {
    return this.tokens.slice(mark, mark + count);
  }

  /** The position, for `skipItem`. */
  mark(): number {
    return this.index;
  }

  /**
   * Skips the rest of a body item that began at `mark`: to after the line break that ends it, or before the brace that
   * closes the body around it.
   */
  skipItem(mark: number): void {
    this.index = mark;
    let depth = 0;
    for (;;) {
      const token = this.tokens[this.index] ?? this.endOfFile();
      switch (token.kind) {
        case 'end-of-file':
          return;
        case 'newline':
          this.index++;
          if (depth <= 0) return;
          continue;
        case '{':
        case '[':
        case '(':
        case 'open-quote':
        case 'open-heredoc':
        case 'interpolation':
        case 'directive':
          depth++;
          break;
        case '}':
          if (depth <= 0) return;
          depth--;
          break;
        case ']':
        case ')':
        case 'close-quote':
        case 'close-heredoc':
        case 'sequence-end':
          depth--;
          break;
        default:
          break;
      }
      this.index++;
    }
  }

  private endOfFile(): Token {
    const end = this.source.text.length;
    return { kind: 'end-of-file', start: end, end };
  }

  private invalidCharacter(token: Token): Diagnostic | undefined {
    if (token.kind === 'quoted-newline') {
      return errorDiagnostic(
        'Invalid multi-line string',
        'Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline character or use the "heredoc" multi-line template syntax.',
        toSourceRange(this.span(token)),
      );
    }
    if (token.kind !== 'invalid') return undefined;
    const [summary, detail] = invalidCharacterMessage(this.text(token));
    return errorDiagnostic(summary, detail, toSourceRange(this.span(token)));
  }
}

function invalidCharacterMessage(text: string): readonly [summary: string, detail: string] {
  switch (text.charAt(0)) {
    case '&':
      return [
        'Unsupported operator',
        'Bitwise operators are not supported. Did you mean boolean AND ("&&")?',
      ];
    case '|':
      return ['Unsupported operator', 'Bitwise operators are not supported. Did you mean boolean OR ("||")?'];
    case '~':
      return ['Unsupported operator', 'Bitwise operators are not supported. Did you mean boolean NOT ("!")?'];
    case '^':
      return ['Unsupported operator', 'Bitwise operators are not supported.'];
    case ';':
      return [
        'Invalid character',
        'The ";" character is not valid. Use newlines to separate arguments and blocks, and commas to separate items in collection values.',
      ];
    case '`':
      return [
        'Invalid character',
        'The "`" character is not valid. To create a multi-line string, use the "heredoc" syntax, like "<<EOT".',
      ];
    case "'":
      return ['Invalid character', 'Single quotes are not valid. Use double quotes (") to enclose strings.'];
    case '\u201c':
    case '\u201d':
    case '\u2018':
    case '\u2019':
      return [
        'Invalid character',
        '"Curly quotes" are not valid here. These can sometimes be inadvertently introduced when sharing code via documents or discussion forums. It might help to replace the character with a "straight quote".',
      ];
    case '/':
      return ['Unterminated comment', 'There is no "*/" that ends this comment.'];
    default:
      return ['Invalid character', 'This character is not used within the language.'];
  }
}
