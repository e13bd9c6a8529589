/**
 * Words and variables in Dockerfile instructions.
 * Source: https://docs.docker.com/reference/dockerfile/#environment-replacement
 */

/** Splits at blanks that are not quoted or escaped. The words keep their quotes. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '\\' && quote !== "'") {
      word += character + (text[index + 1] ?? '');
      index += 1;
    } else if (quote !== '') {
      word += character;
      if (character === quote) quote = '';
    } else if (/\s/.test(character)) {
      if (word !== '') words.push(word);
      word = '';
    } else {
      if (character === '"' || character === "'") quote = character;
      word += character;
    }
  }
  if (word !== '') words.push(word);
  return words;
}

export class SubstitutionError extends Error {
  override readonly name = 'SubstitutionError';
}

/**
 * Replaces `$name`, `${name}`, `${name:-word}`, `${name-word}`, `${name:+word}`, `${name+word}`, `${name:?word}` and
 * `${name?word}`, and removes quotes and backslashes. Nothing is replaced inside single quotes. An unknown name is empty.
 * @throws SubstitutionError for a form that is not known, a missing brace, or a `?` whose variable is missing
 */
export function expandWord(text: string, variables: ReadonlyMap<string, string>): string {
  let result = '';
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === quote) {
      quote = '';
    } else if (quote === "'") {
      result += character;
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
    } else if (character === '\\') {
      const next = text[index + 1] ?? '';
      // Inside double quotes a backslash protects only what is special there.
      if (quote === '"' && next !== '"' && next !== '$' && next !== '\\') result += character;
      result += next;
      index += 1;
    } else if (character === '$') {
      const { value, end } = expandVariable(text, index, variables);
      result += value;
      index = end - 1;
    } else {
      result += character;
    }
  }
  return result;
}

/** Replaces variables as in a heredoc: quotes are ordinary characters there. */
export function expandHeredoc(text: string, variables: ReadonlyMap<string, string>): string {
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '\\' && text[index + 1] === '$') {
      result += '$';
      index += 1;
    } else if (character === '$') {
      const { value, end } = expandVariable(text, index, variables);
      result += value;
      index = end - 1;
    } else {
      result += character;
    }
  }
  return result;
}

function expandVariable(
  text: string,
  start: number,
  variables: ReadonlyMap<string, string>,
): { value: string; end: number } {
  const plain = /^\$([A-Za-z_][A-Za-z0-9_]*|\d)/.exec(text.slice(start));
  if (plain !== null) return { value: variables.get(plain[1] ?? '') ?? '', end: start + plain[0].length };
  if (text[start + 1] !== '{') return { value: '$', end: start + 1 };
  const end = closingBrace(text, start + 1);
  const inner = text.slice(start + 2, end);
  const match = /^([A-Za-z_][A-Za-z0-9_]*|\d+)(?:(:?[-+?])([\s\S]*))?$/.exec(inner);
  if (match === null) throw new SubstitutionError(`unsupported modifier in substitution: \${${inner}}`);
  const [, name = '', operator = '', word = ''] = match;
  const value = variables.get(name);
  const isSet = value !== undefined && (!operator.startsWith(':') || value !== '');
  const replaced = () => expandWord(word, variables);
  switch (operator.at(-1)) {
    case '-':
      return { value: isSet ? (value ?? '') : replaced(), end: end + 1 };
    case '+':
      return { value: isSet ? replaced() : '', end: end + 1 };
    case '?':
      if (!isSet) throw new SubstitutionError(`${name}: ${replaced() || 'not allowed to be unset'}`);
      return { value: value ?? '', end: end + 1 };
    default:
      return { value: value ?? '', end: end + 1 };
  }
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '{') depth += 1;
    else if (text[index] === '}') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  throw new SubstitutionError('syntax error: missing "}"');
}
