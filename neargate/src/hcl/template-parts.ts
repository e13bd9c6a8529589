import type { Expression, LiteralExpression } from './ast.ts';
import { rangeText, spanBetween, toSourceRange } from './source.ts';
import type { Span } from './source.ts';
import type { TokenStream } from './token-stream.ts';
import { stringValue } from './values.ts';

/** A template as a flat sequence, before directives are matched with what closes them. */
export type TemplatePart =
  | { readonly kind: 'text'; text: string; readonly span: Span }
  | { readonly kind: 'interpolation'; readonly expression: Expression; readonly span: Span }
  | { readonly kind: 'if'; readonly condition: Expression; readonly span: Span }
  | {
      readonly kind: 'for';
      readonly keyName: string | undefined;
      readonly valueName: string;
      readonly collection: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'else' | 'endif' | 'endfor'; readonly span: Span };

const leadingSpace = /^\p{White_Space}+/u;

/** Takes the indentation common to all lines off a `<<-` heredoc. Only literal text counts, so values cannot change it. */
export function removeIndentation(parts: readonly TemplatePart[]): void {
  let atLineStart = true;
  let smallest = Number.POSITIVE_INFINITY;
  const lineStarts: (TemplatePart & { kind: 'text' })[] = [];
  for (const part of parts) {
    if (atLineStart) {
      atLineStart = false;
      if (part.kind === 'text') {
        const spaces = leadingSpace.exec(part.text)?.[0].length ?? 0;
        const isBlankLine = spaces === part.text.length && part.text.endsWith('\n');
        if (!isBlankLine) {
          lineStarts.push(part);
          smallest = Math.min(smallest, spaces);
        }
      } else {
        smallest = 0;
      }
    }
    if (part.kind === 'text' && part.text.endsWith('\n')) atLineStart = true;
  }
  if (smallest === Number.POSITIVE_INFINITY) return;
  for (const part of lineStarts) part.text = part.text.slice(smallest);
}

/** Builds the expression of a template from its parts. */
export function templateExpression(
  stream: TokenStream,
  parts: readonly TemplatePart[],
  span: Span,
): Expression {
  const melded = meldTexts(parts);
  const [first] = melded;
  if (first === undefined) return textExpression('', span);
  if (melded.length === 1 && first.kind === 'interpolation') {
    return { kind: 'template-wrap', expression: first.expression, span };
  }
  if (melded.length === 1 && first.kind === 'text') return textExpression(first.text, span);
  const builder = new TemplateBuilder(stream, melded, span);
  return { kind: 'template', parts: builder.buildAll(), span };
}

function meldTexts(parts: readonly TemplatePart[]): TemplatePart[] {
  const melded: TemplatePart[] = [];
  for (const part of parts) {
    const last = melded.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      melded[melded.length - 1] = {
        kind: 'text',
        text: last.text + part.text,
        span: spanBetween(last.span, part.span),
      };
    } else {
      melded.push(part);
    }
  }
  return melded;
}

class TemplateBuilder {
  private readonly stream: TokenStream;
  private readonly parts: readonly TemplatePart[];
  private readonly span: Span;
  private index = 0;

  constructor(stream: TokenStream, parts: readonly TemplatePart[], span: Span) {
    this.stream = stream;
    this.parts = parts;
    this.span = span;
  }

  buildAll(): Expression[] {
    const expressions: Expression[] = [];
    for (let part = this.take(); part !== undefined; part = this.take()) expressions.push(this.build(part));
    return expressions;
  }

  private take(): TemplatePart | undefined {
    return this.parts[this.index++];
  }

  private build(part: TemplatePart): Expression {
    switch (part.kind) {
      case 'text':
        return textExpression(part.text, part.span);
      case 'interpolation':
        return part.expression;
      case 'if':
        return this.buildIf(part);
      case 'for':
        return this.buildFor(part);
      case 'else':
      case 'endif':
      case 'endfor':
        return this.stream.fail(
          `Unexpected ${part.kind} directive`,
          'The control directives within this template are unbalanced.',
          part.span,
        );
    }
  }

  private buildIf(open: TemplatePart & { kind: 'if' }): Expression {
    const [whenTrue, closer] = this.buildUntilCloser('if', open.span);
    if (closer.kind === 'endif') {
      const whenFalse = textExpression('', closer.span);
      return {
        kind: 'conditional',
        condition: open.condition,
        whenTrue,
        whenFalse,
        span: spanBetween(open.span, closer.span),
      };
    }
    if (closer.kind === 'endfor') return this.unexpectedCloser(closer, 'if', open.span);
    const [whenFalse, end] = this.buildUntilCloser('if', open.span);
    if (end.kind === 'else') {
      return this.stream.fail(
        'Unexpected else directive',
        `Already in the else clause for the if started at ${place(open.span)}.`,
        end.span,
      );
    }
    if (end.kind === 'endfor') return this.unexpectedCloser(end, 'if', open.span);
    return {
      kind: 'conditional',
      condition: open.condition,
      whenTrue,
      whenFalse,
      span: spanBetween(open.span, end.span),
    };
  }

  private buildFor(open: TemplatePart & { kind: 'for' }): Expression {
    const [body, closer] = this.buildUntilCloser('for', open.span);
    if (closer.kind === 'else') {
      return this.stream.fail(
        'Unexpected else directive',
        'An else clause is not expected for a for directive.',
        closer.span,
      );
    }
    if (closer.kind === 'endif') return this.unexpectedCloser(closer, 'for', open.span);
    return {
      kind: 'template-for',
      keyName: open.keyName,
      valueName: open.valueName,
      collection: open.collection,
      body,
      span: spanBetween(open.span, closer.span),
    };
  }

  private buildUntilCloser(
    directive: 'if' | 'for',
    open: Span,
  ): [Expression, TemplatePart & { kind: 'else' | 'endif' | 'endfor' }] {
    const inner: Expression[] = [];
    for (let part = this.take(); part !== undefined; part = this.take()) {
      if (part.kind === 'else' || part.kind === 'endif' || part.kind === 'endfor') {
        const span = { source: open.source, start: open.end, end: part.span.start };
        return [
          inner.length === 0 ? textExpression('', span) : { kind: 'template', parts: inner, span },
          part,
        ];
      }
      inner.push(this.build(part));
    }
    return this.stream.fail(
      'Unexpected end of template',
      `The ${directive} directive at ${place(open)} is missing its corresponding end${directive} directive.`,
      { source: open.source, start: this.span.end, end: this.span.end },
    );
  }

  private unexpectedCloser(closer: TemplatePart, directive: 'if' | 'for', open: Span): never {
    return this.stream.fail(
      `Unexpected ${closer.kind} directive`,
      `Expecting an end${directive} directive corresponding to the ${directive} directive at ${place(open)}.`,
      closer.span,
    );
  }
}

function textExpression(text: string, span: Span): LiteralExpression {
  return { kind: 'literal', value: stringValue(text), span };
}

function place(span: Span): string {
  return rangeText(toSourceRange(span));
}
