import type {
  BinaryOperator,
  Expression,
  ForExpression,
  LiteralExpression,
  ObjectItem,
  SplatItemExpression,
} from './ast.ts';
import { parseBigFloat } from './big-float.ts';
import type { Token, TokenKind } from './scanner.ts';
import type { Span } from './source.ts';
import { decodeText } from './string-escapes.ts';
import { nameSuggestion } from './suggestions.ts';
import type { TemplatePart } from './template-parts.ts';
import { removeIndentation, templateExpression } from './template-parts.ts';
import type { TokenStream } from './token-stream.ts';
import { dynamicType } from './types.ts';
import { falseValue, nullValue, numberValue, stringValue, trueValue } from './values.ts';

/** Operators from the loosest to the tightest binding; those of one level associate to the left. */
const precedence: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Parses an expression at the stream's position. Throws `SyntaxFailure`. */
export function parseExpressionTokens(stream: TokenStream): Expression {
  return parseConditional(stream);
}

function parseConditional(stream: TokenStream): Expression {
  const start = stream.peek();
  const condition = parseBinary(stream, 0);
  if (stream.accept('?') === undefined) return condition;
  const whenTrue = parseConditional(stream);
  if (stream.accept(':') === undefined) {
    stream.fail(
      'Missing false expression in conditional',
      'The conditional operator (...?...:...) requires a false expression, delimited by a colon.',
      stream.peek(),
    );
  }
  const whenFalse = parseConditional(stream);
  return { kind: 'conditional', condition, whenTrue, whenFalse, span: stream.spanFrom(start) };
}

function parseBinary(stream: TokenStream, level: number): Expression {
  const operators = precedence[level];
  if (operators === undefined) return parseTermWithTraversal(stream);
  const start = stream.peek();
  let left = parseBinary(stream, level + 1);
  for (;;) {
    const next = stream.peek().kind;
    const operator = operators.find((each) => each === next);
    if (operator === undefined) return left;
    stream.next();
    const right = parseBinary(stream, level + 1);
    left = { kind: 'binary', operator, left, right, span: stream.spanFrom(start) };
  }
}

function parseTermWithTraversal(stream: TokenStream): Expression {
  return parseTraversal(stream, parseTerm(stream));
}

function parseTraversal(stream: TokenStream, from: Expression): Expression {
  let expression = from;
  for (;;) {
    switch (stream.peek().kind) {
      case '.':
        expression = parseDotStep(stream, expression);
        continue;
      case '[':
        expression = parseIndexStep(stream, expression);
        continue;
      default:
        return expression;
    }
  }
}

function parseDotStep(stream: TokenStream, object: Expression): Expression {
  const dot = stream.next();
  if (stream.peek().kind === '*') {
    stream.next();
    const item: SplatItemExpression = { kind: 'splat-item', span: stream.spanFrom(dot) };
    let each: Expression = item;
    while (stream.peek().kind === '.') each = parseNameStep(stream, each, stream.next(), '[*]');
    return {
      kind: 'splat',
      source: object,
      each,
      item,
      markerSpan: item.span,
      span: stream.spanFrom(object.span),
    };
  }
  return parseNameStep(stream, object, dot, '');
}

/** `.name`, or the `.0` that early Terraform had for indexes. */
function parseNameStep(stream: TokenStream, object: Expression, dot: Token, splat: '' | '[*]'): Expression {
  const token = stream.peek();
  switch (token.kind) {
    case 'identifier': {
      stream.next();
      return {
        kind: 'attribute-access',
        object,
        name: stream.text(token),
        nameSpan: stream.spanFrom(dot),
        span: stream.spanFrom(object.span),
      };
    }
    case 'number': {
      stream.next();
      const [first, second] = stream.text(token).split('.');
      if (second !== undefined) {
        const proper = splat === '' ? 'index syntax' : 'index syntax with a full splat expression [*]';
        stream.fail(
          'Invalid legacy index syntax',
          `When using the legacy index syntax, chaining two indexes together is not permitted. Use the proper ${proper} instead, like [${first}][${second}].`,
          token,
        );
      }
      return {
        kind: 'index',
        collection: object,
        key: numberLiteral(stream, token),
        keySpan: stream.spanFrom(dot),
        span: stream.spanFrom(object.span),
      };
    }
    case '*':
      return stream.fail(
        'Nested splat expression not allowed',
        'A splat expression (*) cannot be used inside another attribute-only splat expression.',
        token,
      );
    default:
      return stream.fail('Invalid attribute name', 'An attribute name is required after a dot.', token);
  }
}

function parseIndexStep(stream: TokenStream, collection: Expression): Expression {
  const open = stream.next();
  if (stream.peek().kind === '*') {
    stream.next();
    if (stream.accept(']') === undefined) {
      stream.fail(
        'Missing close bracket on splat index',
        'The star for a full splat operator must be immediately followed by a closing bracket ("]").',
        stream.peek(),
      );
    }
    const item: SplatItemExpression = { kind: 'splat-item', span: stream.spanFrom(open) };
    const each = parseTraversal(stream, item);
    return {
      kind: 'splat',
      source: collection,
      each,
      item,
      markerSpan: item.span,
      span: stream.spanFrom(collection.span),
    };
  }
  const key = stream.withNewlines(false, () => {
    const inner = parseConditional(stream);
    if (stream.accept(']') === undefined) {
      stream.fail(
        'Missing close bracket on index',
        'The index operator must end with a closing bracket ("]").',
        stream.peek(),
      );
    }
    return inner;
  });
  return {
    kind: 'index',
    collection,
    key,
    keySpan: stream.spanFrom(open),
    span: stream.spanFrom(collection.span),
  };
}

function parseTerm(stream: TokenStream): Expression {
  const start = stream.peek();
  switch (start.kind) {
    case '(':
      return parseParentheses(stream);
    case 'number':
      stream.next();
      return numberLiteral(stream, start);
    case 'identifier':
      return parseName(stream);
    case 'open-quote':
    case 'open-heredoc':
      return parseQuotedTemplate(stream);
    case '-':
    case '!': {
      stream.next();
      const operand = parseTermWithTraversal(stream);
      return { kind: 'unary', operator: start.kind, operand, span: stream.spanFrom(start) };
    }
    case '[':
      return parseTuple(stream);
    case '{':
      return parseObject(stream);
    case 'end-of-file':
      return stream.fail(
        'Missing expression',
        'Expected the start of an expression, but found the end of the file.',
        start,
      );
    default:
      return stream.fail(
        'Invalid expression',
        'Expected the start of an expression, but found an invalid expression token.',
        start,
      );
  }
}

function parseParentheses(stream: TokenStream): Expression {
  const open = stream.next();
  const expression = stream.withNewlines(false, () => {
    const inner = parseConditional(stream);
    if (stream.accept(')') === undefined) {
      stream.fail(
        'Unbalanced parentheses',
        'Expected a closing parenthesis to terminate the expression.',
        stream.peek(),
      );
    }
    return inner;
  });
  return { kind: 'parentheses', expression, span: stream.spanFrom(open) };
}

function numberLiteral(stream: TokenStream, token: Token): LiteralExpression {
  const number = parseBigFloat(stream.text(token));
  if (number === undefined) {
    stream.fail('Invalid number literal', 'Failed to recognize the value of this number literal.', token);
  }
  return { kind: 'literal', value: numberValue(number), span: stream.span(token) };
}

function parseName(stream: TokenStream): Expression {
  const token = stream.next();
  const next = stream.peek().kind;
  if (next === '(' || next === '::') return parseCall(stream, token);
  const name = stream.text(token);
  const span = stream.span(token);
  switch (name) {
    case 'true':
      return { kind: 'literal', value: trueValue, span };
    case 'false':
      return { kind: 'literal', value: falseValue, span };
    case 'null':
      return { kind: 'literal', value: nullValue(dynamicType), span };
    default:
      return { kind: 'variable', name, span };
  }
}

function parseCall(stream: TokenStream, first: Token): Expression {
  let name = stream.text(first);
  while (stream.accept('::') !== undefined) {
    const part = stream.peek();
    if (part.kind !== 'identifier') {
      stream.fail(
        'Missing function name',
        'Function scope resolution symbol :: must be followed by a function name in this scope.',
        part,
      );
    }
    stream.next();
    name += `::${stream.text(part)}`;
  }
  const nameSpan = stream.spanFrom(first);
  if (stream.accept('(') === undefined) {
    stream.fail(
      'Missing open parenthesis',
      'Function selector must be followed by an open parenthesis to begin the function call.',
      stream.peek(),
    );
  }
  const args: Expression[] = [];
  const expandFinal = stream.withNewlines(false, () => parseArguments(stream, args, nameSpan));
  return { kind: 'call', name, nameSpan, args, expandFinal, span: stream.spanFrom(first) };
}

function parseArguments(stream: TokenStream, args: Expression[], nameSpan: Span): boolean {
  for (;;) {
    if (stream.accept(')') !== undefined) return false;
    args.push(parseConditional(stream));
    const separator = stream.peek();
    switch (separator.kind) {
      case ')':
      case ',':
        if (stream.next().kind === ')') return false;
        continue;
      case '...':
        stream.next();
        if (stream.accept(')') === undefined) {
          stream.fail(
            'Missing closing parenthesis',
            'An expanded function argument (with ...) must be immediately followed by closing parentheses.',
            separator,
          );
        }
        return true;
      case 'end-of-file':
        return stream.fail(
          'Unterminated function call',
          'There is no closing parenthesis for this function call before the end of the file. This may be caused by incorrect parenthesis nesting elsewhere in this file.',
          nameSpan,
        );
      default:
        return stream.fail(
          'Missing argument separator',
          'A comma is required to separate each function argument from the next.',
          separator,
        );
    }
  }
}

function parseTuple(stream: TokenStream): Expression {
  const open = stream.next();
  return stream.withNewlines(false, (): Expression => {
    if (stream.isKeyword('for')) return parseFor(stream, open, ']');
    const elements: Expression[] = [];
    while (stream.accept(']') === undefined) {
      elements.push(parseConditional(stream));
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

function parseObject(stream: TokenStream): Expression {
  const open = stream.next();
  if (stream.isKeywordAhead('for')) {
    return stream.withNewlines(false, () => parseFor(stream, open, '}'));
  }
  return stream.withNewlines(true, (): Expression => {
    const items: ObjectItem[] = [];
    for (;;) {
      while (stream.accept('newline') !== undefined);
      if (stream.accept('}') !== undefined) break;
      items.push(parseObjectItem(stream, open));
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

function parseObjectItem(stream: TokenStream, open: Token): ObjectItem {
  const key = parseConditional(stream);
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
  const value = parseConditional(stream);
  return { key, bareKey: key.kind === 'variable' ? key.name : undefined, value };
}

function failUnterminatedObject(stream: TokenStream, open: Token): never {
  return stream.fail(
    'Unterminated object constructor expression',
    'There is no corresponding closing brace before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.',
    open,
  );
}

function parseFor(stream: TokenStream, open: Token, close: ']' | '}'): ForExpression {
  const fail = (detail: string, at: Token | Span) => stream.fail("Invalid 'for' expression", detail, at);
  stream.next();
  const [keyName, valueName] = parseForNames(stream, "Invalid 'for' expression", 'For expression');
  if (!stream.isKeyword('in')) {
    fail("For expression requires the 'in' keyword after its name declarations.", stream.peek());
  }
  stream.next();
  const collection = parseConditional(stream);
  if (stream.accept(':') === undefined) {
    fail('For expression requires a colon after the collection expression.', stream.peek());
  }
  let value = parseConditional(stream);
  let key: Expression | undefined;
  if (stream.accept('=>') !== undefined) {
    key = value;
    value = parseConditional(stream);
  }
  const ellipsis = stream.accept('...');
  let condition: Expression | undefined;
  if (stream.isKeyword('if')) {
    stream.next();
    condition = parseConditional(stream);
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

function parseForNames(
  stream: TokenStream,
  summary: string,
  subject: string,
): [keyName: string | undefined, valueName: string] {
  const first = stream.peek();
  if (first.kind !== 'identifier') {
    stream.fail(summary, `${subject} requires variable name after 'for'.`, first);
  }
  stream.next();
  if (stream.accept(',') === undefined) return [undefined, stream.text(first)];
  const second = stream.peek();
  if (second.kind !== 'identifier') {
    stream.fail(summary, `${subject} requires value variable name after comma.`, second);
  }
  stream.next();
  return [stream.text(first), stream.text(second)];
}

function parseQuotedTemplate(stream: TokenStream): Expression {
  const open = stream.next();
  const isHeredoc = open.kind === 'open-heredoc';
  const parts = parseTemplateParts(stream, isHeredoc ? 'close-heredoc' : 'close-quote');
  if (isHeredoc && stream.text(open).startsWith('<<-')) removeIndentation(parts);
  return templateExpression(stream, parts, stream.spanFrom(open));
}

/** Parses a source that is a template as a whole. */
export function parseTemplateTokens(stream: TokenStream): Expression {
  const start = stream.peek();
  const parts = parseTemplateParts(stream, 'end-of-file');
  return templateExpression(stream, parts, stream.spanFrom(start));
}

function parseTemplateParts(stream: TokenStream, end: TokenKind): TemplatePart[] {
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
            ? parseDirective(stream, token)
            : parseInterpolation(stream, token, end, first),
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
function parseInterpolation(stream: TokenStream, open: Token, end: TokenKind, first: Token): TemplatePart {
  const expression = parseConditional(stream);
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

function parseDirective(stream: TokenStream, open: Token): TemplatePart {
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
      const condition = parseConditional(stream);
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
      const collection = parseConditional(stream);
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

/** Parses a quoted string that may not contain sequences, such as a block label. The stream is at its opening quote. */
export function parseQuotedLabel(stream: TokenStream): string {
  const open = stream.next();
  let label = '';
  for (;;) {
    const token = stream.next();
    switch (token.kind) {
      case 'close-quote':
        return stringValue(label).string;
      case 'text':
        label += decodeText(stream, token, true);
        break;
      case 'interpolation':
      case 'directive': {
        const sign = token.kind === 'interpolation' ? '$' : '%';
        return stream.fail(
          'Invalid string literal',
          `Template sequences are not allowed in this string. To include a literal "${sign}", double it (as "${sign}${sign}") to escape it.`,
          token,
        );
      }
      default:
        return stream.fail(
          'Unterminated string literal',
          'Unable to find the closing quote mark before the end of the file.',
          token.kind === 'end-of-file' ? open : token,
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
