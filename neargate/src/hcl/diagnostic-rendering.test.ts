import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../core/diagnostics.ts';
import { errorDiagnostic, warningDiagnostic } from '../core/diagnostics.ts';
import { renderDiagnostic } from './diagnostic-rendering.ts';
import { Source, toSourceRange } from './source.ts';

const text = 'resource "aws_vpc" "main" {\n  cidr_block = var.nope\n}\noutput "é" { value = ["👍", x] }\n';
const source = new Source('main.tf', text);

function at(part: string) {
  const start = text.indexOf(part);
  return toSourceRange({ source, start, end: start + part.length });
}

function render(diagnostic: Diagnostic, options = { color: false, width: 78 }): string[] {
  return renderDiagnostic(diagnostic, (file) => (file === 'main.tf' ? text : undefined), options).split('\n');
}

describe('a diagnostic', () => {
  it('shows the line, points at the culprit and names the block around it', () => {
    expect(
      render(errorDiagnostic('Reference to undeclared input variable', 'No such variable.', at('var.nope'))),
    ).toEqual([
      '╷',
      '│ Error: Reference to undeclared input variable',
      '│',
      '│   on main.tf line 2, in resource "aws_vpc" "main":',
      '│    2:   cidr_block = var.nope',
      '│                      ^^^^^^^^',
      '│',
      '│ No such variable.',
      '╵',
      '',
    ]);
  });

  it('points at the right column after wide characters', () => {
    const lines = render(errorDiagnostic('S', 'D', at('x]')));
    const [code, marker] = lines.slice(4, 6).map((line) => Array.from(line));
    expect(code?.slice(marker?.indexOf('^'))).toEqual(['x', ']', ' ', '}']);
  });

  it('names the address it is about', () => {
    const [, , , withLine] = render({
      ...errorDiagnostic('S', 'D', at('var.nope')),
      address: 'aws_vpc.main',
    });
    expect(withLine).toBe('│   with aws_vpc.main,');
  });

  it('does without a source', () => {
    expect(render(warningDiagnostic('S', 'D'))).toEqual(['╷', '│ Warning: S', '│', '│ D', '╵', '']);
    const elsewhere = { ...at('x]'), file: 'other.tf' };
    expect(render(errorDiagnostic('S', 'D', elsewhere))).toContain('│   (source code not available)');
  });

  it('wraps paragraphs and leaves what is indented', () => {
    const detail = `${'word '.repeat(20).trim()}\n    ${'x'.repeat(70)}`;
    const lines = render(errorDiagnostic('S', detail), { color: false, width: 60 });
    expect(
      Math.max(...lines.filter((line) => line.includes('word')).map((line) => line.length)),
    ).toBeLessThanOrEqual(60);
    expect(lines).toContain(`│     ${'x'.repeat(70)}`);
  });

  it('underlines instead of pointing when there is colour', () => {
    const lines = render(errorDiagnostic('S', 'D', at('var.nope')), { color: true, width: 78 });
    expect(lines.some((line) => line.includes('\u001b[4mvar.nope\u001b[0m'))).toBe(true);
    expect(lines.join('')).not.toContain('^');
  });
});
