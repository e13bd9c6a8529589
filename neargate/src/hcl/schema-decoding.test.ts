import { describe, expect, it } from 'vitest';
import { toPlain } from './json.ts';
import { parseConfig } from './parser.ts';
import type { BlockSchema } from './schema-decoding.ts';
import { decodeBody } from './schema-decoding.ts';
import { variableScope } from './scope.ts';
import { rangeText } from './source.ts';
import { listType, mapType, numberType, stringType } from './types.ts';
import type { Value } from './values.ts';
import {
  isSensitive,
  listValue,
  mapValue,
  numberValue,
  sensitiveValue,
  stringValue,
  unknownValue,
} from './values.ts';

const rule: BlockSchema = {
  attributes: {
    port: { type: numberType, required: true },
    names: { type: listType(stringType), optional: true },
  },
  blocks: {},
};

const schema: BlockSchema = {
  attributes: {
    name: { type: stringType, required: true },
    tags: { type: mapType(stringType), optional: true },
    arn: { type: stringType, computed: true },
  },
  blocks: {
    rule: { nesting: 'list', schema: rule },
    only: { nesting: 'single', schema: rule },
    choice: { nesting: 'set', schema: rule, maxItems: 2 },
    named: { nesting: 'map', schema: rule },
  },
};

const scope = variableScope(
  new Map<string, Value>([
    ['ports', listValue([numberValue(80), numberValue(443)])],
    ['byName', mapValue({ http: numberValue(80), https: numberValue(443) })],
    ['secretPorts', sensitiveValue(listValue([numberValue(1)]))],
    ['later', unknownValue(listType(numberType))],
    ['none', listValue([], numberType)],
    ['text', stringValue('x')],
  ]),
);

function decode(text: string) {
  const { body, diagnostics } = parseConfig(text, 'main.tf');
  if (diagnostics.length > 0) throw new Error(diagnostics[0]?.summary);
  return decodeBody(body, schema, scope);
}

function problems(text: string): string[] {
  return decode(text).diagnostics.map(
    ({ summary, detail, subject }) =>
      `${subject === undefined ? '' : rangeText(subject)} ${summary}: ${detail}`,
  );
}

function part(text: string, name: string): Value | undefined {
  const { value, diagnostics } = decode(`name = "n"\n${text}`);
  expect(diagnostics).toEqual([]);
  return value.kind === 'mapping' ? value.entries.get(name) : undefined;
}

function plainPart(text: string, name: string): unknown {
  const value = part(text, name);
  return value === undefined ? undefined : toPlain(value);
}

describe('arguments and blocks', () => {
  it('become one object; what is not written is null or empty', () => {
    const { value, attributeRanges } = decode('name = "n"\ntags = { a = 1 }\nrule {\n  port = "80"\n}\n');
    expect(toPlain(value)).toEqual({
      name: 'n',
      tags: { a: '1' },
      arn: null,
      rule: [{ port: 80, names: null }],
      only: null,
      choice: [],
      named: {},
    });
    expect([...attributeRanges.keys()]).toContain('rule[0].port');
  });

  it('nest as the schema says', () => {
    expect(plainPart('only {\n  port = 1\n}', 'only')).toEqual({ port: 1, names: null });
    expect(plainPart('choice {\n  port = 2\n}\nchoice {\n  port = 1\n}', 'choice')).toHaveLength(2);
    expect(plainPart('named "a" {\n  port = 2\n}', 'named')).toEqual({ a: { port: 2, names: null } });
  });

  it.each([
    [
      '',
      [
        'main.tf:1,1-1 Missing required argument: The argument "name" is required, but no definition was found.',
      ],
    ],
    [
      'name = "n"\nnmae = 1',
      [
        'main.tf:2,1-5 Unsupported argument: An argument named "nmae" is not expected here. Did you mean "name"?',
      ],
    ],
    [
      'name = "n"\nrul {}',
      [
        'main.tf:2,1-4 Unsupported block type: Blocks of type "rul" are not expected here. Did you mean "rule"?',
      ],
    ],
    [
      'name = []',
      [
        'main.tf:1,8-10 Incorrect attribute value type: Inappropriate value for attribute "name": string required.',
      ],
    ],
    [
      'name = "n"\nrule {}',
      [
        'main.tf:2,6-7 Missing required argument: The argument "port" is required, but no definition was found.',
      ],
    ],
  ])('%j is refused', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('are all checked in one run', () => {
    expect(problems('nope = 1\nrule {\n  port = "x"\n  more = 2\n}\n')).toHaveLength(4);
  });
});

describe('dynamic blocks', () => {
  it('repeat their content for each element, by the iterator', () => {
    const text =
      'dynamic "rule" {\n  for_each = ports\n  content {\n    port = rule.value + rule.key\n  }\n}';
    expect(plainPart(text, 'rule')).toEqual([
      { port: 80, names: null },
      { port: 444, names: null },
    ]);
    const renamed =
      'dynamic "rule" {\n  for_each = byName\n  iterator = it\n  content {\n    port = it.value\n    names = [it.key]\n  }\n}';
    expect(plainPart(renamed, 'rule')).toEqual([
      { port: 80, names: ['http'] },
      { port: 443, names: ['https'] },
    ]);
  });

  it('stand among ordinary blocks in their place', () => {
    const text =
      'rule {\n  port = 1\n}\ndynamic "rule" {\n  for_each = ports\n  content {\n    port = rule.value\n  }\n}\nrule {\n  port = 2\n}';
    expect(plainPart(text, 'rule')).toMatchObject([{ port: 1 }, { port: 80 }, { port: 443 }, { port: 2 }]);
  });

  it('take their labels from an expression', () => {
    const text =
      'dynamic "named" {\n  for_each = byName\n  labels = [named.key]\n  content {\n    port = named.value\n  }\n}';
    expect(plainPart(text, 'named')).toMatchObject({ http: { port: 80 }, https: { port: 443 } });
  });

  it('make nothing of an empty collection', () => {
    expect(
      plainPart('dynamic "rule" {\n  for_each = none\n  content {\n    port = 1\n  }\n}', 'rule'),
    ).toEqual([]);
  });

  it('make the whole unknown when their collection is, and sensitive when it is', () => {
    const content = 'content {\n    port = rule.value\n  }\n}';
    expect(part(`dynamic "rule" {\n  for_each = later\n  ${content}`, 'rule')?.kind).toBe('unknown');
    const secret = part(`dynamic "rule" {\n  for_each = secretPorts\n  ${content}`, 'rule');
    expect(secret === undefined ? undefined : isSensitive(secret)).toBe(true);
  });

  it.each([
    ['dynamic "rule" {\n  content {\n    port = 1\n  }\n}', 'Missing required argument'],
    ['dynamic "rule" {\n  for_each = ports\n}', 'Missing dynamic content block'],
    [
      'dynamic "rule" {\n  for_each = text\n  content {\n    port = 1\n  }\n}',
      'Invalid dynamic for_each value',
    ],
    [
      'dynamic "rule" {\n  for_each = null\n  content {\n    port = 1\n  }\n}',
      'Invalid dynamic for_each value',
    ],
    ['dynamic "nope" {\n  for_each = ports\n  content {\n    port = 1\n  }\n}', 'Unsupported block type'],
  ])('%j is refused', (text, summary) => {
    expect(decode(`name = "n"\n${text}\n`).diagnostics.map((each) => each.summary)).toEqual([summary]);
  });
});
