import type { Diagnostic, SourceRange } from '../core/diagnostics.ts';

export interface RenderingOptions {
  readonly color: boolean;
  /** Columns to wrap text to. */
  readonly width: number;
}

const reset = '\u001b[0m';
const bold = '\u001b[1m';
const underline = '\u001b[4m';
const colors = { error: '\u001b[31m', warning: '\u001b[33m' } as const;

/** Below this, wrapping would make text harder to read than long lines are. */
const minimumWidth = 40;

/** Renders a diagnostic as Terraform does: a box with the place, the source line with the culprit underlined, the detail. */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  sources: (file: string) => string | undefined,
  options: RenderingOptions,
): string {
  const style = (code: string, text: string) => (options.color ? `${code}${text}${reset}` : text);
  const rule = (mark: string) => style(colors[diagnostic.severity], mark);
  const title = diagnostic.severity === 'error' ? 'Error: ' : 'Warning: ';
  const width = Math.max(minimumWidth, options.width - 2);
  const lines = [
    style(colors[diagnostic.severity] + bold, title) + style(bold, diagnostic.summary),
    '',
    ...renderPlace(diagnostic, sources, options),
    ...wrapText(diagnostic.detail, width),
  ];
  while (lines.at(-1) === '') lines.pop();
  return [
    rule('╷'),
    ...lines.map((line) => (line === '' ? rule('│') : `${rule('│')} ${line}`)),
    rule('╵'),
    '',
  ].join('\n');
}

function renderPlace(
  { subject, context, address }: Diagnostic,
  sources: (file: string) => string | undefined,
  { color }: RenderingOptions,
): string[] {
  if (subject === undefined) return address === undefined ? [] : [`  with ${address},`, ''];
  const head = address === undefined ? [] : [`  with ${address},`];
  const source = sources(subject.file);
  const place = `  on ${subject.file} line ${subject.start.line}`;
  if (source === undefined) return [...head, `${place}:`, '  (source code not available)', ''];
  const sourceLines = source.split(/\r?\n/);
  const block = enclosingBlock(sourceLines, subject);
  const first = Math.min(subject.start.line, context?.start.line ?? subject.start.line);
  // A culprit that ends at the start of a line does not reach into it.
  const subjectEnd =
    subject.end.column === 1 && subject.end.line > subject.start.line
      ? subject.end.line - 1
      : subject.end.line;
  const last = Math.max(subjectEnd, context?.end.line ?? subjectEnd);
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const line = sourceLines[number - 1] ?? '';
    shown.push(`${String(number).padStart(4)}: ${color ? underlined(line, number, subject) : line}`);
    const marker = color ? undefined : markerLine(line, number, subject);
    if (marker !== undefined) shown.push(`      ${marker}`);
  }
  return [...head, `${place}${block === undefined ? '' : `, in ${block}`}:`, ...shown, ''];
}

/** The header of the top-level block around a range, such as `resource "aws_vpc" "main"`. */
function enclosingBlock(lines: readonly string[], range: SourceRange): string | undefined {
  for (let number = range.start.line; number >= 1; number--) {
    const line = lines[number - 1] ?? '';
    const header = /^([A-Za-z_][\w-]*(?:\s+(?:"[^"]*"|[A-Za-z_][\w-]*))*)\s*\{/.exec(line);
    if (header?.[1] !== undefined) return header[1];
    if (number < range.start.line && line.startsWith('}')) return undefined;
  }
  return undefined;
}

function culpritColumns(line: string, number: number, range: SourceRange): readonly [number, number] {
  const characters = Array.from(line);
  const start = number === range.start.line ? range.start.column - 1 : 0;
  const end = number === range.end.line ? range.end.column - 1 : characters.length;
  return [start, Math.max(start, Math.min(end, characters.length))];
}

function underlined(line: string, number: number, range: SourceRange): string {
  if (number < range.start.line || number > range.end.line) return line;
  const [start, end] = culpritColumns(line, number, range);
  const characters = Array.from(line);
  const culprit = characters.slice(start, end).join('');
  if (culprit === '') return line;
  return `${characters.slice(0, start).join('')}${underline}${culprit}${reset}${characters.slice(end).join('')}`;
}

/** Without colour the culprit is pointed at from below, on its first line. */
function markerLine(line: string, number: number, range: SourceRange): string | undefined {
  if (number !== range.start.line) return undefined;
  const [start, end] = culpritColumns(line, number, range);
  const indent = Array.from(line)
    .slice(0, start)
    .map((character) => (character === '\t' ? '\t' : ' '))
    .join('');
  return `${indent}${'^'.repeat(Math.max(1, end - start))}`;
}

/** Wraps paragraphs at spaces; lines that begin with a space are kept, as they are laid out already. */
function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    if (paragraph.length <= width || paragraph.startsWith(' ')) return [paragraph];
    const lines: string[] = [];
    let current = '';
    for (const word of paragraph.split(' ')) {
      const joined = current === '' ? word : `${current} ${word}`;
      if (joined.length > width && current !== '') {
        lines.push(current);
        current = word;
      } else {
        current = joined;
      }
    }
    return [...lines, current];
  });
}
