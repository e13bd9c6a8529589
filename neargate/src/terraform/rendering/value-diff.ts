import type { Type } from '../../hcl/types.ts';
import { dynamicType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { contentEquals, isSensitive, valuesEqual, withoutMarks } from '../../hcl/values.ts';
import type { Diff, DiffAction } from './diff-tree.ts';
import { combineActions, isPresent, startingAction } from './diff-tree.ts';
import { matchElements } from './sequence-matching.ts';

/** Which paths force a replacement, seen from the place that is looked at: the rests of the paths that lead through it. */
export type ReplacePaths = readonly (readonly (string | number)[])[];

export function forcesReplacement(paths: ReplacePaths): boolean {
  return paths.some((path) => path.length === 0);
}

export function pathsInto(paths: ReplacePaths, step: string | number): ReplacePaths {
  if (paths.length === 0) return paths;
  return paths.flatMap((path) => (path[0] === step ? [path.slice(1)] : []));
}

/**
 * Compares two values of a type. Values of open type are compared as JSON data is: maps show as objects and sets as lists,
 * and an explicit null shows.
 */
export function valueDiff(
  before: Value | undefined,
  after: Value | undefined,
  type: Type,
  paths: ReplacePaths = [],
): Diff {
  const replace = forcesReplacement(paths);
  if ((before !== undefined && isSensitive(before)) || (after !== undefined && isSensitive(after))) {
    return sensitiveDiff(before, after, type, paths);
  }
  if (after?.kind === 'unknown') {
    return isPresent(before)
      ? {
          action: 'update',
          replace,
          content: { kind: 'unknown', before: valueDiff(before, undefined, type) },
        }
      : { action: 'create', replace, content: { kind: 'unknown', before: undefined } };
  }
  if (type.kind === 'dynamic') return openDiff(before, after);
  switch (type.kind) {
    case 'list':
      return listDiff(before, after, type.element, paths);
    case 'set':
      return setDiff(before, after, type.element, replace);
    case 'map':
      return mappingDiff('map', before, after, () => type.element, paths);
    case 'object':
      return mappingDiff('object', before, after, (name) => type.attributes.get(name) ?? dynamicType, paths);
    case 'tuple':
      return openDiff(before, after);
    case 'string':
    case 'number':
    case 'bool':
      return primitiveDiff(absentIfNull(before), absentIfNull(after), replace);
  }
}

function sensitiveDiff(
  before: Value | undefined,
  after: Value | undefined,
  type: Type,
  paths: ReplacePaths,
): Diff {
  const was = before !== undefined && isSensitive(before);
  const is = after !== undefined && isSensitive(after);
  const inner = valueDiff(
    before === undefined ? undefined : withoutMarks(before),
    after === undefined ? undefined : withoutMarks(after),
    type,
    paths,
  );
  // Becoming sensitive or ceasing to be is a change in itself.
  const action = inner.action === 'no-op' && was !== is ? 'update' : inner.action;
  return {
    action,
    replace: inner.replace,
    content: { kind: 'sensitive', before: was, after: is, inner: inner.action },
  };
}

/** Compares data without a declared type. Undefined is absent; null is a value. What forces a replacement is not said in it. */
function openDiff(before: Value | undefined, after: Value | undefined): Diff {
  const from = before === undefined ? undefined : shapeOf(before);
  const to = after === undefined ? undefined : shapeOf(after);
  if (from !== undefined && to !== undefined && from !== to) {
    return {
      action: 'update',
      replace: false,
      content: {
        kind: 'type-change',
        before: openDiff(before, undefined),
        after: openDiff(undefined, after),
      },
    };
  }
  switch (to ?? from) {
    case 'object':
      return mappingDiff('object', before, after, () => dynamicType, [], true);
    case 'array':
      return listDiff(before, after, dynamicType, []);
    default:
      return primitiveDiff(before, after, false);
  }
}

function shapeOf(value: Value): string {
  if (value.kind === 'mapping') return 'object';
  return value.kind === 'sequence' ? 'array' : value.kind;
}

function primitiveDiff(before: Value | undefined, after: Value | undefined, replace: boolean): Diff {
  let action: DiffAction = 'update';
  if (before === undefined) action = after === undefined ? 'no-op' : 'create';
  else if (after === undefined) action = 'delete';
  else if (contentEquals(before, after)) action = 'no-op';
  return { action, replace, content: { kind: 'primitive', before, after } };
}

function mappingDiff(
  kind: 'map' | 'object',
  before: Value | undefined,
  after: Value | undefined,
  typeOf: (name: string) => Type,
  paths: ReplacePaths,
  nullsShow = kind === 'map',
): Diff {
  const left = entriesOf(before);
  const right = entriesOf(after);
  let action = startingAction(before, after);
  const parts = new Map<string, Diff>();
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const from = nullsShow ? left.get(name) : absentIfNull(left.get(name));
    const to = nullsShow ? right.get(name) : absentIfNull(right.get(name));
    if (from === undefined && to === undefined) continue;
    const diff = valueDiff(from, to, typeOf(name), pathsInto(paths, name));
    parts.set(name, diff);
    action = combineActions(action, diff.action);
  }
  const content =
    kind === 'map' ? ({ kind, elements: parts } as const) : ({ kind, attributes: parts } as const);
  return { action, replace: forcesReplacement(paths), content };
}

function listDiff(
  before: Value | undefined,
  after: Value | undefined,
  element: Type,
  paths: ReplacePaths,
): Diff {
  const left = elementsOf(before);
  const right = elementsOf(after);
  let action = startingAction(before, after);
  const elements = matchElements(left, right, valuesEqual, isMapping).map(([leftIndex, rightIndex]) => {
    const from = leftIndex === undefined ? undefined : left[leftIndex];
    const to = rightIndex === undefined ? undefined : right[rightIndex];
    const diff = valueDiff(from, to, element, pathsInto(paths, leftIndex ?? rightIndex ?? 0));
    action = combineActions(action, diff.action);
    return diff;
  });
  return { action, replace: forcesReplacement(paths), content: { kind: 'list', elements } };
}

function setDiff(before: Value | undefined, after: Value | undefined, element: Type, replace: boolean): Diff {
  let action = startingAction(before, after);
  const elements = matchSets(elementsOf(before), elementsOf(after)).map(([from, to]) => {
    const diff = valueDiff(from, to, element);
    action = combineActions(action, diff.action);
    return diff;
  });
  return { action, replace, content: { kind: 'set', elements } };
}

/** Pairs equal elements of two sets; others stand alone, those that go before those that come. */
export function matchSets(
  before: readonly Value[],
  after: readonly Value[],
): readonly (readonly [Value | undefined, Value | undefined])[] {
  const left = [...after];
  const pairs = before.map((value) => {
    const index = left.findIndex((other) => other.kind !== 'unknown' && contentEquals(value, other));
    const [found] = index === -1 ? [] : left.splice(index, 1);
    return [value, found] as const;
  });
  return [...pairs, ...left.map((value) => [undefined, value] as const)];
}

function isMapping(value: Value): boolean {
  return value.kind === 'mapping';
}

function absentIfNull(value: Value | undefined): Value | undefined {
  return value?.kind === 'null' ? undefined : value;
}

function entriesOf(value: Value | undefined): ReadonlyMap<string, Value> {
  return value?.kind === 'mapping' ? value.entries : new Map<string, Value>();
}

export function elementsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'sequence' ? value.elements : [];
}
