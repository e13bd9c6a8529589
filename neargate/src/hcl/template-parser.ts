import type { Expression } from './ast.ts';
import type { ExpressionParser } from './expression-grammar.ts';
import { parseForNames } from './for-names.ts';
import type { Token, TokenKind } from './scanner.ts';
import { decodeText } from './string-escapes.ts';
import { nameSuggestion } from './suggestions.ts';
import type { TemplatePart } from './template-parts.ts';
import { removeIndentation, templateExpression } from './template-parts.ts';
import type { TokenStream } from './token-stream.ts';

/** A quoted string or heredoc. The stream is at its opening marker. */
export function parseQuotedTemplate(parse: ExpressionParser, stream: TokenStream): Expression {
  const open = stream.next();
  const isHeredoc = open.kind === 'open-heredoc';
  const parts = parseTemplateParts(parse, stream, isHeredoc ? 'close-heredoc' : 'close-quote');
  if (isHeredoc && stream.text(open).startsWith('<<-')) removeIndentation(parts);
  return templateExpression(stream, parts, stream.spanFrom(open));
}

/** A template up to the end of the source. */
export function parseWholeTemplate(parse: ExpressionParser, stream: TokenStream): Expression {
  const start = stream.peek();
  const parts = parseTemplateParts(parse, stream, 'end-of-file');
  return templateExpression(stream, parts, stream.spanFrom(start));
}

function parseTemplateParts(parse: ExpressionParser, stream: TokenStream, end: TokenKind): TemplatePart[] {
  const parts: TemplatePart[] = [];
  const first = stream.peek();
  let trimNext = false;
  for (;;) {
    const token = stream.next();
    if (token.kind === end) return parts;
    const trimThis = trimNext;
    trimNext = false;
    switch (token.kind) {
      case 'text': {
        const text = decodeText(stream, token, end === 'close-quote');
        parts.push({ kind: 'text', text: trimThis ? trimStart(text) : text, span: stream.span(token) });
        break;
      }
      case 'interpolation':
      case 'directive': {
        const last = parts.at(-1);
        if (last?.kind === 'text' && stream.text(token).endsWith('~')) last.text = trimEnd(last.text);
        const part = stream.withNewlines(false, () =>
          token.kind === 'directive'
            ? parseDirective(parse, stream, token)
            : parseInterpolation(parse, stream, token, end, first),
        );
        trimNext = stream.text(stream.previous()).startsWith('~');
        parts.push(part);
        break;
      }
      default:
        stream.fail('Unterminated template string', 'No closing marker was found for the string.', token);
    }
  }
}

/** @param first The template's first token, which is what an interpolation without end is reported at. */
function parseInterpolation(
  parse: ExpressionParser,
  stream: TokenStream,
  open: Token,
  end: TokenKind,
  first: Token,
): TemplatePart {
  const expression = parse(stream);
  if (stream.accept('sequence-end') === undefined) failUnclosedInterpolation(stream, first, end);
  return { kind: 'interpolation', expression, span: stream.spanFrom(open) };
}

function failUnclosedInterpolation(stream: TokenStream, open: Token, end: TokenKind): never {
  const token = stream.peek();
  if (token.kind === 'end-of-file') {
    return stream.fail(
      'Unclosed template interpolation sequence',
      'There is no closing brace for this interpolation sequence before the end of the file. This might be caused by incorrect nesting inside the given expression.',
      open,
    );
  }
  if (token.kind === ':') {
    return stream.fail(
      'Extra characters after interpolation expression',
      'Template interpolation doesn\'t expect a colon at this location. Did you intend this to be a literal sequence to be processed as part of another language? If so, you can escape it by starting with "$${" instead of just "${".',
      token,
    );
  }
  if (token.kind === 'open-quote' && end === 'close-quote') {
    return stream.fail(
      'Unclosed template interpolation sequence',
      'There is no closing brace for this interpolation sequence before the end of the quoted template. This might be caused by incorrect nesting inside the given expression.',
      open,
    );
  }
  return stream.fail(
    'Extra characters after interpolation expression',
    'Expected a closing brace to end the interpolation expression, but found extra characters.\n\nThis can happen when you include interpolation syntax for another language, such as shell scripting, but forget to escape the interpolation start token. If this is an embedded sequence for another language, escape it by starting with "$${" instead of just "${".',
    token,
  );
}

function parseDirective(parse: ExpressionParser, stream: TokenStream, open: Token): TemplatePart {
  const keyword = stream.peek();
  if (keyword.kind !== 'identifier') {
    stream.fail(
      'Invalid template directive',
      'A template directive keyword ("if", "for", etc) is expected at the beginning of a %{ sequence.',
      keyword,
    );
  }
  stream.next();
  const name = stream.text(keyword);
  const close = () => {
    if (stream.accept('sequence-end') === undefined) {
      stream.fail(
        `Extra characters in ${name} marker`,
        'Expected a closing brace to end the sequence, but found extra characters.',
        stream.peek(),
      );
    }
    return stream.spanFrom(open);
  };
  switch (name) {
    case 'if': {
      const condition = parse(stream);
      return { kind: 'if', condition, span: close() };
    }
    case 'for': {
      const [keyName, valueName] = parseForNames(stream, "Invalid 'for' directive", 'For directive');
      if (!stream.isKeyword('in')) {
        stream.fail(
          "Invalid 'for' directive",
          "For directive requires 'in' keyword after names.",
          stream.peek(),
        );
      }
      stream.next();
      const collection = parse(stream);
      return { kind: 'for', keyName, valueName, collection, span: close() };
    }
    case 'else':
    case 'endif':
    case 'endfor':
      return { kind: name, span: close() };
    default: {
      const suggestion = nameSuggestion(name, ['if', 'for', 'else', 'endif', 'endfor']);
      const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
      return stream.fail(
        'Invalid template control keyword',
        `"${name}" is not a valid template control keyword.${hint}`,
        keyword,
      );
    }
  }
}

function trimStart(text: string): string {
  return text.replace(/^\p{White_Space}+/u, '');
}

function trimEnd(text: string): string {
  return text.replace(/\p{White_Space}+$/u, '');
}
