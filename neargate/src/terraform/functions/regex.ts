import type { ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import type { Type } from '../../hcl/types.ts';
import { dynamicType, listType, objectType, stringType, tupleType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { listValue, nullValue, objectValue, stringValue, tupleValue } from '../../hcl/values.ts';
import { textAt } from './arguments.ts';
import type { TranslatedPattern } from './regex-syntax.ts';
import { PatternError, translatePattern } from './regex-syntax.ts';

const params = [
  { name: 'pattern', type: stringType },
  { name: 'string', type: stringType },
] as const;

export const regexFunctions: readonly ValueFunction[] = [
  {
    name: 'regex',
    description: 'What a pattern first matches in a text: the match, or its capture groups.',
    params,
    returnType: (args) => resultTypeOf(args),
    implementation(args) {
      const pattern = readPattern(textAt(args, 0));
      const match = new RegExp(pattern.source, pattern.flags).exec(textAt(args, 1));
      if (match === null) {
        throw new FunctionError('pattern did not match any part of the given string');
      }
      return matchValue(match, captureType(pattern), pattern);
    },
  },
  {
    name: 'regexall',
    description: 'Everything that a pattern matches in a text, as a list.',
    params,
    returnType: (args) => listType(resultTypeOf(args)),
    implementation(args) {
      const pattern = readPattern(textAt(args, 0));
      const type = captureType(pattern);
      const matches = [...textAt(args, 1).matchAll(new RegExp(pattern.source, `${pattern.flags}g`))];
      return listValue(
        matches.filter(standsApart).map((match) => matchValue(match, type, pattern)),
        type,
      );
    },
  },
];

/** As in Go, a match of nothing does not count right after another match. */
function standsApart(match: RegExpExecArray, index: number, matches: readonly RegExpExecArray[]): boolean {
  const previous = matches[index - 1];
  return match[0] !== '' || previous === undefined || previous.index + previous[0].length !== match.index;
}

function readPattern(text: string): TranslatedPattern {
  try {
    return translatePattern(text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new FunctionError(`invalid regexp pattern: ${error.problem} in ${error.fragment}`, 0);
  }
}

function resultTypeOf(args: readonly Value[]): Type {
  const [pattern] = args;
  return pattern?.kind === 'string' ? captureType(readPattern(pattern.string)) : dynamicType;
}

/** A string without groups, an object when they are named, else a tuple. Naming only some of them is refused. */
function captureType({ groupNames }: TranslatedPattern): Type {
  if (groupNames.length === 0) return stringType;
  const named = groupNames.filter((name) => name !== undefined);
  if (named.length === 0) return tupleType(groupNames.map(() => stringType));
  if (named.length !== groupNames.length) {
    throw new FunctionError('invalid regexp pattern: cannot mix both named and unnamed capture groups', 0);
  }
  return objectType([...new Set(named)].map((name) => [name, stringType] as const));
}

function matchValue(match: RegExpExecArray, type: Type, { groupNames }: TranslatedPattern): Value {
  const captures = match
    .slice(1)
    .map((text: string | undefined) => (text === undefined ? nullValue(stringType) : stringValue(text)));
  switch (type.kind) {
    case 'object':
      return objectValue(captures.map((capture, index) => [groupNames[index] ?? '', capture] as const));
    case 'tuple':
      return tupleValue(captures);
    default:
      return stringValue(match[0]);
  }
}
