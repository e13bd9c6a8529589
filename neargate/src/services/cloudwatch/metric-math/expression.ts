import { validationError } from '../errors.ts';

/**
 * A metric math expression, parsed.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** Another query's id, or a word such as REPEAT. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Expression[] }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** From loosest to tightest; those of a row bind alike. */
const precedence = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
] as const;

export type Operator = (typeof precedence)[number][number];

const token =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|("[^"]*"|'[^']*')|([A-Za-z_]\w*)|(\|\||&&|[=!<>]=|[-+*/^<>()[\],]))/y;

/** Throws ValidationError when the text is not an expression. */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text);
  let position = 0;
  const peek = () => tokens[position];
  const fail = (): never => {
    throw invalidExpression(text, `unexpected ${peek() ?? 'end'}`);
  };
  const take = (expected?: string): string => {
    const found = tokens[position];
    if (found === undefined || (expected !== undefined && found !== expected)) return fail();
    position += 1;
    return found;
  };
  const parseList = (end: string): Expression[] => {
    const items: Expression[] = [];
    while (peek() !== end) {
      if (items.length > 0) take(',');
      items.push(parseLevel(0));
    }
    take(end);
    return items;
  };
  const parsePrimary = (): Expression => {
    const found = take();
    if (found === '-') return { kind: 'negate', operand: parsePrimary() };
    if (found === '[') return { kind: 'list', items: parseList(']') };
    if (found === '(') {
      const inner = parseLevel(0);
      take(')');
      return inner;
    }
    if (/^\d/.test(found)) return { kind: 'number', value: Number(found) };
    if (/^["']/.test(found)) return { kind: 'text', value: found.slice(1, -1) };
    if (!/^[A-Za-z_]/.test(found)) {
      position -= 1;
      return fail();
    }
    if (peek() !== '(') return { kind: 'name', name: found };
    take('(');
    return { kind: 'call', name: found.toUpperCase(), parameters: parseList(')') };
  };
  const parseLevel = (level: number): Expression => {
    const operators: readonly string[] | undefined = precedence[level];
    if (operators === undefined) return parsePrimary();
    let left = parseLevel(level + 1);
    while (operators.includes(peek() ?? '')) {
      const operator = take() as Operator;
      left = { kind: 'binary', operator, left, right: parseLevel(level + 1) };
    }
    return left;
  };
  const expression = parseLevel(0);
  if (peek() !== undefined) fail();
  return expression;
}

export function invalidExpression(text: string, reason: string) {
  return validationError(`Error in expression '${text}': ${reason}`);
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw invalidExpression(text, `unexpected ${text.slice(from).trim().charAt(0)}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}
