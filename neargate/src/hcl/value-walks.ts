import type { TraversalPath } from './value-paths.ts';
import type { Mark, Value } from './values.ts';
import { noMarks, withMarks, withoutMarks } from './values.ts';

/** Whether the value or anything in it is unknown. */
export function containsUnknown(value: Value): boolean {
  return someValue(value, (inner) => inner.kind === 'unknown');
}

/** Whether the value or anything in it carries the mark. */
export function containsMark(value: Value, mark: Mark): boolean {
  return someValue(value, (inner) => inner.marks.has(mark));
}

/** All marks of the value and of anything in it. */
export function allMarks(value: Value): ReadonlySet<Mark> {
  const marks = new Set<Mark>();
  someValue(value, (inner) => {
    for (const mark of inner.marks) marks.add(mark);
    return false;
  });
  return marks.size === 0 ? noMarks : marks;
}

/** Replaces each unknown in the value by what `replace` gives for it; its type must be the same. */
export function mapUnknown(
  value: Value,
  replace: (unknown: Value & { readonly kind: 'unknown' }, path: TraversalPath) => Value,
): Value {
  return transformValue(value, (inner, path) => (inner.kind === 'unknown' ? replace(inner, path) : inner));
}

export interface MarkedPath {
  readonly path: TraversalPath;
  readonly marks: ReadonlySet<Mark>;
}

/** The value without any marks, and where they were: `withMarkedPaths` puts them back. */
export function deepUnmark(value: Value): { value: Value; paths: readonly MarkedPath[] } {
  // Most values carry no marks, and looking is cheaper than rebuilding.
  if (!someValue(value, (inner) => inner.marks.size > 0)) return { value, paths: [] };
  const paths: MarkedPath[] = [];
  const bare = transformValue(value, (inner, path) => {
    if (inner.marks.size === 0) return inner;
    paths.push({ path, marks: inner.marks });
    return withoutMarks(inner);
  });
  return paths.length === 0 ? { value, paths } : { value: bare, paths };
}

/** Puts marks at their paths; a path that the value does not have is passed over. */
export function withMarkedPaths(value: Value, paths: readonly MarkedPath[]): Value {
  if (paths.length === 0) return value;
  const marksByPath = new Map(paths.map(({ path, marks }) => [JSON.stringify(path), marks]));
  return transformValue(value, (inner, path) => {
    const marks = marksByPath.get(JSON.stringify(path));
    return marks === undefined ? inner : withMarks(inner, marks);
  });
}

/**
 * Rebuilds the value from the inside out: `transform` gets each value after the values in it, with its path, and must keep
 * its type. Elements of a set have their position in its order as the last step.
 */
export function transformValue(
  value: Value,
  transform: (value: Value, path: TraversalPath) => Value,
  path: TraversalPath = [],
): Value {
  switch (value.kind) {
    case 'sequence': {
      let changed = false;
      const elements = value.elements.map((element, index) => {
        const result = transformValue(element, transform, [...path, index]);
        changed ||= result !== element;
        return result;
      });
      return transform(changed ? { ...value, elements } : value, path);
    }
    case 'mapping': {
      let changed = false;
      const entries = new Map<string, Value>();
      for (const [key, entry] of value.entries) {
        const result = transformValue(entry, transform, [...path, key]);
        changed ||= result !== entry;
        entries.set(key, result);
      }
      return transform(changed ? { ...value, entries } : value, path);
    }
    case 'unknown':
    case 'null':
    case 'string':
    case 'number':
    case 'bool':
      return transform(value, path);
  }
}

/** Whether the predicate holds for the value or anything in it. */
export function someValue(value: Value, predicate: (value: Value) => boolean): boolean {
  if (predicate(value)) return true;
  switch (value.kind) {
    case 'sequence':
      return value.elements.some((element) => someValue(element, predicate));
    case 'mapping':
      for (const entry of value.entries.values()) if (someValue(entry, predicate)) return true;
      return false;
    case 'unknown':
    case 'null':
    case 'string':
    case 'number':
    case 'bool':
      return false;
  }
}
