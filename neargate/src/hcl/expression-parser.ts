import type { BinaryOperator, Expression, LiteralExpression, SplatItemExpression } from './ast.ts';
import { parseBigFloat } from './big-float.ts';
import { parseObject, parseTuple } from './collection-parser.ts';
import type { Token } from './scanner.ts';
import type { Span } from './source.ts';
import { parseQuotedTemplate, parseWholeTemplate } from './template-parser.ts';
import type { TokenStream } from './token-stream.ts';
import { dynamicType } from './types.ts';
import { falseValue, nullValue, numberValue, trueValue } from './values.ts';

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

/** Parses a source that is a template as a whole. Throws `SyntaxFailure`. */
export function parseTemplateTokens(stream: TokenStream): Expression {
  return parseWholeTemplate(parseExpressionTokens, stream);
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
      return parseQuotedTemplate(parseExpressionTokens, stream);
    case '-':
    case '!': {
      stream.next();
      const operand = parseTermWithTraversal(stream);
      return { kind: 'unary', operator: start.kind, operand, span: stream.spanFrom(start) };
    }
    case '[':
      return parseTuple(parseExpressionTokens, stream);
    case '{':
      return parseObject(parseExpressionTokens, stream);
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
