import type { FunctionParameter, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { boolType, compareNames, listType, numberType, stringType } from '../../hcl/types.ts';
import { boolValue, listValue, stringValue, unknownValue } from '../../hcl/values.ts';
import type { Value } from '../../hcl/values.ts';
import { elementsAt, integerAt, textAt, textOf } from './arguments.ts';
import { expandTemplate } from './regex-replacement.ts';
import type { TranslatedPattern } from './regex-syntax.ts';
import { PatternError, translatePattern } from './regex-syntax.ts';

const str: FunctionParameter = { name: 'str', type: stringType };
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The user-perceived characters of a text: what Terraform counts, cuts and reverses by. */
export function splitGraphemes(text: string): string[] {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.split('');
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function textFunction(
  name: string,
  description: string,
  params: readonly FunctionParameter[],
  compute: (...texts: string[]) => string,
): ValueFunction {
  return {
    name,
    description,
    params,
    returnType: stringType,
    implementation: (args) => stringValue(compute(...args.map(textOf))),
  };
}

function textTest(
  name: string,
  description: string,
  second: string,
  test: (text: string, part: string) => boolean,
): ValueFunction {
  return {
    name,
    description,
    params: [str, { name: second, type: stringType }],
    returnType: boolType,
    implementation: (args) => boolValue(test(textAt(args, 0), textAt(args, 1))),
  };
}

export const textFunctions: readonly ValueFunction[] = [
  textFunction('chomp', 'The text without line breaks at its end.', [str], (text = '') =>
    text.replace(/[\r\n]+$/, ''),
  ),
  textTest('endswith', 'Whether a text ends with another.', 'suffix', (text, suffix) =>
    text.endsWith(suffix),
  ),
  {
    name: 'indent',
    description: 'Puts spaces before every line but the first.',
    params: [{ name: 'spaces', type: numberType }, str],
    returnType: stringType,
    implementation(args) {
      const spaces = integerAt(args, 0);
      if (spaces < 0) throw new FunctionError('the number of spaces must not be negative');
      return stringValue(textAt(args, 1).replaceAll('\n', `\n${' '.repeat(spaces)}`));
    },
  },
  {
    name: 'join',
    description: 'Joins the texts of one or more lists with a separator between them.',
    params: [{ name: 'separator', type: stringType }],
    variadic: { name: 'lists', type: listType(stringType) },
    returnType: stringType,
    implementation: (args) => stringValue(joinLists(args)),
  },
  textFunction('lower', 'The text in lower case.', [str], (text = '') =>
    mapCase(text, (character) => character.toLowerCase()),
  ),
  textFunction(
    'replace',
    'Replaces every occurrence of a text, or of a pattern written between slashes.',
    [str, { name: 'substr', type: stringType }, { name: 'replace', type: stringType }],
    (text = '', search = '', replacement = '') => replaceText(text, search, replacement),
  ),
  {
    name: 'sort',
    description: 'The texts of a list in the order of their code points.',
    params: [{ name: 'list', type: listType(stringType), allowUnknownInside: true }],
    returnType: listType(stringType),
    implementation: (args) => listValue(sortTexts(elementsAt(args, 0)), stringType),
  },
  {
    name: 'split',
    description: 'Cuts a text at every occurrence of a separator.',
    params: [{ name: 'separator', type: stringType }, str],
    returnType: listType(stringType),
    implementation(args) {
      const [separator, text] = [textAt(args, 0), textAt(args, 1)];
      const parts = separator === '' ? Array.from(text) : text.split(separator);
      return listValue(parts.map(stringValue), stringType);
    },
  },
  textTest('startswith', 'Whether a text begins with another.', 'prefix', (text, prefix) =>
    text.startsWith(prefix),
  ),
  textTest('strcontains', 'Whether a text contains another.', 'substr', (text, part) => text.includes(part)),
  textFunction('strrev', 'The characters of a text from the last to the first.', [str], (text = '') =>
    splitGraphemes(text).toReversed().join(''),
  ),
  {
    name: 'substr',
    description: 'A part of a text by character offset and length; a negative offset counts from the end.',
    params: [str, { name: 'offset', type: numberType }, { name: 'length', type: numberType }],
    returnType: stringType,
    implementation(args) {
      const characters = splitGraphemes(textAt(args, 0));
      const [offset, length] = [integerAt(args, 1), integerAt(args, 2)];
      const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
      const end = length < 0 ? characters.length : start + length;
      return stringValue(characters.slice(start, end).join(''));
    },
  },
  textFunction('title', 'The text with the first letter of each word in upper case.', [str], (text = '') =>
    text.replace(/(^|[^\p{L}\p{Nd}_])(\p{L})/gu, (_, before: string, letter: string) => {
      return before + mapCase(letter, (character) => character.toUpperCase());
    }),
  ),
  textFunction(
    'trim',
    'The text without the given characters at its ends.',
    [str, { name: 'cutset', type: stringType }],
    (text = '', cutset = '') => trimCharacters(text, cutset),
  ),
  textFunction(
    'trimprefix',
    'The text without a prefix, if it has it.',
    [str, { name: 'prefix', type: stringType }],
    (text = '', prefix = '') => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
  ),
  textFunction('trimspace', 'The text without white space at its ends.', [str], (text = '') =>
    text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, ''),
  ),
  textFunction(
    'trimsuffix',
    'The text without a suffix, if it has it.',
    [str, { name: 'suffix', type: stringType }],
    (text = '', suffix = '') =>
      suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  textFunction('upper', 'The text in upper case.', [str], (text = '') =>
    mapCase(text, (character) => character.toUpperCase()),
  ),
];

/** Changes case character by character, as Go does: one that becomes several (ß to SS) stays as it is. */
function mapCase(text = '', change: (character: string) => string): string {
  return Array.from(text, (character) => {
    // Becomes `i` and a dot above in JavaScript, just `i` in Go.
    if (character === '\u0130') return change(character) === character ? character : 'i';
    const changed = change(character);
    return Array.from(changed).length === 1 ? changed : character;
  }).join('');
}

function joinLists(args: readonly Value[]): string {
  const lists = args.slice(1);
  if (lists.length === 0) throw new FunctionError('at least one list is required');
  const parts = lists.flatMap((list, listIndex) => {
    if (list.kind !== 'sequence') return [];
    return list.elements.map((element, index) => {
      if (element.kind === 'null') {
        const where = lists.length > 1 ? ` of list ${listIndex + 1}` : '';
        throw new FunctionError(
          `element ${index}${where} is null; cannot concatenate null values`,
          listIndex + 1,
        );
      }
      return textOf(element);
    });
  });
  return parts.join(textAt(args, 0));
}

function sortTexts(elements: readonly Value[]): Value[] {
  // The order is not known before all elements are.
  if (elements.some(({ kind }) => kind === 'unknown')) {
    return elements.map(() => unknownValue(stringType, { notNull: true }));
  }
  const texts = elements.map((element, index) => {
    if (element.kind === 'null') {
      throw new FunctionError(`given list element ${index} is null; a null string cannot be sorted`);
    }
    return textOf(element);
  });
  return texts.toSorted(compareNames).map(stringValue);
}

function replaceText(text: string, search: string, replacement: string): string {
  if (search.length > 1 && search.startsWith('/') && search.endsWith('/')) {
    return replacePattern(text, search.slice(1, -1), replacement);
  }
  return text.replaceAll(search, () => replacement);
}

function replacePattern(text: string, search: string, replacement: string): string {
  const { source, flags, groupNames } = readPattern(search);
  let previousEnd = -1;
  return text.replace(new RegExp(source, `${flags}g`), (...match: unknown[]) => {
    const groups = match
      .slice(0, groupNames.length + 1)
      .map((group) => (typeof group === 'string' ? group : undefined));
    const start = Number(match[groupNames.length + 1]);
    const length = groups[0]?.length ?? 0;
    // As in Go, a match of nothing does not count right after another match.
    if (length === 0 && start === previousEnd) return '';
    previousEnd = start + length;
    return expandTemplate(replacement, groups, groupNames);
  });
}

function readPattern(text: string): TranslatedPattern {
  try {
    return translatePattern(text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new FunctionError(`error parsing regexp: ${error.message}`);
  }
}

function trimCharacters(text: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = Array.from(text);
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start] ?? '')) start++;
  while (end > start && cut.has(characters[end - 1] ?? '')) end--;
  return characters.slice(start, end).join('');
}
