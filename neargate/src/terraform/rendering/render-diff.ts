import type { DiffOptions } from './diff-marks.ts';
import {
  arrow,
  attributeName,
  forcingSuffix,
  hidden,
  indentation,
  nullSuffix,
  symbol,
} from './diff-marks.ts';
import type { Diff } from './diff-tree.ts';
import { quoteText } from './quoting.ts';
import { renderPrimitive } from './render-primitive.ts';

/** Always shown, as they tell which object this is. */
const importantNames = new Set(['id', 'name', 'tags']);

/** Renders a difference as Terraform does, from where it stands on its first line. */
export function renderDiff(diff: Diff, indent: number, options: DiffOptions): string {
  const { content } = diff;
  switch (content.kind) {
    case 'primitive':
      return renderPrimitive(diff, content, indent, options, renderDiff);
    case 'unknown': {
      const forcing = forcingSuffix(diff, options);
      if (content.before === undefined) return `(known after apply)${forcing}`;
      const inner = { ...options, hideNullSuffix: true, hideForcing: options.hideForcing || diff.replace };
      return `${renderDiff(content.before, indent, inner)} ${arrow(options)} (known after apply)${forcing}`;
    }
    case 'sensitive':
      return `(sensitive value)${nullSuffix(diff.action, options)}${forcingSuffix(diff, options)}`;
    case 'type-change': {
      const inner = { ...options, hideNullSuffix: true };
      const before = renderDiff(content.before, indent, inner);
      return `${before} ${arrow(options)} ${renderDiff(content.after, indent, inner)}${forcingSuffix(diff, options)}`;
    }
    case 'object':
      return renderObject(diff, content.attributes, indent, options);
    case 'map':
      return renderMap(diff, content.elements, indent, options);
    case 'list':
      return renderList(diff, content.elements, indent, options);
    case 'set':
      return renderSet(diff, content.elements, indent, options);
    case 'block':
      return renderBlock(diff, content, indent, options);
    case 'sensitive-block': {
      const line = `${indentation(indent + 1)}    # At least one attribute in this block is (or was) sensitive,\n`;
      const second = `${indentation(indent + 1)}    # so its contents will not be displayed.\n`;
      return `{${forcingSuffix(diff, options)}\n${line}${second}${indentation(indent)}    }`;
    }
  }
}

/** Comments above a value that begins or ceases to be sensitive. */
function sensitivityWarning({ action, content }: Diff, indent: number, { style }: DiffOptions): string {
  if (content.kind !== 'sensitive' || content.before === content.after) return '';
  if (action === 'create' || action === 'delete') return '';
  const lead = `${indentation(indent)}  # ${style.yellow('Warning')}: this attribute value will`;
  const unchanged = content.inner === 'no-op' ? ' The value is unchanged.' : '';
  const rest = content.before
    ? ` no longer be marked as sensitive\n${indentation(indent)}  # after applying this change.`
    : ` be marked as sensitive and will not\n${indentation(indent)}  # display in UI output after applying this change.`;
  return `${lead}${rest}${unchanged}\n`;
}

function renderObject(
  diff: Diff,
  attributes: ReadonlyMap<string, Diff>,
  indent: number,
  options: DiffOptions,
): string {
  const forcing = forcingSuffix(diff, options);
  if (attributes.size === 0) return `{}${nullSuffix(diff.action, options)}${forcing}`;
  const inner = { ...options, hideNullSuffix: true, allForcing: false };
  const lines = attributeLines(attributes, indent + 1, inner);
  return `{${forcing}\n${lines}${indentation(indent)}    }${nullSuffix(diff.action, options)}`;
}

function renderBlock(
  diff: Diff,
  { attributes, blocks }: Diff['content'] & { kind: 'block' },
  indent: number,
  options: DiffOptions,
): string {
  const forcing = forcingSuffix(diff, options);
  if (attributes.size === 0 && blocks.size === 0) return `{}${forcing}`;
  const inner = { ...options, allForcing: false };
  let text = `{${forcing}\n${attributeLines(attributes, indent + 1, inner)}`;
  let unchanged = 0;
  for (const [name, group] of [...blocks].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    let isFirst = true;
    for (const nested of group.diffs) {
      if (nested.action === 'no-op' && !options.showUnchanged) {
        unchanged += 1;
        continue;
      }
      if (isFirst && attributes.size > 0) text += '\n';
      isFirst = false;
      const rendered = renderDiff(nested, indent + 1, { ...inner, allForcing: group.replace });
      text += `${indentation(indent + 1)}${symbol(nested.action, options)}${attributeName(name)} ${rendered}\n`;
    }
  }
  if (unchanged > 0) text += `\n${indentation(indent + 1)}    ${hidden('block', unchanged, options)}\n`;
  return `${text}${indentation(indent)}    }`;
}

/** Lines of `name = value`, the names aligned. */
function attributeLines(attributes: ReadonlyMap<string, Diff>, indent: number, options: DiffOptions): string {
  const names = [...attributes.keys()].toSorted();
  const width = Math.max(0, ...names.map((name) => attributeName(name).length));
  let text = '';
  let unchanged = 0;
  for (const name of names) {
    const attribute = attributes.get(name);
    if (attribute === undefined) continue;
    const isImportant = importantNames.has(name);
    if (attribute.action === 'no-op' && !options.showUnchanged && !isImportant) {
      unchanged += 1;
      continue;
    }
    const inner = isImportant ? { ...options, showUnchanged: true } : options;
    text += sensitivityWarning(attribute, indent, options);
    text += `${indentation(indent)}${symbol(attribute.action, options)}${attributeName(name).padEnd(width)} = ${renderDiff(attribute, indent, inner)}\n`;
  }
  if (unchanged > 0) text += `${indentation(indent)}    ${hidden('attribute', unchanged, options)}\n`;
  return text;
}

function renderMap(
  diff: Diff,
  elements: ReadonlyMap<string, Diff>,
  indent: number,
  options: DiffOptions,
): string {
  const forcing = forcingSuffix(diff, options);
  if (elements.size === 0) return `{}${nullSuffix(diff.action, options)}${forcing}`;
  const keys = [...elements.keys()].toSorted();
  const width = Math.max(...keys.map((key) => quoteText(key).length));
  const inner = { ...options, hideNullSuffix: diff.action === 'delete', allForcing: false };
  let text = `{${forcing}\n`;
  let unchanged = 0;
  for (const key of keys) {
    const element = elements.get(key);
    if (element === undefined) continue;
    if (element.action === 'no-op' && !options.showUnchanged) {
      unchanged += 1;
      continue;
    }
    const comma = element.content.kind === 'object' ? ',' : '';
    text += sensitivityWarning(element, indent + 1, options);
    text += `${indentation(indent + 1)}${symbol(element.action, options)}${quoteText(key).padEnd(width)} = ${renderDiff(element, indent + 1, inner)}${comma}\n`;
  }
  if (unchanged > 0) text += `${indentation(indent + 1)}    ${hidden('element', unchanged, options)}\n`;
  return `${text}${indentation(indent)}    }${nullSuffix(diff.action, options)}`;
}

/** Elements around a change are shown too, as their order matters. */
function renderList(diff: Diff, elements: readonly Diff[], indent: number, options: DiffOptions): string {
  const forcing = forcingSuffix(diff, options);
  if (elements.length === 0) return `[]${nullSuffix(diff.action, options)}${forcing}`;
  const inner = { ...options, hideNullSuffix: true, allForcing: false };
  const whole = { ...options, showUnchanged: true, allForcing: false };
  const lead = indentation(indent + 1);
  let text = `[${forcing}\n`;
  let skipped: Diff[] = [];
  let afterChange = false;
  for (const element of elements) {
    const isUnchanged = element.action === 'no-op';
    if (isUnchanged && !afterChange && !options.showUnchanged) {
      skipped.push(element);
      continue;
    }
    if (skipped.length > 1) text += `${lead}    ${hidden('element', skipped.length - 1, options)}\n`;
    const neighbour = skipped.at(-1);
    if (neighbour !== undefined) text += `${lead}    ${renderDiff(neighbour, indent + 1, whole)},\n`;
    skipped = [];
    afterChange = !isUnchanged;
    text += sensitivityWarning(element, indent + 1, options);
    text += `${lead}${symbol(element.action, options)}${renderDiff(element, indent + 1, isUnchanged ? whole : inner)},\n`;
  }
  if (skipped.length > 0) text += `${lead}    ${hidden('element', skipped.length, options)}\n`;
  return `${text}${indentation(indent)}    ]${nullSuffix(diff.action, options)}`;
}

function renderSet(diff: Diff, elements: readonly Diff[], indent: number, options: DiffOptions): string {
  const forcing = forcingSuffix(diff, options);
  if (elements.length === 0) return `[]${nullSuffix(diff.action, options)}${forcing}`;
  const inner = { ...options, hideNullSuffix: true, allForcing: false };
  let text = `[${forcing}\n`;
  let unchanged = 0;
  for (const element of elements) {
    if (element.action === 'no-op' && !options.showUnchanged) {
      unchanged += 1;
      continue;
    }
    text += `${indentation(indent + 1)}${symbol(element.action, options)}${renderDiff(element, indent + 1, inner)},\n`;
  }
  if (unchanged > 0) text += `${indentation(indent + 1)}    ${hidden('element', unchanged, options)}\n`;
  return `${text}${indentation(indent)}    ]${nullSuffix(diff.action, options)}`;
}
