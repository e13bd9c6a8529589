import { formatBigFloat } from '../../hcl/big-float.ts';
import { fromPlain } from '../../hcl/json.ts';
import { dynamicType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import type { DiffOptions } from './diff-marks.ts';
import { arrow, forcingSuffix, indentation, nullSuffix, symbol } from './diff-marks.ts';
import type { Diff } from './diff-tree.ts';
import { quoteText } from './quoting.ts';
import { matchSequences } from './sequence-matching.ts';
import { valueDiff } from './value-diff.ts';

/** Renders any difference; texts that hold JSON need it. */
type Render = (diff: Diff, indent: number, options: DiffOptions) => string;

/** Renders a text, number, bool or null; JSON texts as the data they hold, and texts of several lines line by line. */
export function renderPrimitive(
  diff: Diff,
  { before, after }: { readonly before: Value | undefined; readonly after: Value | undefined },
  indent: number,
  options: DiffOptions,
  render: Render,
): string {
  const forcing = forcingSuffix(diff, options);
  const from = before === undefined ? undefined : readText(before);
  const to = after === undefined ? undefined : readText(after);
  switch (diff.action) {
    case 'create':
    case 'no-op':
      if (to?.json !== undefined)
        return renderJson(
          diff,
          diff.action === 'create' ? undefined : to.json,
          to.json,
          indent,
          options,
          render,
        );
      return to?.lines === undefined
        ? `${simple(after, options)}${forcing}`
        : heredoc(
            diff,
            to.lines.map((line) => plainLine(line, indent)),
            indent,
            options,
          );
    case 'delete':
      if (from?.json !== undefined) return renderJson(diff, from.json, undefined, indent, options, render);
      if (before?.kind === 'null') return `${simple(before, options)}${forcing}`;
      return from?.lines === undefined
        ? `${simple(before, options)}${nullSuffix(diff.action, options)}${forcing}`
        : heredoc(
            diff,
            from.lines.map((line) => plainLine(line, indent)),
            indent,
            options,
          );
    case 'update': {
      if (from?.json !== undefined && to?.json !== undefined)
        return renderJson(diff, from.json, to.json, indent, options, render);
      if (from?.json !== undefined || to?.json !== undefined)
        return render(typeChange(diff, before, after), indent, options);
      if (from?.lines === undefined && to?.lines === undefined) {
        return `${simple(before, options)} ${arrow(options)} ${simple(after, options)}${forcing}`;
      }
      return heredoc(
        diff,
        changedLines(linesOf(from, before), linesOf(to, after), indent, options),
        indent,
        options,
      );
    }
  }
}

interface ReadText {
  /** The data, when the text is a JSON object or array. */
  readonly json?: Value;
  /** When there are several. */
  readonly lines?: readonly string[];
}

function readText(value: Value): ReadText {
  if (value.kind !== 'string') return {};
  const text = value.string;
  if (/^[{[]/.test(text)) {
    try {
      return { json: fromPlain(JSON.parse(text)) };
    } catch {
      // Some other text that begins so.
    }
  }
  return text.includes('\n') ? { lines: text.trim().split('\n') } : {};
}

function linesOf(text: ReadText | undefined, value: Value | undefined): readonly string[] {
  return text?.lines ?? (value?.kind === 'string' ? [value.string] : []);
}

function simple(value: Value | undefined, { style }: DiffOptions): string {
  switch (value?.kind) {
    case 'string':
      return quoteText(value.string);
    case 'number':
      return formatBigFloat(value.number);
    case 'bool':
      return String(value.bool);
    default:
      return style.gray('null');
  }
}

function typeChange(diff: Diff, before: Value | undefined, after: Value | undefined): Diff {
  const content = {
    kind: 'type-change',
    before: { action: 'delete', replace: false, content: { kind: 'primitive', before, after: undefined } },
    after: { action: 'create', replace: false, content: { kind: 'primitive', before: undefined, after } },
  } as const;
  return { ...diff, content };
}

function renderJson(
  diff: Diff,
  before: Value | undefined,
  after: Value | undefined,
  indent: number,
  options: DiffOptions,
  render: Render,
): string {
  const inner = valueDiff(before, after, dynamicType);
  const isSpaceOnly = inner.action === 'no-op' && diff.action === 'update';
  const note = isSpaceOnly
    ? ` # whitespace changes${diff.replace ? ' force replacement' : ''}`
    : forcingSuffix(diff, options);
  const rendered = render(inner, indent + 1, {
    ...options,
    hideNullSuffix: true,
    allForcing: false,
    showUnchanged: options.showUnchanged || isSpaceOnly,
  });
  const suffix = nullSuffix(diff.action, options);
  if (!rendered.includes('\n')) return `jsonencode(${rendered})${note}${suffix}`;
  const mark = symbol(diff.action === 'update' && !isSpaceOnly ? 'update' : 'no-op', options);
  return `jsonencode(${note}\n${indentation(indent + 1)}${mark}${rendered}\n${indentation(indent)}    )${suffix}`;
}

function plainLine(line: string, indent: number): string {
  return `${indentation(indent + 1)}    ${line}`;
}

function changedLines(
  before: readonly string[],
  after: readonly string[],
  indent: number,
  options: DiffOptions,
): string[] {
  const pairs = matchSequences(
    before,
    after,
    (a, b) => a === b,
    () => false,
  );
  return pairs.map(([left, right]) => {
    const action = left === undefined ? 'create' : right === undefined ? 'delete' : 'no-op';
    const line = left === undefined ? after[right ?? 0] : before[left];
    return `${indentation(indent + 1)}${symbol(action, options)}${line ?? ''}`;
  });
}

function heredoc(diff: Diff, lines: readonly string[], indent: number, options: DiffOptions): string {
  return `<<-EOT${forcingSuffix(diff, options)}\n${lines.join('\n')}\n${indentation(indent)}    EOT${nullSuffix(diff.action, options)}`;
}
