import type { Document, Node } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { formatBigFloat, parseBigFloat } from '../../hcl/big-float.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { dynamicType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { boolValue, nullValue, numberValue, objectValue, stringValue, tupleValue } from '../../hcl/values.ts';

/** Reads one YAML document. Numbers keep all their digits. */
export function decodeYaml(text: string): Value {
  const [document, second] = parseAllDocuments(text, { version: '1.2', merge: true });
  if (document === undefined) return nullValue(dynamicType);
  const error = document.errors[0];
  if (error !== undefined) throw new FunctionError(error.message.split('\n')[0] ?? error.message, 0);
  if (second !== undefined) throw new FunctionError('unexpected extra content after value', 0);
  return document.contents === null ? nullValue(dynamicType) : fromNode(document.contents, document);
}

function fromNode(node: Node, document: Document): Value {
  if (isAlias(node)) {
    const target = node.resolve(document);
    if (target === undefined) {
      throw new FunctionError(`reference to undefined anchor "${node.source}"`, 0);
    }
    return fromNode(target, document);
  }
  if (isSeq(node)) {
    return tupleValue(
      node.items.map((item) => (isNode(item) ? fromNode(item, document) : fromScalar(item, undefined))),
    );
  }
  if (isMap(node)) {
    const merged = new Map<string, Value>();
    const own = new Map<string, Value>();
    for (const pair of node.items) {
      const value = isNode(pair.value) ? fromNode(pair.value, document) : nullValue(dynamicType);
      const key = keyText(pair.key, document);
      if (key === '<<') addMerged(value, merged);
      else own.set(key, value);
    }
    return objectValue(new Map([...merged, ...own]));
  }
  return isScalar(node) ? fromScalar(node.value, node.source) : nullValue(dynamicType);
}

function addMerged(value: Value, into: Map<string, Value>): void {
  if (value.kind === 'mapping') {
    for (const [key, entry] of value.entries) if (!into.has(key)) into.set(key, entry);
  } else if (value.kind === 'sequence') {
    for (const element of value.elements) addMerged(element, into);
  }
}

function keyText(key: unknown, document: Document): string {
  const value = isNode(key) ? fromNode(key, document) : fromScalar(key, undefined);
  if (value.kind === 'string') return value.string;
  if (value.kind === 'number') return formatBigFloat(value.number);
  if (value.kind === 'bool') return String(value.bool);
  throw new FunctionError('only string, number and bool keys are supported', 0);
}

function fromScalar(value: unknown, source: string | undefined): Value {
  switch (typeof value) {
    case 'string':
      return stringValue(value);
    case 'boolean':
      return boolValue(value);
    case 'bigint':
      return numberValue(value);
    case 'number': {
      // From the digits as written where they are decimal, so that none are lost to a double.
      const written = parseBigFloat(source ?? String(value));
      if (written !== undefined) return numberValue(written);
      if (!Number.isFinite(value)) throw new FunctionError('infinity and NaN are not supported', 0);
      return numberValue(value);
    }
    default:
      return nullValue(dynamicType);
  }
}

/** Writes YAML the way Terraform does: block style, two spaces, every text and key in double quotes. */
export function encodeYaml(value: Value): string {
  if (value.kind === 'sequence' && value.elements.length > 0) return encodeSequence(value.elements, '');
  if (value.kind === 'mapping' && value.entries.size > 0) return encodeMapping(value.entries, '');
  return `${encodeInline(value, '')}\n`;
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

function quote(text: string): string {
  const escaped = text.replace(/["\\]|[\p{Cc}\u2028\u2029]/gu, (character) => {
    const known = yamlEscapes.get(character);
    return known ?? `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}
