import type { Expression, ForExpression, ObjectItem } from './ast.ts';
import type { ExpressionParser } from './expression-grammar.ts';
import { parseForNames } from './for-names.ts';
import type { Token } from './scanner.ts';
import type { Span } from './source.ts';
import type { TokenStream } from './token-stream.ts';

/** `[…]`, a `for` expression among them. The stream is at the bracket. */
export function parseTuple(parse: ExpressionParser, stream: TokenStream): Expression {
  const open = stream.next();
  return stream.withNewlines(false, (): Expression => {
    if (stream.isKeyword('for')) return parseFor(parse, stream, open, ']');
    const elements: Expression[] = [];
    while (stream.accept(']') === undefined) {
      elements.push(parse(stream));
      const next = stream.peek();
      if (next.kind === ',') stream.next();
      else if (next.kind === 'end-of-file') {
        stream.fail(
          'Unterminated tuple constructor expression',
          'There is no corresponding closing bracket before the end of the file. This may be caused by incorrect bracket nesting elsewhere in this file.',
          open,
        );
      } else if (next.kind !== ']') {
        stream.fail(
          'Missing item separator',
          'Expected a comma to mark the beginning of the next item.',
          next,
        );
      }
    }
    return { kind: 'tuple', elements, span: stream.spanFrom(open) };
  });
}

/** `{…}`, a `for` expression among them. The stream is at the brace. */
export function parseObject(parse: ExpressionParser, stream: TokenStream): Expression {
  const open = stream.next();
  if (stream.isKeywordAhead('for')) {
    return stream.withNewlines(false, () => parseFor(parse, stream, open, '}'));
  }
  return stream.withNewlines(true, (): Expression => {
    const items: ObjectItem[] = [];
    for (;;) {
      while (stream.accept('newline') !== undefined);
      if (stream.accept('}') !== undefined) break;
      items.push(parseObjectItem(parse, stream, open));
      const next = stream.peek();
      if (next.kind === ',' || next.kind === 'newline') stream.next();
      else if (next.kind === 'end-of-file') failUnterminatedObject(stream, open);
      else if (next.kind !== '}') {
        stream.fail(
          'Missing attribute separator',
          'Expected a newline or comma to mark the beginning of the next attribute.',
          next,
        );
      }
    }
    return { kind: 'object', items, span: stream.spanFrom(open) };
  });
}

function parseObjectItem(parse: ExpressionParser, stream: TokenStream, open: Token): ObjectItem {
  const key = parse(stream);
  const separator = stream.peek();
  switch (separator.kind) {
    case '=':
    case ':':
      stream.next();
      break;
    case 'newline':
    case ',':
      return stream.fail(
        'Missing attribute value',
        'Expected an attribute value, introduced by an equals sign ("=").',
        separator,
      );
    case 'identifier':
      return stream.fail(
        'Missing key/value separator',
        'Expected an equals sign ("=") to mark the beginning of the attribute value. If you intended to given an attribute name containing periods or spaces, write the name in quotes to create a string literal.',
        separator,
      );
    case 'end-of-file':
      return failUnterminatedObject(stream, open);
    default:
      return stream.fail(
        'Missing key/value separator',
        'Expected an equals sign ("=") to mark the beginning of the attribute value.',
        separator,
      );
  }
  const value = parse(stream);
  return { key, bareKey: key.kind === 'variable' ? key.name : undefined, value };
}

function failUnterminatedObject(stream: TokenStream, open: Token): never {
  return stream.fail(
    'Unterminated object constructor expression',
    'There is no corresponding closing brace before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.',
    open,
  );
}

function parseFor(
  parse: ExpressionParser,
  stream: TokenStream,
  open: Token,
  close: ']' | '}',
): ForExpression {
  const fail = (detail: string, at: Token | Span) => stream.fail("Invalid 'for' expression", detail, at);
  stream.next();
  const [keyName, valueName] = parseForNames(stream, "Invalid 'for' expression", 'For expression');
  if (!stream.isKeyword('in')) {
    fail("For expression requires the 'in' keyword after its name declarations.", stream.peek());
  }
  stream.next();
  const collection = parse(stream);
  if (stream.accept(':') === undefined) {
    fail('For expression requires a colon after the collection expression.', stream.peek());
  }
  let value = parse(stream);
  let key: Expression | undefined;
  if (stream.accept('=>') !== undefined) {
    key = value;
    value = parse(stream);
  }
  const ellipsis = stream.accept('...');
  let condition: Expression | undefined;
  if (stream.isKeyword('if')) {
    stream.next();
    condition = parse(stream);
  }
  if (stream.accept(close) === undefined) {
    fail("Extra characters after the end of the 'for' expression.", stream.peek());
  }
  if (close === ']') {
    if (key !== undefined) fail('Key expression is not valid when building a tuple.', key.span);
    if (ellipsis !== undefined) {
      fail('Grouping ellipsis (...) cannot be used when building a tuple.', ellipsis);
    }
  } else if (key === undefined) {
    fail('Key expression is required when building an object.', value.span);
  }
  return {
    kind: 'for',
    keyName,
    valueName,
    collection,
    key,
    value,
    condition,
    grouping: ellipsis !== undefined,
    span: stream.spanFrom(open),
  };
}
