import type { Type } from './types.ts';
import {
  containsDynamic,
  dynamicType,
  isPrimitiveType,
  listType,
  mapType,
  objectType,
  setType,
  tupleType,
  typeEquals,
  withoutOptionalAttributes,
} from './types.ts';

/**
 * Whether values of one type can become another. Safe conversions always succeed (a number becomes text); unsafe ones
 * depend on the value (text becomes a number). Mirrors the `convert` package of go-cty.
 */
export function canConvert(from: Type, to: Type, unsafe: boolean): boolean {
  if (to.kind === 'dynamic') return true;
  if (from.kind === 'dynamic') return unsafe;
  if (isPrimitiveType(from) && isPrimitiveType(to)) {
    if (from.kind === to.kind) return true;
    return to.kind === 'string' || (unsafe && from.kind === 'string');
  }
  switch (to.kind) {
    case 'object':
      return canConvertToObject(from, to, unsafe);
    case 'tuple':
      return (
        from.kind === 'tuple' &&
        from.elements.length === to.elements.length &&
        from.elements.every((element, index) =>
          isConvertible(element, to.elements[index] ?? dynamicType, unsafe),
        )
      );
    case 'list':
    case 'set':
      if (from.kind === 'tuple') return canConvertAll(from.elements, to.element, unsafe);
      if (from.kind !== 'list' && from.kind !== 'set') return false;
      if (to.kind === 'set' && from.kind === 'list' && !unsafe) return false;
      return isConvertible(from.element, to.element, unsafe);
    case 'map':
      if (from.kind === 'object') return canConvertAll([...from.attributes.values()], to.element, unsafe);
      return from.kind === 'map' && isConvertible(from.element, to.element, unsafe);
    case 'string':
    case 'number':
    case 'bool':
      return false;
  }
}

function isConvertible(from: Type, to: Type, unsafe: boolean): boolean {
  return typeEquals(from, to) || canConvert(from, to, unsafe);
}

function canConvertAll(elements: readonly Type[], to: Type, unsafe: boolean): boolean {
  if (elements.length === 0) return true;
  const target = to.kind === 'dynamic' ? unify(elements, unsafe) : to;
  if (target === undefined) return false;
  if (target.kind === 'dynamic') return elements.every((element) => element.kind === 'dynamic');
  return elements.every((element) => isConvertible(element, target, unsafe));
}

function canConvertToObject(from: Type, to: Type & { kind: 'object' }, unsafe: boolean): boolean {
  if (from.kind === 'object') {
    for (const [name, type] of to.attributes) {
      const given = from.attributes.get(name);
      if (given === undefined ? !to.optional.has(name) : !isConvertible(given, type, unsafe)) return false;
    }
    return true;
  }
  if (from.kind !== 'map' || !unsafe) return false;
  for (const [name, type] of to.attributes) {
    if (!isConvertible(from.element, type, true) && !to.optional.has(name)) return false;
  }
  return true;
}

/**
 * The type that values of all these types convert to, or undefined when there is none. `unsafe` allows conversions that
 * depend on the value, as conditionals do.
 */
export function unify(types: readonly Type[], unsafe = true): Type | undefined {
  const [first] = types;
  if (first === undefined) return undefined;
  if (types.every((type) => typeEquals(type, first))) return first;
  const count = (kind: Type['kind']) => types.filter((type) => type.kind === kind).length;
  const dynamic = count('dynamic');
  const isAll = (...counts: number[]) =>
    (counts[0] ?? 0) > 0 && counts.reduce((sum, each) => sum + each, dynamic) === types.length;
  const [maps, lists, sets, objects, tuples] = [
    count('map'),
    count('list'),
    count('set'),
    count('object'),
    count('tuple'),
  ];
  if (isAll(maps)) return dynamic > 0 ? dynamicType : unifyElements(types, mapType, unsafe);
  if (isAll(maps, objects)) {
    const unified = unifyStructuralAs('map', types, unsafe);
    if (unified !== undefined) return unified;
  } else if (isAll(lists)) {
    return dynamic > 0 ? dynamicType : unifyElements(types, listType, unsafe);
  } else if (isAll(lists, tuples)) {
    const unified = unifyStructuralAs('list', types, unsafe);
    if (unified !== undefined) return unified;
  } else if (isAll(sets)) {
    return dynamic > 0 ? dynamicType : unifyElements(types, setType, unsafe);
  } else if (isAll(objects)) {
    return dynamic > 0 ? dynamicType : unifyObjects(types, unsafe);
  } else if (isAll(tuples)) {
    return dynamic > 0 ? dynamicType : unifyTuples(types, unsafe);
  } else if (objects > 0 && tuples > 0) {
    return undefined;
  }
  return sortByGenerality(types).find((wanted) => types.every((type) => isConvertible(type, wanted, unsafe)));
}

function unifyElements(
  types: readonly Type[],
  make: (element: Type) => Type,
  unsafe: boolean,
): Type | undefined {
  const element = unify(
    types.flatMap((type) => ('element' in type ? [type.element] : [])),
    unsafe,
  );
  return element === undefined ? undefined : make(element);
}

/** Takes the tuples for lists (or the objects for maps) that they often stand for, then unifies these with the rest. */
function unifyStructuralAs(kind: 'list' | 'map', types: readonly Type[], unsafe: boolean): Type | undefined {
  const structural = types.filter((type) => type.kind === 'tuple' || type.kind === 'object');
  const common = unifyInner(structural, kind, unsafe);
  if (common === undefined) return undefined;
  const unified = unify(
    types.map((type) => (type.kind === 'tuple' || type.kind === 'object' ? common : type)),
    unsafe,
  );
  return unified?.kind === kind ? unified : undefined;
}

function unifyInner(types: readonly Type[], kind: 'list' | 'map', unsafe: boolean): Type | undefined {
  const inner = types.flatMap((type) => {
    if (type.kind === 'tuple') return type.elements;
    return type.kind === 'object' ? [...type.attributes.values()] : [];
  });
  const element = unify(inner, unsafe);
  if (element === undefined) return undefined;
  const unified = kind === 'list' ? listType(element) : mapType(element);
  return types.every((type) => isConvertible(type, unified, unsafe)) ? unified : undefined;
}

function unifyObjects(types: readonly Type[], unsafe: boolean): Type | undefined {
  const objects = types.filter((type) => type.kind === 'object');
  const [first] = objects;
  if (first === undefined) return undefined;
  const haveSameNames = objects.every(
    (type) =>
      type.attributes.size === first.attributes.size &&
      [...type.attributes.keys()].every((name) => first.attributes.has(name)),
  );
  if (!haveSameNames) return unifyInner(objects, 'map', unsafe);
  const attributes = new Map<string, Type>();
  for (const name of first.attributes.keys()) {
    const unified = unify(
      objects.map((type) => type.attributes.get(name) ?? dynamicType),
      unsafe,
    );
    if (unified === undefined) return undefined;
    attributes.set(name, unified);
  }
  const unified = objectType(attributes);
  return objects.every((type) => isConvertible(type, unified, unsafe))
    ? unified
    : unifyInner(objects, 'map', unsafe);
}

function unifyTuples(types: readonly Type[], unsafe: boolean): Type | undefined {
  const tuples = types.filter((type) => type.kind === 'tuple');
  const [first] = tuples;
  if (first === undefined) return undefined;
  if (tuples.some((type) => type.elements.length !== first.elements.length)) {
    return unifyInner(tuples, 'list', unsafe);
  }
  const elements: Type[] = [];
  for (const index of first.elements.keys()) {
    const unified = unify(
      tuples.map((type) => type.elements[index] ?? dynamicType),
      unsafe,
    );
    if (unified === undefined) return undefined;
    elements.push(unified);
  }
  const unified = tupleType(elements);
  return tuples.every((type) => isConvertible(type, unified, unsafe))
    ? unified
    : unifyInner(tuples, 'list', unsafe);
}

/** Orders types so that those more general come first; a topological sort, as not every two types compare. */
function sortByGenerality(types: readonly Type[]): Type[] {
  const lessGeneral = types.map((): number[] => []);
  const moreGeneralCount = types.map(() => 0);
  const addEdge = (general: number, special: number) => {
    lessGeneral[general]?.push(special);
    moreGeneralCount[special] = (moreGeneralCount[special] ?? 0) + 1;
  };
  types.forEach((a, i) => {
    types.slice(i + 1).forEach((b, offset) => {
      const order = compareGenerality(a, b);
      if (order < 0) addEdge(i, i + 1 + offset);
      else if (order > 0) addEdge(i + 1 + offset, i);
    });
  });
  const queue = [...types.keys()].filter((index) => moreGeneralCount[index] === 0);
  for (const index of queue) {
    for (const special of lessGeneral[index] ?? []) {
      const left = (moreGeneralCount[special] ?? 0) - 1;
      moreGeneralCount[special] = left;
      if (left === 0) queue.push(special);
    }
  }
  return queue.flatMap((index) => types[index] ?? []);
}

const kindGenerality: ReadonlyMap<string, number> = new Map([
  ['list', 0],
  ['set', 1],
  ['tuple', 2],
]);

/** Negative when `a` is the more general, positive when `b` is, 0 when neither. An open type is never preferred. */
function compareGenerality(a: Type, b: Type): number {
  if (a.kind === 'dynamic' || b.kind === 'dynamic') {
    return Number(a.kind === 'dynamic') - Number(b.kind === 'dynamic');
  }
  if (isPrimitiveType(a) && isPrimitiveType(b)) {
    return Number(b.kind === 'string') - Number(a.kind === 'string');
  }
  if ('element' in a && 'element' in b && a.kind === b.kind) return compareGenerality(a.element, b.element);
  const [generalityA, generalityB] = [kindGenerality.get(a.kind), kindGenerality.get(b.kind)];
  if (generalityA !== undefined && generalityB !== undefined && a.kind !== b.kind) {
    return generalityA - generalityB;
  }
  if (a.kind === 'map' && b.kind === 'object') return -1;
  if (a.kind === 'object' && b.kind === 'map') return 1;
  if (a.kind === 'object' && b.kind === 'object') {
    if (a.attributes.size !== b.attributes.size) return 0;
    const pairs = [...a.attributes].map(([name, type]) => [type, b.attributes.get(name)] as const);
    return compareInner(pairs);
  }
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    if (a.elements.length !== b.elements.length) return 0;
    return compareInner(a.elements.map((type, index) => [type, b.elements[index]] as const));
  }
  return 0;
}

function compareInner(pairs: readonly (readonly [Type, Type | undefined])[]): number {
  let aIsMoreGeneral = false;
  let bIsMoreGeneral = false;
  for (const [a, b] of pairs) {
    if (b === undefined) return 0;
    const order = compareGenerality(a, b);
    aIsMoreGeneral ||= order < 0;
    bIsMoreGeneral ||= order > 0;
  }
  return Number(bIsMoreGeneral) - Number(aIsMoreGeneral);
}

/** The wanted type with its open parts filled in from the type at hand: what an unknown or null converts to. */
export function fillDynamic(from: Type, to: Type): Type {
  if (from.kind === 'dynamic' || !containsDynamic(to)) return withoutOptionalAttributes(to);
  switch (to.kind) {
    case 'dynamic':
      return from;
    case 'list':
    case 'set':
    case 'map': {
      const element = elementTypeOf(from);
      return element === undefined ? to : { kind: to.kind, element: fillDynamic(element, to.element) };
    }
    case 'object':
      return objectType(
        [...to.attributes].map(([name, type]) => {
          const given = from.kind === 'object' ? from.attributes.get(name) : elementTypeOf(from);
          return [name, given === undefined ? type : fillDynamic(given, type)] as const;
        }),
      );
    case 'tuple':
      return tupleType(
        to.elements.map((type, index) => {
          const given = from.kind === 'tuple' ? from.elements[index] : undefined;
          return given === undefined ? type : fillDynamic(given, type);
        }),
      );
    case 'string':
    case 'number':
    case 'bool':
      return to;
  }
}

function elementTypeOf(type: Type): Type | undefined {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return type.element;
    case 'tuple':
      return unify(type.elements);
    case 'object':
      return unify([...type.attributes.values()]);
    case 'dynamic':
    case 'string':
    case 'number':
    case 'bool':
      return undefined;
  }
}
