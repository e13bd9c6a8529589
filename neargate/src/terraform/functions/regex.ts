import type { ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import type { Type } from '../../hcl/types.ts';
import { dynamicType, listType, objectType, stringType, tupleType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { listValue, nullValue, objectValue, stringValue, tupleValue } from '../../hcl/values.ts';
import { textAt } from './arguments.ts';
import { translatePattern } from './regex-syntax.ts';

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
      const pattern = compile(args, '');
      const match = pattern.exec(textAt(args, 1));
      if (match === null) {
        throw new FunctionError('pattern did not match any part of the given string');
      }
      return matchValue(match, pattern.source);
    },
  },
  {
    name: 'regexall',
    description: 'Everything that a pattern matches in a text, as a list.',
    params,
    returnType: (args) => listType(resultTypeOf(args)),
    implementation(args) {
      const pattern = compile(args, 'g');
      const matches = [...textAt(args, 1).matchAll(pattern)];
      return listValue(
        matches.map((match) => matchValue(match, pattern.source)),
        captureType(pattern.source),
      );
    },
  },
];

function compile(args: readonly Value[], extraFlags: string): RegExp {
  const { source, flags } = translatePattern(textAt(args, 0), 0);
  return new RegExp(source, flags + extraFlags);
}

function resultTypeOf(args: readonly Value[]): Type {
  const [pattern] = args;
  return pattern?.kind === 'string' ? captureType(translatePattern(pattern.string, 0).source) : dynamicType;
}

/** The names of a pattern's capture groups in order; an unnamed one is undefined. */
function captureNames(source: string): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  const withoutClasses = source.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, '');
  for (const match of withoutClasses.matchAll(/\((?:\?<([A-Za-z_]\w*)>|(?!\?))/g)) names.push(match[1]);
  return names;
}

/** A string without groups, an object when they are named, else a tuple. Naming only some of them is refused. */
function captureType(source: string): Type {
  const names = captureNames(source);
  if (names.length === 0) return stringType;
  const named = names.filter((name) => name !== undefined);
  if (named.length === 0) return tupleType(names.map(() => stringType));
  if (named.length !== names.length) {
    throw new FunctionError('invalid regexp pattern: cannot mix both named and unnamed capture groups', 0);
  }
  return objectType(named.map((name) => [name, stringType] as const));
}

function matchValue(match: RegExpExecArray, source: string): Value {
  const type = captureType(source);
  const capture = (text: string | undefined) =>
    text === undefined ? nullValue(stringType) : stringValue(text);
  switch (type.kind) {
    case 'object':
      return objectValue(
        [...type.attributes.keys()].map((name) => [name, capture(match.groups?.[name])] as const),
      );
    case 'tuple':
      return tupleValue(match.slice(1).map(capture));
    default:
      return stringValue(match[0]);
  }
}
