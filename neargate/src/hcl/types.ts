/**
 * A type of the language: a primitive, `dynamic` (written `any`), a collection of one element type, or a structural type.
 * Object attributes are kept sorted by name, as Terraform iterates them.
 */
export type Type = PrimitiveType | DynamicType | CollectionType | TupleType | ObjectType;

export interface PrimitiveType {
  readonly kind: 'string' | 'number' | 'bool';
}

export interface DynamicType {
  readonly kind: 'dynamic';
}

export interface CollectionType {
  readonly kind: 'list' | 'set' | 'map';
  readonly element: Type;
}

export interface TupleType {
  readonly kind: 'tuple';
  readonly elements: readonly Type[];
}

export interface ObjectType {
  readonly kind: 'object';
  readonly attributes: ReadonlyMap<string, Type>;
  /** Attributes that a value may leave out; only in type constraints, never in the type of a value. */
  readonly optional: ReadonlySet<string>;
}

export const stringType: PrimitiveType = { kind: 'string' };
export const numberType: PrimitiveType = { kind: 'number' };
export const boolType: PrimitiveType = { kind: 'bool' };
export const dynamicType: DynamicType = { kind: 'dynamic' };

const noNames: ReadonlySet<string> = new Set();

export function listType(element: Type): CollectionType {
  return { kind: 'list', element };
}

export function setType(element: Type): CollectionType {
  return { kind: 'set', element };
}

export function mapType(element: Type): CollectionType {
  return { kind: 'map', element };
}

export function tupleType(elements: readonly Type[]): TupleType {
  return { kind: 'tuple', elements };
}

export function objectType(
  attributes: Iterable<readonly [string, Type]> | Readonly<Record<string, Type>>,
  optional: Iterable<string> = noNames,
): ObjectType {
  const entries = isIterable(attributes) ? [...attributes] : Object.entries(attributes);
  const optionalNames = new Set(optional);
  return {
    kind: 'object',
    attributes: new Map(isSorted(entries) ? entries : entries.toSorted(([a], [b]) => compareNames(a, b))),
    optional: optionalNames.size === 0 ? noNames : optionalNames,
  };
}

/** Most are: they come from values, whose entries are. */
function isSorted(entries: readonly (readonly [string, Type])[]): boolean {
  return entries.every(
    ([name], index) => index === 0 || compareNames(entries[index - 1]?.[0] ?? '', name) <= 0,
  );
}

/** The empty object's and the empty tuple's types. */
export const emptyObjectType: ObjectType = objectType([]);
export const emptyTupleType: TupleType = tupleType([]);

/** Orders names as Go orders strings: by code point, not by UTF-16 unit. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    const leftIsSurrogate = left >= 0xd800 && left <= 0xdfff;
    const rightIsSurrogate = right >= 0xd800 && right <= 0xdfff;
    if (leftIsSurrogate !== rightIsSurrogate) return leftIsSurrogate ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}

export function typeEquals(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'string':
    case 'number':
    case 'bool':
    case 'dynamic':
      return a.kind === b.kind;
    case 'list':
    case 'set':
    case 'map':
      return a.kind === b.kind && typeEquals(a.element, b.element);
    case 'tuple':
      return (
        b.kind === 'tuple' &&
        a.elements.length === b.elements.length &&
        a.elements.every((element, index) => typeEquals(element, b.elements[index] ?? dynamicType))
      );
    case 'object': {
      if (b.kind !== 'object' || a.attributes.size !== b.attributes.size) return false;
      for (const [name, type] of a.attributes) {
        const other = b.attributes.get(name);
        if (other === undefined || !typeEquals(type, other)) return false;
        if (a.optional.has(name) !== b.optional.has(name)) return false;
      }
      return true;
    }
  }
}

export function isPrimitiveType(type: Type): type is PrimitiveType {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool';
}

/** Whether `dynamic` occurs anywhere in the type, so that converting to it leaves part of the type open. */
export function containsDynamic(type: Type): boolean {
  switch (type.kind) {
    case 'dynamic':
      return true;
    case 'list':
    case 'set':
    case 'map':
      return containsDynamic(type.element);
    case 'tuple':
      return type.elements.some(containsDynamic);
    case 'object':
      return [...type.attributes.values()].some(containsDynamic);
    case 'string':
    case 'number':
    case 'bool':
      return false;
  }
}

/** The type without marks of optional attributes: what a value converted to it has. */
export function withoutOptionalAttributes(type: Type): Type {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: type.kind, element: withoutOptionalAttributes(type.element) };
    case 'tuple':
      return tupleType(type.elements.map(withoutOptionalAttributes));
    case 'object':
      return objectType(
        [...type.attributes].map(
          ([name, attribute]) => [name, withoutOptionalAttributes(attribute)] as const,
        ),
      );
    case 'string':
    case 'number':
    case 'bool':
    case 'dynamic':
      return type;
  }
}

/** The type as it is written in a `type` argument, such as `list(object({name=string}))`. */
export function typeToString(type: Type): string {
  switch (type.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return type.kind;
    case 'dynamic':
      return 'any';
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${typeToString(type.element)})`;
    case 'tuple':
      return `tuple([${type.elements.map(typeToString).join(', ')}])`;
    case 'object': {
      const attributes = [...type.attributes].map(([name, attribute]) => {
        const written = typeToString(attribute);
        return `${name}=${type.optional.has(name) ? `optional(${written})` : written}`;
      });
      return `object({${attributes.join(', ')}})`;
    }
  }
}

/** The type as messages name it: `list of string`, `object`. `asConstraint` names an open type as what is required. */
export function typeFriendlyName(type: Type, asConstraint = false): string {
  switch (type.kind) {
    case 'string':
    case 'number':
    case 'bool':
    case 'tuple':
    case 'object':
      return type.kind;
    case 'dynamic':
      return asConstraint ? 'any type' : 'dynamic';
    case 'list':
    case 'set':
    case 'map': {
      const element =
        asConstraint && type.element.kind === 'dynamic'
          ? 'any single type'
          : typeFriendlyName(type.element, asConstraint);
      return `${type.kind} of ${element}`;
    }
  }
}

function isIterable<T>(value: Iterable<T> | Readonly<Record<string, unknown>>): value is Iterable<T> {
  return Symbol.iterator in value;
}
