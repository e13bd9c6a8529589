import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import { BuildspecError, type UnknownKeys } from './buildspec.ts';

/** A mapping of the buildspec with its place. */
export interface Section {
  /** As AWS names it in messages, such as `phases` or `build`. */
  readonly name: string;
  readonly line: number;
  readonly entries: readonly { readonly key: string; readonly line: number; readonly value: Node | null }[];
}

/** Reads parts of a parsed buildspec and complains with lines. */
export interface SectionReader {
  /** An empty section when `node` is absent or null. */
  section(name: string, node: Node | null | undefined, line: number): Section;
  /** The text of a scalar as it was written; undefined when absent or null. */
  text(where: string, node: Node | null | undefined, line: number): string | undefined;
  /** `yes`, `no`, `true` or `false`; `otherwise` when absent. */
  flag(where: string, node: Node | null | undefined, line: number, otherwise: boolean): boolean;
  /** Scalars of a list, of lists in it, or one scalar alone. */
  list(where: string, node: Node | null | undefined, line: number): readonly { text: string; line: number }[];
  /** A mapping of names to scalars. */
  texts(name: string, node: Node | null | undefined, line: number): Readonly<Record<string, string>>;
  lineOf(node: Node | null | undefined, otherwise: number): number;
  /** Remembers keys that are none of these. */
  expect(section: Section, known: readonly string[]): void;
  readonly unknown: readonly UnknownKeys[];
}

export function sectionReader(document: Document, lines: LineCounter): SectionReader {
  const unknown: UnknownKeys[] = [];
  const resolve = (node: Node | null | undefined): Node | null =>
    isAlias(node) ? (node.resolve(document) ?? null) : (node ?? null);
  const lineOf = (node: Node | null | undefined, otherwise: number) =>
    node?.range === undefined || node.range === null ? otherwise : lines.linePos(node.range[0]).line;

  const reader: SectionReader = {
    lineOf,
    section(name, given, line) {
      const node = resolve(given);
      if (node === null || (isScalar(node) && node.value === null)) return { name, line, entries: [] };
      if (!isMap(node))
        throw new BuildspecError(
          `Expected ${name} to be a mapping of keys to values at line ${lineOf(node, line)}`,
        );
      const entries = node.items.map((pair) => {
        const key = pair.key as Node | null;
        const keyLine = lineOf(key, line);
        return {
          key: reader.text(`a key of ${name}`, key, keyLine) ?? '',
          line: keyLine,
          value: resolve(pair.value as Node | null),
        };
      });
      return { name, line, entries };
    },
    text(where, given, line) {
      const node = resolve(given);
      if (node === null) return undefined;
      if (!isScalar(node)) throw notText(where, lineOf(node, line), line);
      if (node.value === null) return undefined;
      return typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
    },
    flag(where, node, line, otherwise) {
      const text = reader.text(where, node, line)?.toLowerCase();
      if (text === undefined) return otherwise;
      if (['yes', 'true', 'on'].includes(text)) return true;
      if (['no', 'false', 'off'].includes(text)) return false;
      throw new BuildspecError(`Expected ${where} to be yes or no, found ${text} at line ${line}`);
    },
    list(where, given, line) {
      const node = resolve(given);
      if (isSeq(node)) return itemsOf(where, node.items as Node[], line);
      const text = reader.text(where, node, line);
      return text === undefined ? [] : [{ text, line: lineOf(node, line) }];
    },
    texts(name, node, line) {
      const { entries } = reader.section(name, node, line);
      return Object.fromEntries(
        entries.map((entry) => [
          entry.key,
          reader.text(`${name}.${entry.key}`, entry.value, entry.line) ?? '',
        ]),
      );
    },
    expect({ name, entries }, known) {
      const keys = entries.map(({ key }) => key).filter((key) => !known.includes(key));
      if (keys.length > 0) unknown.push({ section: name, keys });
    },
    unknown,
  };

  function itemsOf(where: string, items: readonly Node[], line: number): { text: string; line: number }[] {
    return items.flatMap((given, index) => {
      const item = resolve(given);
      const itemLine = lineOf(given, line);
      if (isSeq(item)) return itemsOf(`${where}[${index}]`, item.items as Node[], itemLine);
      const text = reader.text(`${where}[${index}]`, item, itemLine);
      return text === undefined ? [] : [{ text, line: itemLine }];
    });
  }
  return reader;
}

/** AWS's text for what YAML reads as `key: value` where a command was meant. */
function notText(where: string, line: number, keyLine: number): BuildspecError {
  return new BuildspecError(
    `Expected ${where} to be of string type: found subkeys instead at line ${line}, value of the key tag on line ${keyLine} might be empty`,
  );
}
