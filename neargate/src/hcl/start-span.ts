import type { Expression, FunctionCallExpression } from './ast.ts';
import type { Span } from './source.ts';

/** Where an expression begins: its first token, more or less. What a message about an argument of a call points at. */
export function startSpan(expression: Expression): Span {
  const { span } = expression;
  switch (expression.kind) {
    case 'literal':
      return insideQuotes(span);
    case 'template':
      return expression.parts[0] === undefined ? span : startSpan(expression.parts[0]);
    case 'template-wrap':
      return startSpan(expression.expression);
    case 'call':
      return callStart(expression);
    case 'binary':
      return startSpan(expression.left);
    case 'conditional':
      return startSpan(expression.condition);
    case 'splat':
      return startSpan(expression.source);
    case 'tuple':
    case 'object':
    case 'for':
    case 'parentheses':
    case 'unary':
      return { ...span, end: span.start + 1 };
    case 'variable':
    case 'attribute-access':
    case 'index':
    case 'splat-item':
    case 'template-for':
      return span;
  }
}

/** A call's name with the parenthesis that follows it. */
export function callStart({ span, nameSpan }: FunctionCallExpression): Span {
  const open = span.source.text.indexOf('(', nameSpan.end);
  return { ...nameSpan, end: open === -1 ? nameSpan.end : open + 1 };
}

function insideQuotes(span: Span): Span {
  const { text } = span.source;
  const isQuoted = text.charAt(span.start) === '"' && span.end - span.start > 2;
  return isQuoted ? { ...span, start: span.start + 1, end: span.end - 1 } : span;
}
