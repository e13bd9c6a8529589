import type { Diagnostic } from '../core/diagnostics.ts';
import { errorDiagnostic } from '../core/diagnostics.ts';
import type { Block, Body } from './ast.ts';
import { convert } from './conversion.ts';
import { evaluate } from './evaluation.ts';
import { iterate } from './for-evaluation.ts';
import { traversalOf } from './references.ts';
import type { Scope } from './scope.ts';
import { childScope } from './scope.ts';
import type { Span } from './source.ts';
import { toSourceRange } from './source.ts';
import { stringType, typeFriendlyName } from './types.ts';
import type { Mark, Value } from './values.ts';
import { dynamicUnknown, objectValue, withoutMarks } from './values.ts';

/** One block as it counts after expansion, with the scope its content is evaluated in. */
export interface BlockInstance {
  readonly labels: readonly string[];
  readonly body: Body;
  readonly scope: Scope;
  /** Where the block, or the `dynamic` block that made it, is written. */
  readonly span: Span;
}

export interface BlockExpansion {
  readonly instances: readonly BlockInstance[];
  /** False when a `for_each` is unknown: its block's content is here once, to be checked, with an unknown element. */
  readonly isKnown: boolean;
  /** Marks of the `for_each` values: how many blocks there are tells something about them. */
  readonly marks: ReadonlySet<Mark>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A body's blocks of one type, with `dynamic` blocks of that type replaced by what they generate. */
export function expandBlocks(body: Body, type: string, scope: Scope): BlockExpansion {
  const expander = new BlockExpander(scope);
  for (const block of body.blocks) {
    if (block.type === type) {
      expander.instances.push({
        labels: block.labels,
        body: block.body,
        scope,
        span: block.headerSpan,
      });
    } else if (block.type === 'dynamic' && block.labels[0] === type) {
      expander.expand(block, type);
    }
  }
  return expander;
}

const dynamicArguments = ['for_each', 'iterator', 'labels'];

class BlockExpander implements BlockExpansion {
  readonly instances: BlockInstance[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly marks = new Set<Mark>();
  isKnown = true;
  private readonly scope: Scope;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  expand(block: Block, type: string): void {
    const content = this.readContent(block);
    const forEach = block.body.attributes.get('for_each');
    if (forEach === undefined) {
      this.report(
        'Missing required argument',
        'The argument "for_each" is required, but no definition was found.',
        block.body.missingItemSpan,
      );
      return;
    }
    if (content === undefined) return;
    const iterator = this.readIterator(block) ?? type;
    const result = evaluate(forEach.expression, this.scope);
    this.diagnostics.push(...result.diagnostics);
    const collection = this.checkCollection(result.value, forEach.expression.span);
    if (collection === undefined) return;
    if (collection.kind === 'unknown') {
      this.isKnown = false;
      this.add(block, content, iterator, dynamicUnknown, dynamicUnknown);
      return;
    }
    for (const [key, value] of iterate(collection)) this.add(block, content, iterator, key, value);
  }

  private add(block: Block, content: Block, iterator: string, key: Value, value: Value): void {
    const scope = childScope(this.scope, new Map([[iterator, objectValue({ key, value })]]));
    this.instances.push({
      labels: this.evaluateLabels(block, scope),
      body: content.body,
      scope,
      span: block.headerSpan,
    });
  }

  private readContent(block: Block): Block | undefined {
    for (const attribute of block.body.attributes.values()) {
      if (dynamicArguments.includes(attribute.name)) continue;
      this.report(
        'Unsupported argument',
        `An argument named "${attribute.name}" is not expected here.`,
        attribute.nameSpan,
      );
    }
    const [content, second] = block.body.blocks.filter(({ type }) => type === 'content');
    for (const other of block.body.blocks) {
      if (other.type === 'content') continue;
      this.report(
        'Unsupported block type',
        `Blocks of type "${other.type}" are not expected here.`,
        other.typeSpan,
      );
    }
    if (content === undefined) {
      this.report(
        'Missing dynamic content block',
        'A dynamic block must have a nested block of type "content" to describe the body of each generated block.',
        block.body.missingItemSpan,
      );
    }
    if (second !== undefined) {
      this.report(
        'Extraneous dynamic content block',
        'Only one nested content block is allowed for each dynamic block.',
        second.typeSpan,
      );
    }
    return content;
  }

  private readIterator(block: Block): string | undefined {
    const attribute = block.body.attributes.get('iterator');
    if (attribute === undefined) return undefined;
    const traversal = traversalOf(attribute.expression);
    if (traversal !== undefined && traversal.steps.length === 0) return traversal.root;
    this.report(
      'Invalid expression',
      'Dynamic iterator must be a single variable name.',
      attribute.expression.span,
    );
    return undefined;
  }

  private checkCollection(value: Value, span: Span): Value | undefined {
    for (const mark of value.marks) this.marks.add(mark);
    const fail = (detail: string) => {
      this.report('Invalid dynamic for_each value', detail, span);
      return undefined;
    };
    if (value.kind === 'null') return fail('Cannot use a null value in for_each.');
    const { kind } = value.type;
    if (kind === 'string' || kind === 'number' || kind === 'bool') {
      return fail(
        `Cannot use a ${typeFriendlyName(value.type)} value in for_each. An iterable collection is required.`,
      );
    }
    return withoutMarks(value);
  }

  private evaluateLabels(block: Block, scope: Scope): string[] {
    const attribute = block.body.attributes.get('labels');
    if (attribute === undefined) return [];
    if (attribute.expression.kind !== 'tuple') {
      this.report(
        'Invalid dynamic block labels',
        'The labels of a dynamic block must be written as a list of expressions.',
        attribute.expression.span,
      );
      return [];
    }
    return attribute.expression.elements.map((element) => {
      const result = evaluate(element, scope);
      this.diagnostics.push(...result.diagnostics);
      const converted = convert(withoutMarks(result.value), stringType);
      if (converted.ok && converted.value.kind === 'string') return converted.value.string;
      if (converted.ok && converted.value.kind === 'unknown') this.isKnown = false;
      else {
        this.report(
          'Invalid dynamic block label',
          `Cannot use this value as a dynamic block label: ${converted.ok ? 'a null value' : converted.reason}.`,
          element.span,
        );
      }
      return '';
    });
  }

  private report(summary: string, detail: string, span: Span): void {
    this.diagnostics.push(errorDiagnostic(summary, detail, toSourceRange(span)));
  }
}
