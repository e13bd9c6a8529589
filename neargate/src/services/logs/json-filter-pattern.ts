import { invalidParameter } from './errors.ts';

type Test = (event: unknown) => boolean;

interface Token {
  readonly kind: 'symbol' | 'string' | 'regex' | 'word';
  readonly text: string;
}

/** `{ $.level = "error" && ($.code >= 500 || $.path = "/a*") }`: true for messages that are JSON and satisfy it. */
export function parseJsonPattern(pattern: string): (message: string) => boolean {
  const test = new JsonPatternParser(tokenize(pattern)).parse();
  return (message) => {
    if (!message.trimStart().startsWith('{')) return false;
    try {
      return test(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  const lexer =
    /\s*(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)*)%|(&&|\|\||!=|<=|>=|[={}()<>])|((?:\[\d+\]|[^\s"%=!<>&|(){}])+))/gy;
  const text = pattern.trimEnd();
  while (lexer.lastIndex < text.length) {
    const match = lexer.exec(text);
    if (match === null) throw invalid(pattern);
    const [, phrase, expression, symbol, word] = match;
    if (phrase !== undefined) tokens.push({ kind: 'string', text: phrase.replaceAll(/\\(.)/g, '$1') });
    else if (expression !== undefined) tokens.push({ kind: 'regex', text: expression });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function invalid(detail: string) {
  return invalidParameter(`Invalid filter pattern: ${detail}`);
}

/** Recursive descent: or, and, group or comparison. */
class JsonPatternParser {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  parse(): Test {
    this.expect('{');
    const test = this.either();
    this.expect('}');
    if (this.position < this.tokens.length) throw invalid('text after the closing brace');
    return test;
  }

  private either(): Test {
    const alternatives = [this.all()];
    while (this.accept('||')) alternatives.push(this.all());
    return (event) => alternatives.some((test) => test(event));
  }

  private all(): Test {
    const conditions = [this.condition()];
    while (this.accept('&&')) conditions.push(this.condition());
    return (event) => conditions.every((test) => test(event));
  }

  private condition(): Test {
    if (this.accept('(')) {
      const test = this.either();
      this.expect(')');
      return test;
    }
    const selector = this.next();
    if (selector.kind !== 'word' || !selector.text.startsWith('$'))
      throw invalid(`expected a selector such as $.field`);
    const select = selectorOf(selector.text);
    const operator = this.next();
    if (operator.kind === 'word') return this.wordCondition(select, operator.text);
    const operand = this.next();
    return comparison(select, operator.text, operand);
  }

  private wordCondition(select: (event: unknown) => unknown, word: string): Test {
    const rest = word === 'IS' || word === 'NOT' ? this.next().text : '';
    switch (`${word} ${rest}`.trim()) {
      case 'IS NULL':
        return (event) => select(event) === null;
      case 'IS TRUE':
        return (event) => select(event) === true;
      case 'IS FALSE':
        return (event) => select(event) === false;
      case 'NOT EXISTS':
        return (event) => select(event) === undefined;
      case 'EXISTS':
        return (event) => select(event) !== undefined;
      default:
        throw invalid(`unknown operator ${word}`);
    }
  }

  private next(): Token {
    const token = this.tokens[this.position++];
    if (token === undefined) throw invalid('it ends too early');
    return token;
  }

  private accept(symbol: string): boolean {
    const token = this.tokens[this.position];
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    this.position++;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.accept(symbol)) throw invalid(`expected ${symbol}`);
  }
}

/** `$.a.b[0]` as a function of the event; undefined where the path leads nowhere. */
function selectorOf(text: string): (event: unknown) => unknown {
  const steps = [...text.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  return (event) => {
    let value = event;
    for (const step of steps) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = (value as Record<string | number, unknown>)[step];
    }
    return value;
  };
}

function comparison(select: (event: unknown) => unknown, operator: string, operand: Token): Test {
  if (operator === '=' || operator === '!=') {
    const equal = equality(operand);
    // A field that is absent satisfies neither.
    return (event) => {
      const value = select(event);
      return value !== undefined && equal(value) === (operator === '=');
    };
  }
  const bound = Number(operand.text);
  if (Number.isNaN(bound)) throw invalid(`${operator} needs a number`);
  const compare = {
    '<': (value: number) => value < bound,
    '<=': (value: number) => value <= bound,
    '>': (value: number) => value > bound,
    '>=': (value: number) => value >= bound,
  }[operator];
  if (compare === undefined) throw invalid(`unknown operator ${operator}`);
  return (event) => {
    const value = select(event);
    return typeof value === 'number' && compare(value);
  };
}

function equality(operand: Token): (value: unknown) => boolean {
  if (operand.kind === 'regex') {
    const expression = new RegExp(operand.text);
    return (value) => typeof value === 'string' && expression.test(value);
  }
  const wildcard = new RegExp(`^${operand.text.split('*').map(escapeExpression).join('.*')}$`, 's');
  const number = operand.kind === 'word' && operand.text !== '' ? Number(operand.text) : Number.NaN;
  return (value) =>
    typeof value === 'number' ? value === number : typeof value === 'string' && wildcard.test(value);
}

function escapeExpression(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
