import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluation.ts';
import type { ValueFunction } from './functions.ts';
import { FunctionError } from './functions.ts';
import { toPlain } from './json.ts';
import { parseExpression } from './parser.ts';
import { variableScope } from './scope.ts';
import { rangeText } from './source.ts';
import { listType, numberType, stringType } from './types.ts';
import { containsMark } from './value-walks.ts';
import type { Value } from './values.ts';
import {
  isSensitive,
  listValue,
  numberValue,
  objectValue,
  sensitiveValue,
  stringValue,
  unknownValue,
} from './values.ts';

// Values and errors are compared with Terraform's in terraform/differential; here is what surrounds them.

const double: ValueFunction = {
  name: 'double',
  description: 'Twice a number.',
  params: [{ name: 'n', type: numberType }],
  returnType: numberType,
  implementation([n]) {
    if (n?.kind !== 'number') throw new Error('not called with anything else');
    if (n.number.mantissa < 0n) throw new FunctionError('must not be negative', 0);
    return numberValue(n.number.mantissa * 2n * 2n ** BigInt(n.number.exponent));
  },
};

const variables = new Map<string, Value>([
  ['secret', sensitiveValue(stringValue('s'))],
  ['later', unknownValue(stringType)],
  ['laterList', unknownValue(listType(stringType), { notNull: true })],
  ['object', objectValue({ a: numberValue(1), hidden: sensitiveValue(numberValue(2)) })],
  ['list', listValue([stringValue('x'), stringValue('y')])],
]);
const scope = variableScope(variables, new Map([['double', double]]));

function run(text: string) {
  const { expression, diagnostics } = parseExpression(text, 'test');
  if (expression === undefined) throw new Error(diagnostics[0]?.summary);
  return evaluate(expression, scope);
}

function problem(text: string): string {
  const [diagnostic] = run(text).diagnostics;
  if (diagnostic?.subject === undefined) return 'none';
  return `${rangeText(diagnostic.subject)} ${diagnostic.summary}: ${diagnostic.detail}`;
}

describe('marks', () => {
  it.each(['secret', '"a${secret}"', '[for x in [1] : x if secret == "s"]', 'secret == "s" ? 1 : 2'])(
    '%s is sensitive',
    (text) => {
      expect(isSensitive(run(text).value)).toBe(true);
    },
  );

  it('stay with the part they are on', () => {
    expect(isSensitive(run('object').value)).toBe(false);
    expect(isSensitive(run('object.a').value)).toBe(false);
    expect(isSensitive(run('object.hidden').value)).toBe(true);
    expect(containsMark(run('{ x = [secret] }').value, 'sensitive')).toBe(true);
  });

  it('are taken off for a function and put on its result', () => {
    const { value } = run('double(object.hidden)');
    expect(isSensitive(value)).toBe(true);
    expect(toPlain(value)).toBe(4);
  });
});

describe('unknown values', () => {
  it.each(['later', '"${later}x"', 'later == "a"', 'later ? 1 : 2', 'laterList[*]', '{ (later) = 1 }'])(
    '%s is unknown',
    (text) => {
      const { value, diagnostics } = run(text);
      expect(diagnostics).toEqual([]);
      expect(value.kind).toBe('unknown');
    },
  );

  it('do not keep known parts from being known', () => {
    expect(toPlain(run('[later, "b"][1]').value)).toBe('b');
    expect(toPlain(run('{ a = later, b = 2 }.b').value)).toBe(2);
  });

  it('are not given to a function', () => {
    expect(run('double(later)').value).toMatchObject({ kind: 'unknown', type: numberType });
  });
});

describe('diagnostics', () => {
  it.each([
    ['nope', 'test:1,1-5 Unknown variable: There is no variable named "nope".'],
    ['lst', 'test:1,1-4 Unknown variable: There is no variable named "lst". Did you mean "list"?'],
    [
      'list[2]',
      'test:1,5-8 Invalid index: The given key does not identify an element in this collection value: the given index is greater than or equal to the length of the collection.',
    ],
    ['object.b', 'test:1,7-9 Unsupported attribute: This object does not have an attribute named "b".'],
    [
      'duble(1)',
      'test:1,1-6 Call to unknown function: There is no function named "duble". Did you mean "double"?',
    ],
    [
      'double("x")',
      'test:1,9-10 Invalid function argument: Invalid value for "n" parameter: a number is required.',
    ],
    [
      'double(-1)',
      'test:1,8-9 Invalid function argument: Invalid value for "n" parameter: must not be negative.',
    ],
    [
      'double()',
      'test:1,8-9 Not enough function arguments: Function "double" expects 1 argument(s). Missing value for "n".',
    ],
    ['1 + []', 'test:1,5-7 Invalid operand: Unsuitable value for right operand: number required.'],
  ])('%s', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  it('come all from one run', () => {
    expect(run('[nope, 1 + [], object.b]').diagnostics.map(({ summary }) => summary)).toEqual([
      'Unknown variable',
      'Invalid operand',
      'Unsupported attribute',
    ]);
  });
});
