import { isIntegral } from './big-float.ts';
import { convert, primitiveToString } from './conversion.ts';
import { isPrimitiveType, numberType, stringType, typeFriendlyName } from './types.ts';
import type { Value } from './values.ts';
import { dynamicUnknown, unknownValue, withMarks, withoutMarks } from './values.ts';

/** The value found, or what is wrong, in the words of a diagnostic. */
export type Access =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly summary: string; readonly detail: string };

/** `value.name`. The result carries the marks of the value it was taken from. */
export function getAttribute(object: Value, name: string): Access {
  const { type } = object;
  const found = (value: Value): Access => ({ ok: true, value: withMarks(value, object.marks) });
  if (object.kind === 'null') {
    return failure(
      'Attempt to get attribute from null value',
      'This value is null, so it does not have any attributes.',
    );
  }
  if (type.kind === 'dynamic') return found(dynamicUnknown);
  if (type.kind === 'object') {
    const attributeType = type.attributes.get(name);
    if (attributeType === undefined) {
      return failure('Unsupported attribute', `This object does not have an attribute named "${name}".`);
    }
    const value = object.kind === 'mapping' ? object.entries.get(name) : undefined;
    return found(value ?? unknownValue(attributeType));
  }
  if (type.kind === 'map') {
    if (object.kind !== 'mapping') return found(unknownValue(type.element));
    const value = object.entries.get(name);
    if (value !== undefined) return found(value);
    return failure('Missing map element', `This map does not have an element with the key "${name}".`);
  }
  return failure('Unsupported attribute', noAttributesReason(object, name));
}

function noAttributesReason({ type }: Value, name: string): string {
  if (isPrimitiveType(type)) {
    return `Can't access attributes on a primitive-typed value (${typeFriendlyName(type)}).`;
  }
  if (type.kind === 'list' && type.element.kind === 'object') {
    return type.element.attributes.has(name)
      ? `Can't access attributes on a list of objects. Did you mean to access attribute "${name}" for a specific element of the list, or across all elements of the list?`
      : "Can't access attributes on a list of objects. Did you mean to access an attribute for a specific element of the list, or across all elements of the list?";
  }
  if (type.kind === 'set' && type.element.kind === 'object') {
    return "Can't access attributes on a set of objects. Did you mean to access an attribute across all elements of the set?";
  }
  return 'This value does not have any attributes.';
}

const notAnElement = 'The given key does not identify an element in this collection value';

/** `collection[key]`. The result carries the marks of the collection and of the key. */
export function getIndex(collection: Value, key: Value): Access {
  if (collection.kind === 'null') {
    return failure('Attempt to index null value', 'This value is null, so it does not have any indices.');
  }
  if (key.kind === 'null') {
    return failure('Invalid index', "Can't use a null value as an indexing key.");
  }
  const marked = (access: Access): Access =>
    access.ok ? { ok: true, value: withMarks(withMarks(access.value, collection.marks), key.marks) } : access;
  if (collection.type.kind === 'dynamic' || key.type.kind === 'dynamic') {
    return marked({ ok: true, value: dynamicUnknown });
  }
  switch (collection.type.kind) {
    case 'list':
    case 'tuple':
      return marked(indexSequence(collection, key));
    case 'map':
    case 'object':
      return marked(indexMapping(collection, key));
    case 'set':
      return failure(
        'Invalid index',
        "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.",
      );
    case 'string':
    case 'number':
    case 'bool':
      return failure('Invalid index', 'This value does not have any indices.');
  }
}

function indexSequence(collection: Value, key: Value): Access {
  const converted = convert(withoutMarks(key), numberType);
  if (!converted.ok) return failure('Invalid index', `${notAnElement}: ${converted.reason}.`);
  const elementType = collection.type.kind === 'list' ? collection.type.element : undefined;
  const unknown: Access = {
    ok: true,
    value: elementType === undefined ? dynamicUnknown : unknownValue(elementType),
  };
  if (converted.value.kind !== 'number') return unknown;
  const { number } = converted.value;
  if (!isIntegral(number)) {
    return failure(
      'Invalid index',
      `${notAnElement}: indexing a sequence requires a whole number, but the given index has a fractional part.`,
    );
  }
  if (number.mantissa < 0n) {
    return failure(
      'Invalid index',
      `${notAnElement}: a negative number is not a valid index for a sequence.`,
    );
  }
  const index = Number(number.mantissa) * 2 ** number.exponent;
  if (collection.kind === 'sequence') {
    const element = collection.elements[index];
    if (element !== undefined) return { ok: true, value: element };
    const { length } = collection.elements;
    if (length === 0) return failure('Invalid index', `${notAnElement}: the collection has no elements.`);
    // Terraform says more only of the first index past the end.
    return failure(
      'Invalid index',
      index === length
        ? `${notAnElement}: the given index is greater than or equal to the length of the collection.`
        : `${notAnElement}.`,
    );
  }
  if (collection.type.kind !== 'tuple') return unknown;
  const type = collection.type.elements[index];
  if (type !== undefined) return { ok: true, value: unknownValue(type) };
  return failure(
    'Invalid index',
    `${notAnElement}: the given index is greater than or equal to the length of the collection.`,
  );
}

function indexMapping(collection: Value, key: Value): Access {
  const converted = convert(withoutMarks(key), stringType);
  if (!converted.ok) return failure('Invalid index', `${notAnElement}: ${converted.reason}.`);
  const name = primitiveToString(converted.value);
  const { type } = collection;
  if (type.kind === 'map') {
    if (name === undefined || collection.kind !== 'mapping') {
      return { ok: true, value: unknownValue(type.element) };
    }
  } else if (name === undefined) {
    return { ok: true, value: dynamicUnknown };
  }
  const value = collection.kind === 'mapping' ? collection.entries.get(name) : undefined;
  if (value !== undefined) return { ok: true, value };
  const attribute = type.kind === 'object' ? type.attributes.get(name) : undefined;
  if (attribute !== undefined) return { ok: true, value: unknownValue(attribute) };
  const hint =
    type.kind === 'object' && key.type.kind === 'number'
      ? ' An object only supports looking up attributes by name, not by numeric index.'
      : '';
  return failure('Invalid index', `${notAnElement}.${hint}`);
}

function failure(summary: string, detail: string): Access {
  return { ok: false, summary, detail };
}
