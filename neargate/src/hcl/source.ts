import type { SourcePosition, SourceRange } from '../core/diagnostics.ts';

/** A source text with its name. Line starts are computed when the first position is asked for, then kept. */
export class Source {
  readonly file: string;
  readonly text: string;
  private lineStarts: number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The line and column of a UTF-16 offset; columns count code points from 1. */
  position(offset: number): SourcePosition {
    const starts = (this.lineStarts ??= findLineStarts(this.text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = codePointLength(this.text.slice(starts[low] ?? 0, offset)) + 1;
    return { line: low + 1, column, offset };
  }
}

/** A stretch of a source, as UTF-16 offsets: `start` inclusive, `end` exclusive. What AST nodes carry. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** The form of a span that diagnostics carry. */
export function toSourceRange(span: Span): SourceRange {
  return {
    file: span.source.file,
    start: span.source.position(span.start),
    end: span.source.position(span.end),
  };
}

/** A range as messages name it: `main.tf:3,5-12`, or `main.tf:3,5-4,1` over several lines. */
export function rangeText({ file, start, end }: SourceRange): string {
  return start.line === end.line
    ? `${file}:${start.line},${start.column}-${end.column}`
    : `${file}:${start.line},${start.column}-${end.line},${end.column}`;
}

/** The source text that a span covers. */
export function spanText(span: Span): string {
  return span.source.text.slice(span.start, span.end);
}

/** The span from the start of one to the end of the other. */
export function spanBetween(from: Span, to: Span): Span {
  return { source: from.source, start: from.start, end: to.end };
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) {
    starts.push(index + 1);
  }
  return starts;
}

function codePointLength(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
