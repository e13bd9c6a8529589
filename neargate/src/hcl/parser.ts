import type { Diagnostic } from '../core/diagnostics.ts';
import { errorDiagnostic } from '../core/diagnostics.ts';
import type { Attribute, Block, Body, Expression } from './ast.ts';
import { parseExpressionTokens, parseTemplateTokens } from './expression-parser.ts';
import { parseQuotedLabel } from './quoted-label.ts';
import type { Token } from './scanner.ts';
import { scanTokens } from './scanner.ts';
import type { Span } from './source.ts';
import { rangeText, Source, toSourceRange } from './source.ts';
import { SyntaxFailure, TokenStream } from './token-stream.ts';
import { dynamicUnknown } from './values.ts';

/** Parses a configuration file. What could be understood is in the body even when there are errors. */
export function parseConfig(source: string, fileName: string): { body: Body; diagnostics: Diagnostic[] } {
  const parser = new BodyParser(openStream(source, fileName, 'code'));
  return { body: parser.parseFile(), diagnostics: parser.diagnostics };
}

/** Parses one expression, such as the value of a `-var` option. Undefined when it cannot be understood. */
export function parseExpression(
  source: string,
  fileName: string,
): { expression: Expression | undefined; diagnostics: Diagnostic[] } {
  const stream = openStream(source, fileName, 'code');
  return parseWhole(() =>
    // As in Terraform, line breaks mean nothing around and in a lone expression.
    stream.withNewlines(false, () => {
      const expression = parseExpressionTokens(stream);
      if (stream.peek().kind !== 'end-of-file') {
        stream.fail(
          'Extra characters after expression',
          'An expression was successfully parsed, but extra characters were found after it.',
          stream.peek(),
        );
      }
      return expression;
    }),
  );
}

/** Parses a whole text as a template, as `templatefile` does. */
export function parseTemplate(
  source: string,
  fileName: string,
): { expression: Expression | undefined; diagnostics: Diagnostic[] } {
  const stream = openStream(source, fileName, 'template');
  return parseWhole(() => parseTemplateTokens(stream));
}

function openStream(text: string, fileName: string, startAs: 'code' | 'template'): TokenStream {
  const source = new Source(fileName, text);
  return new TokenStream(source, scanTokens(source, startAs));
}

function parseWhole(parse: () => Expression): {
  expression: Expression | undefined;
  diagnostics: Diagnostic[];
} {
  try {
    return { expression: parse(), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    return { expression: undefined, diagnostics: [error.diagnostic] };
  }
}

/** What a body is made of while it is being parsed. */
interface BodyItems {
  readonly attributes: Map<string, Attribute>;
  readonly blocks: Block[];
}

class BodyParser {
  readonly diagnostics: Diagnostic[] = [];
  private readonly stream: TokenStream;

  constructor(stream: TokenStream) {
    this.stream = stream;
  }

  parseFile(): Body {
    const items: BodyItems = { attributes: new Map(), blocks: [] };
    for (;;) {
      this.parseItems(items);
      const token = this.stream.peek();
      if (token.kind === 'end-of-file') break;
      this.stream.next();
      if (this.diagnostics.length > 0) continue;
      this.report(
        token,
        'Argument or block definition required',
        'An argument or block definition is required here.',
      );
    }
    const { source } = this.stream;
    const span = { source, start: 0, end: source.text.length };
    return { ...items, span, missingItemSpan: { source, start: span.end, end: span.end } };
  }

  /** Parses items up to the brace or the end of file that ends the body. A bad item is reported and skipped. */
  private parseItems(items: BodyItems): void {
    for (;;) {
      const token = this.stream.peek();
      if (token.kind === 'newline') {
        this.stream.next();
        continue;
      }
      if (token.kind === '}' || token.kind === 'end-of-file') return;
      const mark = this.stream.mark();
      try {
        this.parseItem(items);
      } catch (error) {
        if (!(error instanceof SyntaxFailure)) throw error;
        // After an error braces may no longer pair up, so one that is missing then says nothing new.
        if (!(error.isConsequence && this.diagnostics.length > 0)) this.diagnostics.push(error.diagnostic);
        this.stream.skipItem(mark);
        this.keepName(items, mark);
      }
    }
  }

  /** An argument whose value could not be read is still there: it is not missing, and its value is anything. */
  private keepName(items: BodyItems, mark: number): void {
    const [name, equals] = this.stream.tokensFrom(mark, 2);
    if (name?.kind !== 'identifier' || equals?.kind !== '=') return;
    const span = this.stream.span(name);
    const attribute: Attribute = {
      name: this.stream.text(name),
      expression: { kind: 'literal', value: dynamicUnknown, span },
      nameSpan: span,
      span,
    };
    if (!items.attributes.has(attribute.name)) items.attributes.set(attribute.name, attribute);
  }

  private parseItem(items: BodyItems): void {
    const name = this.readItemName();
    if (this.stream.peek().kind === '=') {
      const attribute = this.parseAttribute(name);
      const end = this.stream.peek();
      if (end.kind === ',') {
        this.stream.fail(
          'Unexpected comma after argument',
          'Argument definitions must be separated by newlines, not commas. An argument definition must end with a newline.',
          end,
        );
      }
      this.endOfItem('Missing newline after argument', 'An argument definition must end with a newline.');
      this.addAttribute(items, attribute);
      return;
    }
    items.blocks.push(this.parseBlock(name));
  }

  private readItemName(): Token {
    const token = this.stream.peek();
    if (token.kind === 'open-quote') {
      this.stream.fail('Invalid argument name', 'Argument names must not be quoted.', token);
    }
    if (token.kind !== 'identifier') {
      this.stream.fail(
        'Argument or block definition required',
        'An argument or block definition is required here.',
        token,
      );
    }
    this.stream.next();
    const next = this.stream.peek().kind;
    if (next !== '=' && next !== 'open-quote' && next !== '{' && next !== 'identifier') {
      this.stream.fail(
        'Argument or block definition required',
        'An argument or block definition is required here. To set an argument, use the equals sign "=" to introduce the argument value.',
        token,
      );
    }
    return token;
  }

  private parseAttribute(name: Token): Attribute {
    this.stream.next();
    const expression = parseExpressionTokens(this.stream);
    return {
      name: this.stream.text(name),
      expression,
      nameSpan: this.stream.span(name),
      span: this.stream.spanFrom(name),
    };
  }

  private addAttribute(items: BodyItems, attribute: Attribute): void {
    const existing = items.attributes.get(attribute.name);
    if (existing === undefined) {
      items.attributes.set(attribute.name, attribute);
      return;
    }
    this.diagnostics.push(
      errorDiagnostic(
        'Attribute redefined',
        `The argument "${attribute.name}" was already set at ${rangeText(toSourceRange(existing.nameSpan))}. Each argument may be set only once.`,
        toSourceRange(attribute.nameSpan),
      ),
    );
  }

  private parseBlock(type: Token): Block {
    const { stream } = this;
    const labels: string[] = [];
    const labelSpans: Span[] = [];
    while (stream.peek().kind !== '{') {
      const token = stream.peek();
      switch (token.kind) {
        case 'open-quote':
          labels.push(parseQuotedLabel(stream));
          labelSpans.push(stream.spanFrom(token));
          break;
        case 'identifier':
          stream.next();
          labels.push(stream.text(token));
          labelSpans.push(stream.span(token));
          break;
        case '=':
          return stream.fail(
            'Invalid block definition',
            'The equals sign "=" indicates an argument definition, and must not be used when defining a block.',
            token,
          );
        case 'newline':
          return stream.fail(
            'Invalid block definition',
            'A block definition must have block content delimited by "{" and "}", starting on the same line as the block header.',
            token,
          );
        default:
          return stream.fail(
            'Invalid block definition',
            'Either a quoted string block label or an opening brace ("{") is expected here.',
            token,
          );
      }
    }
    const headerSpan = stream.spanFrom(type);
    const body = this.parseBlockBody(stream.next());
    const span = stream.spanFrom(type);
    this.endOfItem('Missing newline after block definition', 'A block definition must end with a newline.');
    return {
      type: stream.text(type),
      labels,
      body,
      typeSpan: stream.span(type),
      labelSpans,
      headerSpan,
      span,
    };
  }

  private parseBlockBody(open: Token): Body {
    const items: BodyItems = { attributes: new Map(), blocks: [] };
    const first = this.stream.peek();
    const isSingleLine = first.kind !== 'newline' && first.kind !== '}' && first.kind !== 'end-of-file';
    if (isSingleLine) this.parseSingleLine(items, open);
    else this.parseItems(items);
    if (this.stream.accept('}') === undefined) this.failUnclosed(open);
    const span = this.stream.spanFrom(open);
    const { start } = isSingleLine ? first : open;
    return { ...items, span, missingItemSpan: { ...span, start, end: start + 1 } };
  }

  /** `{ name = value }` on one line. */
  private parseSingleLine(items: BodyItems, open: Token): void {
    const { stream } = this;
    const name = this.readItemName();
    if (stream.peek().kind !== '=') {
      stream.fail(
        'Argument definition required',
        `A single-line block definition can contain only a single argument. If you meant to define argument "${stream.text(name)}", use an equals sign to assign it a value. To define a nested block, place it on a line of its own within its parent block.`,
        name,
      );
    }
    this.addAttribute(items, this.parseAttribute(name));
    const end = stream.peek();
    switch (end.kind) {
      case '}':
        return;
      case ',':
        return stream.fail(
          'Invalid single-argument block definition',
          'Single-line block syntax can include only one argument definition. To define multiple arguments, use the multi-line block syntax with one argument definition per line.',
          end,
        );
      case 'newline':
        return stream.fail(
          'Invalid single-argument block definition',
          "An argument definition on the same line as its containing block creates a single-line block definition, which must also be closed on the same line. Place the block's closing brace immediately after the argument definition.",
          end,
        );
      case 'end-of-file':
        return this.failUnclosed(open);
      default:
        return stream.fail(
          'Invalid single-argument block definition',
          'A single-line block definition must end with a closing brace immediately after its single argument definition.',
          end,
        );
    }
  }

  private failUnclosed(open: Token): never {
    const diagnostic = errorDiagnostic(
      'Unclosed configuration block',
      'There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.',
      toSourceRange(this.stream.span(open)),
    );
    throw new SyntaxFailure(diagnostic, true);
  }

  private endOfItem(summary: string, detail: string): void {
    const end = this.stream.peek();
    if (end.kind === 'newline') this.stream.next();
    else if (end.kind !== 'end-of-file') this.stream.fail(summary, detail, end);
  }

  private report(token: Token, summary: string, detail: string): void {
    this.diagnostics.push(errorDiagnostic(summary, detail, toSourceRange(this.stream.span(token))));
  }
}
