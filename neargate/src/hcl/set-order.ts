import { compareBigFloats, formatBigFloat } from './big-float.ts';
import { compareNames } from './types.ts';
import type { Value } from './values.ts';

/**
 * The order in which Terraform iterates the elements of a set: primitives by value, other types by a text made of their
 * content; unknown after known, null after everything else.
 */
export function compareSetElements(a: Value, b: Value): number {
  if (a.kind === 'null' || b.kind === 'null') return Number(a.kind === 'null') - Number(b.kind === 'null');
  if (a.kind === 'unknown' || b.kind === 'unknown') {
    return Number(a.kind === 'unknown') - Number(b.kind === 'unknown');
  }
  if (a.kind === 'string' && b.kind === 'string') return compareNames(a.string, b.string);
  if (a.kind === 'number' && b.kind === 'number') return compareBigFloats(a.number, b.number);
  if (a.kind === 'bool' && b.kind === 'bool') return Number(a.bool) - Number(b.bool);
  return compareNames(contentText(a), contentText(b));
}

function contentText(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return '?';
    case 'null':
      return '~';
    case 'string':
      return JSON.stringify(value.string);
    case 'number':
      return formatBigFloat(value.number);
    case 'bool':
      return value.bool ? 'T' : 'F';
    case 'sequence': {
      const [open, close] = value.type.kind === 'tuple' ? '<>' : '[]';
      return `${open}${value.elements.map((element) => `${contentText(element)};`).join('')}${close}`;
    }
    case 'mapping': {
      if (value.type.kind === 'object') {
        return `<${[...value.entries.values()].map((entry) => `${contentText(entry)};`).join('')}>`;
      }
      const entries = [...value.entries].map(
        ([key, entry]) => `${JSON.stringify(key)}:${contentText(entry)};`,
      );
      return `{${entries.join('')}}`;
    }
  }
}
