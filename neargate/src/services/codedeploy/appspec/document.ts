import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { AppSpecError } from './appspec.ts';

/** A value in the file, with its place. */
export interface Place {
  /** As it is named in messages, such as `Properties.LoadBalancerInfo`. */
  readonly name: string;
  readonly value: unknown;
  /** From 1; of the key or the nearest thing around it. */
  readonly line: number;
  /** A member of a mapping; throws AppSpecError where this is not one. */
  member(key: string): Place;
  items(): readonly Place[];
  keys(): readonly string[];
}

/** Reads YAML, of which JSON is a part. Throws AppSpecError with the line where it is neither. */
export function readDocument(text: string): Place {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    const cause = (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
    throw new AppSpecError(
      `The AppSpec file is not valid YAML or JSON: ${cause} at line ${line}, column ${col}.`,
    );
  }
  return placeAt(document, lines, [], 'the AppSpec file', 1);
}

function placeAt(
  document: Document,
  lines: LineCounter,
  path: readonly (string | number)[],
  name: string,
  around: number,
): Place {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const range = isNode(node) ? node.range : undefined;
  const line = range === undefined || range === null ? around : lines.linePos(range[0]).line;
  const value: unknown = isNode(node) ? node.toJS(document) : node;
  const isMapping = isMap(node);
  return {
    name,
    // The number that a version or a port is written as.
    value: isScalar(node) && typeof value === 'number' ? (node.source ?? value) : value,
    line,
    member(key) {
      if (value !== undefined && value !== null && !isMapping) {
        throw new AppSpecError(`Expected ${name} to be a mapping of names to values at line ${line}.`);
      }
      const child = path.length === 0 ? key : `${name}.${key}`;
      return placeAt(document, lines, [...path, key], child, line);
    },
    items: () =>
      Array.isArray(value)
        ? value.map((_, index) => placeAt(document, lines, [...path, index], `${name}[${index}]`, line))
        : [],
    keys: () => (isMapping ? Object.keys(value as object) : []),
  };
}
