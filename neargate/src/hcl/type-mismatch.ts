import { canConvert } from './type-conversion.ts';
import type { CollectionType, ObjectType, Type } from './types.ts';
import { typeEquals, typeFriendlyName } from './types.ts';

/** Why values of one type cannot become another, in Terraform's words: a phrase such as `list of string required`. */
export function describeMismatch(got: Type, want: Type): string {
  if (got.kind === 'object' && want.kind === 'object') return describeObjects(got, want);
  if (want.kind === 'list' || want.kind === 'set' || want.kind === 'map') {
    const structural = want.kind === 'map' ? 'object' : 'tuple';
    if (got.kind === structural && want.element.kind === 'dynamic') {
      return `all ${want.kind} elements must have the same type`;
    }
    if (got.kind === 'tuple' || got.kind === 'object') return describeStructural(got, want);
    if (got.kind === 'list' || got.kind === 'set' || got.kind === 'map') {
      if ((want.kind === 'map') !== (got.kind === 'map')) return `${typeFriendlyName(want, true)} required`;
      return `incorrect ${want.kind} element type: ${describeMismatch(got.element, want.element)}`;
    }
  }
  return `${typeFriendlyName(want, true)} required`;
}

function describeObjects(got: ObjectType, want: ObjectType): string {
  const missing = [...want.attributes.keys()].filter(
    (name) => !got.attributes.has(name) && !want.optional.has(name),
  );
  const quoted = missing.map((name) => `"${name}"`);
  if (quoted.length === 1) return `attribute ${quoted[0]} is required`;
  if (quoted.length === 2) return `attributes ${quoted[0]} and ${quoted[1]} are required`;
  if (quoted.length > 2) {
    return `attributes ${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)} are required`;
  }
  for (const [name, type] of want.attributes) {
    const given = got.attributes.get(name);
    if (given === undefined || typeEquals(given, type) || canConvert(given, type, true)) continue;
    return `attribute "${name}": ${describeMismatch(given, type)}`;
  }
  return 'incorrect object attributes';
}

function describeStructural(got: Type & { kind: 'tuple' | 'object' }, want: CollectionType): string {
  if ((want.kind === 'map') !== (got.kind === 'object')) return `${typeFriendlyName(want, true)} required`;
  const inner: readonly (readonly [string, Type])[] =
    got.kind === 'tuple'
      ? got.elements.map((type, index) => [String(index), type] as const)
      : [...got.attributes].map(([name, type]) => [`"${name}"`, type] as const);
  for (const [place, type] of inner) {
    if (typeEquals(type, want.element) || canConvert(type, want.element, true)) continue;
    return `element ${place}: ${describeMismatch(type, want.element)}`;
  }
  return `all elements must be ${typeFriendlyName(want.element, true)}`;
}
