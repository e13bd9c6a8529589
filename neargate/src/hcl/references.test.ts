import { describe, expect, it } from 'vitest';
import { functionCalls } from './expression-walk.ts';
import { toPlain } from './json.ts';
import { parseExpression } from './parser.ts';
import { references } from './references.ts';
import { startSpan } from './start-span.ts';
import { spanText } from './source.ts';

function parse(text: string) {
  const { expression } = parseExpression(text, '-');
  if (expression === undefined) throw new Error(`no expression: ${text}`);
  return expression;
}

describe('references', () => {
  it.each([
    ['var.a + local.b["x"][0].c', ['var.a', 'local.b["x"][0].c']],
    ['"${data.aws_region.current.id}-${f(module.m[0].x)}"', ['data.aws_region.current.id', 'module.m[0].x']],
    ['[for x in var.list : x.name if x.on == var.on]', ['var.list', 'var.on']],
    ['{ for k, v in var.m : k => v.a... }', ['var.m']],
    ['var.list[local.i].name', ['var.list', 'local.i']],
    ['aws_subnet.private[*].id', ['aws_subnet.private']],
    ['{ name = 1, (var.key) = 2 }', ['var.key']],
    ['"%{ for x in var.l }${x}${y}%{ endfor }"', ['var.l', 'y']],
  ])('of %s', (text, expected) => {
    const found = references(parse(text)).map(({ root, steps }) =>
      [
        root,
        ...steps.map((step) =>
          step.kind === 'attribute' ? `.${step.name}` : `[${JSON.stringify(toPlain(step.key))}]`,
        ),
      ].join(''),
    );
    expect(found).toEqual(expected);
  });
});

it('finds calls at every depth', () => {
  const calls = functionCalls(parse('[a(b(1)), "${c()}", { x = d() }]'));
  expect(calls.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
});

it.each([
  ['"text"', 'text'],
  ['[1, 2]', '['],
  ['f(1)', 'f('],
  ['a + b', 'a'],
  ['var.a.b', 'var.a.b'],
  ['"${x}y"', 'x'],
])('%s begins with %s', (text, expected) => {
  expect(spanText(startSpan(parse(text)))).toBe(expected);
});
