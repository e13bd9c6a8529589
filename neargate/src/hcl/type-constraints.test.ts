import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluation.ts';
import { toPlain } from './json.ts';
import { parseExpression } from './parser.ts';
import { variableScope } from './scope.ts';
import { convertToConstraint, parseTypeConstraint } from './type-constraints.ts';
import { typeToString } from './types.ts';

function read(text: string) {
  const { expression } = parseExpression(text, 'type');
  if (expression === undefined) throw new Error(`no expression: ${text}`);
  return parseTypeConstraint(expression);
}

function convertTo(type: string, value: string): unknown {
  const { expression } = parseExpression(value, 'value');
  if (expression === undefined) throw new Error(`no expression: ${value}`);
  const converted = convertToConstraint(
    evaluate(expression, variableScope(new Map())).value,
    read(type).constraint,
  );
  return converted.ok ? toPlain(converted.value) : converted.reason;
}

describe('reading', () => {
  it.each([
    ['string', 'string'],
    ['any', 'any'],
    ['list(any)', 'list(any)'],
    ['list', 'list(any)'],
    ['map(set(number))', 'map(set(number))'],
    ['tuple([string, bool])', 'tuple([string, bool])'],
  ])('%s', (text, written) => {
    const { constraint, diagnostics } = read(text);
    expect(diagnostics).toEqual([]);
    expect(typeToString(constraint.type)).toBe(written);
  });

  it.each([
    ['strin', 'The keyword "strin" is not a valid type specification.'],
    ['set', 'The set type constructor requires one argument specifying the element type.'],
    ['list(string, number)', 'The list type constructor requires one argument specifying the element type.'],
    ['lst(string)', 'Keyword "lst" is not a valid type constructor.'],
    ['string(5)', 'Primitive type keyword "string" does not expect arguments.'],
    ['optional(string)', 'Keyword "optional" is valid only as a modifier for object type attributes.'],
    [
      'object([])',
      'Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.',
    ],
    ['object({ a = string, a = number })', 'Object constructor map keys must be unique.'],
    [
      'object({ a = optional(number, "x") })',
      "This default value is not compatible with the attribute's type constraint: a number is required.",
    ],
  ])('refuses %s', (text, detail) => {
    expect(read(text).diagnostics.map((each) => each.detail)).toEqual([detail]);
  });
});

describe('defaults of optional attributes', () => {
  const type = `object({
    name = string
    size = optional(number, 1)
    note = optional(string)
    tags = optional(map(string), {})
    inner = optional(object({ on = optional(bool, true) }), {})
  })`;

  it('are filled in at every depth', () => {
    expect(convertTo(type, '{ name = "a" }')).toEqual({
      name: 'a',
      size: 1,
      note: null,
      tags: {},
      inner: { on: true },
    });
  });

  it('take the place of null', () => {
    expect(convertTo(type, '{ name = "a", size = null, inner = { on = null } }')).toMatchObject({
      size: 1,
      inner: { on: true },
    });
  });

  it('hold for every element of a collection', () => {
    expect(
      convertTo('map(object({ port = optional(number, 80) }))', '{ a = {}, b = { port = "81" } }'),
    ).toEqual({
      a: { port: 80 },
      b: { port: 81 },
    });
    expect(convertTo('list(object({ x = optional(string, "d") }))', '[{}, { x = 5 }]')).toEqual([
      { x: 'd' },
      { x: '5' },
    ]);
  });

  it('do not make up for what is required', () => {
    expect(convertTo(type, '{}')).toBe('attribute "name" is required');
  });
});
