import { describe, expect, it } from 'vitest';
import type { Body } from './ast.ts';
import { parseConfig, parseExpression, parseTemplate } from './parser.ts';
import { rangeText, spanText, toSourceRange } from './source.ts';

function problems(text: string): string[] {
  return parseConfig(text, 'main.tf').diagnostics.map(
    ({ summary, subject }) => `${subject === undefined ? '' : rangeText(subject)} ${summary}`,
  );
}

/** What a body holds, in brief. */
function outline(body: Body): unknown {
  return {
    ...Object.fromEntries(
      [...body.attributes].map(([name, { expression }]) => [name, spanText(expression.span)]),
    ),
    ...(body.blocks.length === 0
      ? {}
      : { blocks: body.blocks.map((block) => [block.type, ...block.labels, outline(block.body)]) }),
  };
}

describe('bodies', () => {
  it('holds arguments and nested blocks', () => {
    const { body, diagnostics } = parseConfig(
      'a = 1\nresource "aws_vpc" main {\n  tags = { x = 1 }\n  inner {}\n}\none { b = [2] }\n',
      'main.tf',
    );
    expect(diagnostics).toEqual([]);
    expect(outline(body)).toEqual({
      a: '1',
      blocks: [
        ['resource', 'aws_vpc', 'main', { tags: '{ x = 1 }', blocks: [['inner', {}]] }],
        ['one', { b: '[2]' }],
      ],
    });
  });

  it('says where each part is', () => {
    const { body } = parseConfig('x {\n  resource "a" "b" {\n    c = d.e\n  }\n}\n', 'main.tf');
    const block = body.blocks[0]?.body.blocks[0];
    const attribute = block?.body.attributes.get('c');
    const spans = [block?.typeSpan, block?.headerSpan, block?.labelSpans[1], block?.span, attribute?.span];
    expect(spans.map((span) => (span === undefined ? '' : rangeText(toSourceRange(span))))).toEqual([
      'main.tf:2,3-11',
      'main.tf:2,3-19',
      'main.tf:2,16-19',
      'main.tf:2,3-4,4',
      'main.tf:3,5-12',
    ]);
  });

  it('takes a file without a line break at its end', () => {
    expect(problems('a = 1')).toEqual([]);
    expect(problems('a {}')).toEqual([]);
  });

  it('goes on after an error with the next item, and still finds the rest', () => {
    const text = 'a = 1 +\nb = [1,, 2]\nc = 3\nd {\n  e = )\n  f = 4\n}\n';
    const { body } = parseConfig(text, 'main.tf');
    expect(problems(text)).toEqual([
      'main.tf:1,8-2,1 Invalid expression',
      'main.tf:2,8-9 Invalid expression',
      'main.tf:5,7-8 Invalid expression',
    ]);
    expect(spanText(body.attributes.get('c')?.expression.span ?? body.span)).toBe('3');
    expect([...(body.blocks[0]?.body.attributes.keys() ?? [])]).toEqual(['e', 'f']);
  });

  it('does not call an argument missing whose value could not be read', () => {
    const value = parseConfig('a = @\n', 'main.tf').body.attributes.get('a')?.expression;
    expect(value).toMatchObject({ kind: 'literal', value: { kind: 'unknown' } });
  });

  it('does not report a missing brace that an earlier error explains', () => {
    expect(problems('a {\n  b = [1\n}\n')).toEqual(['main.tf:3,1-2 Missing item separator']);
    expect(problems('a {\n  b = 1\n')).toEqual(['main.tf:1,3-4 Unclosed configuration block']);
  });

  it('says where an argument was set before', () => {
    const [diagnostic] = parseConfig('a = 1\na = 2\n', 'main.tf').diagnostics;
    expect(diagnostic).toMatchObject({
      summary: 'Attribute redefined',
      detail: 'The argument "a" was already set at main.tf:1,1-2. Each argument may be set only once.',
    });
  });
});

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3', '(1+(2*3))'],
    ['1 - 2 - 3', '((1-2)-3)'],
    ['a && b || c', '((a&&b)||c)'],
    ['!a == b', '((!a)==b)'],
    ['-a.b[0]', '(-a.b[0])'],
    ['a ? b : c ? d : e', '(a?b:(c?d:e))'],
    ['a.*.b[0]', '(a*.b)[0]'],
    ['a[*].b[0]', '(a*.b[0])'],
    ['a.0.b', 'a[0].b'],
  ])('%s groups as %s', (text, expected) => {
    expect(grouped(text)).toBe(expected);
  });

  it('stands for one expression only', () => {
    expect(parseExpression('1 2', '-').diagnostics[0]?.summary).toBe('Extra characters after expression');
    expect(parseExpression('1 +\n  2', '-').diagnostics).toEqual([]);
  });

  it('reads a whole text as a template', () => {
    const { expression } = parseTemplate('a\n%{ if x }b%{ endif }', 'x.tftpl');
    expect(expression?.kind).toBe('template');
    expect(parseTemplate('${1', 'x.tftpl').diagnostics[0]?.summary).toBe(
      'Unclosed template interpolation sequence',
    );
  });
});

/** The expression with a pair of parentheses around each operation. */
function grouped(text: string): string {
  const { expression } = parseExpression(text, '-');
  if (expression === undefined) return 'none';
  const write = (each: typeof expression): string => {
    switch (each.kind) {
      case 'binary':
        return `(${write(each.left)}${each.operator}${write(each.right)})`;
      case 'unary':
        return `(${each.operator}${write(each.operand)})`;
      case 'conditional':
        return `(${write(each.condition)}?${write(each.whenTrue)}:${write(each.whenFalse)})`;
      case 'attribute-access':
        return `${write(each.object)}.${each.name}`;
      case 'index':
        return `${write(each.collection)}[${write(each.key)}]`;
      case 'splat':
        return `(${write(each.source)}*${write(each.each)})`;
      case 'splat-item':
        return '';
      default:
        return spanText(each.span).replace(/^\./, '');
    }
  };
  return write(expression);
}
