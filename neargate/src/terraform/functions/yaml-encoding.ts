import { formatBigFloat } from '../../hcl/big-float.ts';
import type { Value } from '../../hcl/values.ts';

/** Writes YAML the way Terraform does: block style, two spaces, every text and key in double quotes. */
export function encodeYaml(value: Value): string {
  if (value.kind === 'sequence' && value.elements.length > 0) return encodeSequence(value.elements, '');
  if (value.kind === 'mapping' && value.entries.size > 0) return encodeMapping(value.entries, '');
  // A plain scalar alone needs the mark that nothing more of it follows.
  const isPlain = value.kind === 'number' || value.kind === 'bool' || value.kind === 'null';
  return `${encodeInline(value, '')}\n${isPlain ? '...\n' : ''}`;
}

function encodeSequence(elements: readonly Value[], indent: string): string {
  return elements
    .map((element) => {
      const inner = `${indent}  `;
      if (element.kind === 'sequence' && element.elements.length > 0) {
        return `${indent}- ${encodeSequence(element.elements, inner).slice(inner.length)}`;
      }
      if (element.kind === 'mapping' && element.entries.size > 0) {
        return `${indent}- ${encodeMapping(element.entries, inner).slice(inner.length)}`;
      }
      return `${indent}- ${encodeInline(element, inner)}\n`;
    })
    .join('');
}

function encodeMapping(entries: ReadonlyMap<string, Value>, indent: string): string {
  return [...entries]
    .map(([key, entry]) => {
      const head = `${indent}${quote(key)}:`;
      if (entry.kind === 'sequence' && entry.elements.length > 0) {
        return `${head}\n${encodeSequence(entry.elements, indent)}`;
      }
      if (entry.kind === 'mapping' && entry.entries.size > 0) {
        return `${head}\n${encodeMapping(entry.entries, `${indent}  `)}`;
      }
      return `${head} ${encodeInline(entry, `${indent}  `)}\n`;
    })
    .join('');
}

function encodeInline(value: Value, indent: string): string {
  switch (value.kind) {
    case 'string':
      return value.string.includes('\n') ? literalBlock(value.string, indent) : quote(value.string);
    case 'number':
      return formatBigFloat(value.number);
    case 'bool':
      return String(value.bool);
    case 'sequence':
      return '[]';
    case 'mapping':
      return '{}';
    case 'null':
    case 'unknown':
      return 'null';
  }
}

/** A text of several lines as it is, with what says how many line breaks end it. */
function literalBlock(text: string, indent: string): string {
  const chomping = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') || text === '\n' ? '+' : '';
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const lines = text.replace(/\n$/, '').split('\n');
  const prefix = indent === '' ? '  ' : indent;
  return `|${hint}${chomping}\n${lines.map((line) => (line === '' ? '' : prefix + line)).join('\n')}`;
}

const yamlEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\0', '\\0'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['\x1b', '\\e'],
  ['\x85', '\\N'],
  ['\u2028', '\\L'],
  ['\u2029', '\\P'],
]);

/** Control characters, and what the YAML library of Terraform takes for unprintable. */
const unprintable = /["\\]|[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\u{10000}-\u{10ffff}]/gu;

function quote(text: string): string {
  return `"${text.replace(unprintable, (character) => yamlEscapes.get(character) ?? escapeByNumber(character))}"`;
}

function escapeByNumber(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
