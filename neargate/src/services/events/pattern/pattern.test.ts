import { describe, expect, it } from 'vitest';
import { matchesPattern } from './match-pattern.ts';
import { parseEventPattern } from './parse-pattern.ts';

const matches = (pattern: unknown, event: unknown) =>
  matchesPattern(parseEventPattern(JSON.stringify(pattern)), event);

const push = {
  version: '0',
  id: '1',
  'detail-type': 'CodeCommit Repository State Change',
  source: 'aws.codecommit',
  account: '123456789012',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: ['arn:aws:codecommit:us-east-1:123456789012:shop'],
  detail: {
    event: 'referenceUpdated',
    referenceType: 'branch',
    referenceName: 'main',
    empty: [],
    count: 3,
    none: null,
    ip: '10.0.0.7',
    changes: [
      { file: 'a.ts', lines: 1 },
      { file: 'b.ts', lines: 9 },
    ],
  },
};

describe('an event pattern', () => {
  it.each<[string, unknown, boolean]>([
    ['equal fields', { source: ['aws.codecommit'], detail: { referenceName: ['main', 'next'] } }, true],
    ['one field differs', { source: ['aws.codecommit'], detail: { referenceName: ['next'] } }, false],
    ['an element of a list', { resources: push.resources }, true],
    ['case', { source: ['AWS.codecommit'] }, false],
    ['a number', { detail: { count: [3] } }, true],
    ['a number as text', { detail: { count: ['3'] } }, false],
    ['null', { detail: { none: [null] } }, true],
    ['null for a missing field', { detail: { missing: [null] } }, false],
    ['fields of one element', { detail: { changes: { file: ['a.ts'], lines: [1] } } }, true],
    ['fields of two elements', { detail: { changes: { file: ['a.ts'], lines: [9] } } }, false],
    ['prefix', { detail: { referenceName: [{ prefix: 'ma' }] } }, true],
    [
      'prefix without case',
      { detail: { referenceName: [{ prefix: { 'equals-ignore-case': 'MA' } }] } },
      true,
    ],
    ['suffix', { resources: [{ suffix: ':shop' }] }, true],
    ['suffix that differs', { resources: [{ suffix: ':shops' }] }, false],
    ['equals-ignore-case', { source: [{ 'equals-ignore-case': 'AWS.CodeCommit' }] }, true],
    ['wildcard', { resources: [{ wildcard: 'arn:*:codecommit:*:shop' }] }, true],
    ['wildcard with escape', { source: [{ wildcard: String.raw`aws\*codecommit` }] }, false],
    ['anything-but value', { detail: { referenceName: [{ 'anything-but': 'main' }] } }, false],
    ['anything-but list', { detail: { referenceName: [{ 'anything-but': ['next', 'dev'] }] } }, true],
    ['anything-but number', { detail: { count: [{ 'anything-but': [1, 2] }] } }, true],
    ['anything-but prefix', { detail: { referenceName: [{ 'anything-but': { prefix: 'ma' } }] } }, false],
    [
      'anything-but suffixes',
      { detail: { referenceName: [{ 'anything-but': { suffix: ['xt', 'ev'] } }] } },
      true,
    ],
    [
      'anything-but wildcard',
      { detail: { referenceName: [{ 'anything-but': { wildcard: 'm*n' } }] } },
      false,
    ],
    [
      'anything-but equals-ignore-case',
      { detail: { referenceName: [{ 'anything-but': { 'equals-ignore-case': 'MAIN' } }] } },
      false,
    ],
    ['anything-but of a missing field', { detail: { missing: [{ 'anything-but': 'x' }] } }, false],
    ['numeric equality', { detail: { count: [{ numeric: ['=', 3] }] } }, true],
    ['numeric range', { detail: { count: [{ numeric: ['>', 0, '<=', 3] }] } }, true],
    ['outside a numeric range', { detail: { count: [{ numeric: ['>', 3] }] } }, false],
    ['numeric of a text', { detail: { referenceName: [{ numeric: ['>', 3] }] } }, false],
    ['cidr', { detail: { ip: [{ cidr: '10.0.0.0/24' }] } }, true],
    ['outside a cidr', { detail: { ip: [{ cidr: '10.0.1.0/24' }] } }, false],
    ['IPv6 cidr', { detail: { ip: [{ cidr: '2001:db8::/32' }] } }, false],
    ['exists', { detail: { count: [{ exists: true }] } }, true],
    ['exists of an object', { detail: [{ exists: true }] }, false],
    ['exists not', { detail: { missing: [{ exists: false }] } }, true],
    ['exists not below a missing field', { detail: { missing: { deeper: [{ exists: false }] } } }, true],
    ['an empty list does not exist', { detail: { empty: [{ exists: false }] } }, true],
    ['a value or absence', { detail: { count: [7, { exists: false }] } }, false],
    ['$or, first', { $or: [{ source: ['aws.codecommit'] }, { region: ['eu-west-1'] }] }, true],
    ['$or, none', { $or: [{ source: ['aws.s3'] }, { region: ['eu-west-1'] }] }, false],
    ['$or and a field', { account: ['1'], $or: [{ source: ['aws.codecommit'] }, { region: ['x'] }] }, false],
    ['$or deeper', { detail: { $or: [{ count: [3] }, { referenceName: ['x'] }] } }, true],
  ])('by %s', (_, pattern, expected) => {
    expect(matches(pattern, push)).toBe(expected);
  });

  it.each<[string, string]>([
    ['{"source":"aws.ec2"}', '"source" must be an object or an array'],
    ['{"source":[]}', 'Empty arrays are not allowed'],
    ['["aws.ec2"]', 'Filter is not an object'],
    ['{}', 'Empty objects are not allowed'],
    ['{"source":[{"EXISTS":true}]}', 'Unrecognized match type EXISTS'],
    ['{"source":[{"exists":"yes"}]}', 'exists match pattern must be either true or false.'],
    ['{"source":[{"prefix":"a","suffix":"b"}]}', 'Only one key allowed in match expression'],
    ['{"source":[{"prefix":1}]}', 'prefix match pattern must be a string'],
    ['{"source":[{"suffix":""}]}', 'Null prefix/suffix not allowed'],
    [
      '{"source":[{"anything-but":null}]}',
      'Value of anything-but must be an array or single string/number value.',
    ],
    [
      '{"source":[{"anything-but":[null]}]}',
      'Inside anything but list, start|null|boolean is not supported.',
    ],
    ['{"source":[{"anything-but":["a",1]}]}', 'mixed type is not supported'],
    ['{"source":[{"numeric":">"}]}', 'Value of numeric must be an array.'],
    ['{"source":[{"numeric":["~",1]}]}', 'Bad numeric range operator: ~'],
    ['{"source":[{"numeric":["<","1"]}]}', 'Value of < must be numeric'],
    ['{"source":[{"numeric":[">",5,"<",1]}]}', 'Bottom must be less than top'],
    ['{"source":[{"wildcard":"a**b"}]}', 'Consecutive wildcard characters'],
    ['{"source":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
    ['{"source":[{"cidr":"10.0.0.0/x"}]}', 'Malformed CIDR, mask bits must be an integer'],
    ['{"source":[{"cidr":"xx.11.xx/8"}]}', 'Nonstandard IP address: xx.11.xx'],
    ['{"source":', 'Event pattern is not valid. Reason: '],
  ])('%s is refused', (text, reason) => {
    expect(() => parseEventPattern(text)).toThrow(reason);
  });

  it('has at most a thousand combinations of $or', () => {
    const group = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ source: [String(index)] }));
    expect(() => parseEventPattern(JSON.stringify({ a: { $or: group(40) }, b: { $or: group(30) } }))).toThrow(
      /combinations/,
    );
    expect(() =>
      parseEventPattern(JSON.stringify({ a: { $or: group(25) }, b: { $or: group(40) } })),
    ).not.toThrow();
  });
});
