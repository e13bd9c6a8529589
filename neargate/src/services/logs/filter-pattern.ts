import { invalidParameter } from './errors.ts';
import { parseJsonPattern } from './json-filter-pattern.ts';

export type MessageTest = (message: string) => boolean;

/**
 * The test that a filter pattern makes: terms (all of them, `?any` of them, none of `-these`), `"phrases"`, `%regular
 * expressions%` and JSON patterns. Space-delimited patterns are refused.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(pattern: string): MessageTest {
  const trimmed = pattern.trim();
  if (trimmed === '') return () => true;
  if (trimmed.startsWith('{')) return parseJsonPattern(trimmed);
  if (trimmed.startsWith('[')) {
    throw invalidParameter(
      'Invalid filter pattern: Neargate does not evaluate space-delimited patterns yet.',
    );
  }
  return termTest(trimmed);
}

function termTest(pattern: string): MessageTest {
  const required: MessageTest[] = [];
  const optional: MessageTest[] = [];
  const excluded: MessageTest[] = [];
  const terms = pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|(\S+))/g);
  for (const [, sign, phrase, expression, word = ''] of terms) {
    if (phrase === undefined && expression === undefined && !/^\w+$/.test(word)) {
      throw invalidParameter(
        `Invalid filter pattern: the term ${word} holds characters other than letters, digits and underscores and must be quoted.`,
      );
    }
    const test = expression === undefined ? contains(unescape(phrase) ?? word) : matches(expression);
    if (sign === '?') optional.push(test);
    else if (sign === '-') excluded.push(test);
    else required.push(test);
  }
  return (message) =>
    required.every((test) => test(message)) &&
    !excluded.some((test) => test(message)) &&
    // With a required term beside them, optional terms have no effect.
    (required.length > 0 || optional.length === 0 || optional.some((test) => test(message)));
}

function contains(text: string): MessageTest {
  return (message) => message.includes(text);
}

function matches(expression: string): MessageTest {
  try {
    const compiled = new RegExp(expression);
    return (message) => compiled.test(message);
  } catch {
    throw invalidParameter('Invalid filter pattern: the regular expression is not valid.');
  }
}

function unescape(phrase: string | undefined): string | undefined {
  return phrase?.replaceAll(/\\(.)/g, '$1');
}
