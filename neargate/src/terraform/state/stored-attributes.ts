import { fromPlain, toPlain, typeFromPlain, typeToPlain } from '../../hcl/json.ts';
import { convert } from '../../hcl/conversion.ts';
import type { ObjectType, Type } from '../../hcl/types.ts';
import { containsDynamic } from '../../hcl/types.ts';
import { deepUnmark, withMarkedPaths } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { nullValue, objectOfType } from '../../hcl/values.ts';
import type { Plain, PlainObject } from '../provider.ts';
import { isPlainObject, plainOfValue, valueOfPlain } from '../schema/plain-values.ts';
import type { StoredObject } from './state.ts';

/** The form in which the state file holds an object's attributes: those of open type carry their type with them. */
export function storeAttributes(
  value: Value,
  type: ObjectType,
): Pick<StoredObject, 'attributes' | 'sensitivePaths'> {
  const { value: bare, paths } = deepUnmark(value);
  const attributes: Record<string, Plain> = {};
  for (const [name, attributeType] of type.attributes) {
    const attribute = bare.kind === 'mapping' ? bare.entries.get(name) : undefined;
    attributes[name] = attribute === undefined ? null : storeAttribute(attribute, attributeType);
  }
  return { attributes, sensitivePaths: paths };
}

/** Reads an object of the state file with the type's schema; attributes that the schema no longer has are passed over. */
export function readStoredAttributes(stored: StoredObject, type: ObjectType): Value {
  const object = objectOfType(type, (name, attribute) => readAttribute(stored.attributes[name], attribute));
  return withMarkedPaths(object, stored.sensitivePaths);
}

function storeAttribute(value: Value, type: Type): Plain {
  if (value.kind === 'null') return null;
  if (type.kind !== 'dynamic') return plainOfValue(value);
  return { value: toPlain(value) as Plain, type: typeToPlain(value.type) as Plain };
}

function readAttribute(plain: Plain | undefined, type: Type): Value {
  if (plain === undefined || plain === null) return nullValue(type);
  if (type.kind === 'dynamic' && isPlainObject(plain)) return readTyped(plain);
  return containsDynamic(type) ? fromPlain(plain) : valueOfPlain(plain, type);
}

/** Reads `{ "value": ..., "type": ... }`. */
export function readTyped(plain: PlainObject): Value {
  const type = typeFromPlain(plain['type']);
  const converted = convert(fromPlain(plain['value']), type);
  if (!converted.ok)
    throw new Error(`the state file holds a value that is not of its type: ${converted.reason}`);
  return converted.value;
}
