import type { Plain, PlainObject, Schema } from '../../../terraform/provider.ts';

/** Which attribute of ELBv2 (`idle_timeout.timeout_seconds`) stands behind an argument (`idle_timeout`). */
export type AttributeKeys = Readonly<Record<string, string>>;

export interface ApiAttribute {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export type CurrentAttributes = ReadonlyMap<string, string>;

export function attributeMap(attributes: readonly ApiAttribute[] | undefined): CurrentAttributes {
  return new Map((attributes ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/**
 * What to set so that the attributes are as the arguments say. Attributes that AWS does not have for this kind of load
 * balancer, target group or listener are left out: the provider ignores their arguments there.
 */
export function changedAttributes(
  wanted: Readonly<Record<string, Plain | undefined>>,
  current: CurrentAttributes,
): { Key: string; Value: string }[] {
  return Object.entries(wanted).flatMap(([Key, value]) => {
    if (value === null || value === undefined || typeof value === 'object') return [];
    const Value = String(value);
    const before = current.get(Key);
    return before === undefined || before === Value ? [] : [{ Key, Value }];
  });
}

/** The arguments' values by the attributes' keys. */
export function wantedAttributes(
  config: PlainObject,
  keys: AttributeKeys,
): Record<string, Plain | undefined> {
  return Object.fromEntries(Object.entries(keys).map(([name, key]) => [key, config[name]]));
}

/**
 * The arguments as the attributes have them, in the schema's types. An argument whose attribute AWS does not have here keeps
 * its known value, so that it shows no difference.
 */
export function argumentsOfAttributes(
  keys: AttributeKeys,
  schema: Schema,
  current: CurrentAttributes,
  known: PlainObject,
): Record<string, Plain> {
  return Object.fromEntries(
    Object.entries(keys).map(([name, key]) => {
      const value = current.get(key);
      if (value === undefined) return [name, known[name] ?? schema.attributes[name]?.default ?? null];
      switch (schema.attributes[name]?.type) {
        case 'bool':
          return [name, value === 'true'];
        case 'number':
          return [name, Number(value)];
        default:
          return [name, value];
      }
    }),
  );
}
