import { decodeBody } from '../../hcl/schema-decoding.ts';
import type { ObjectType } from '../../hcl/types.ts';
import { containsUnknown, transformValue } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { nullValue, objectOfType, stringValue, unknownValue } from '../../hcl/values.ts';
import type {
  DataSource,
  OperationEnvironment,
  Plain,
  PlainObject,
  Provider,
  ResourceType,
} from '../provider.ts';
import type { CompiledBlock } from '../schema/compiled-schema.ts';
import { objectOfPlain, plainObjectOfValue, plainOfValue, valueOfPlain } from '../schema/plain-values.ts';
import type { DataType, ManagedType, Operation, PlanRules } from './managed-type.ts';

/** A provider's resource type, its JSON data translated to values. */
export function managedTypeOf(
  provider: Provider<unknown>,
  typeName: string,
  resourceType: ResourceType<unknown>,
  schema: CompiledBlock,
): ManagedType {
  const hasUpdate = resourceType.update !== undefined;
  return {
    schema,
    behaviour: resourceType.behaviour,
    decode: (body, scope) => decodeBody(body, schema.decoding, scope),
    async create(planned, operation) {
      const config = plainObjectOfValue(planned);
      const created = await resourceType.create(config, {
        ...environmentOf(operation),
        created: (attributes) => operation.exists?.(objectOfPlain({ ...config, ...attributes }, schema)),
      });
      return objectOfPlain(created, schema);
    },
    async read(state, operation) {
      const read = await resourceType.read(plainObjectOfValue(state), environmentOf(operation));
      return read === undefined ? undefined : objectOfPlain(read, schema);
    },
    ...(hasUpdate
      ? {
          update: async (planned: Value, prior: Value, operation: Operation) => {
            const updated = await resourceType.update?.(
              plainObjectOfValue(planned),
              plainObjectOfValue(prior),
              environmentOf(operation),
            );
            return objectOfPlain(updated, schema);
          },
        }
      : {}),
    delete: (state, operation) => resourceType.delete(plainObjectOfValue(state), environmentOf(operation)),
    planRules(planned, prior): PlanRules {
      const rules = resourceType.plan?.(
        plainObjectOfValue(planned, 'absent'),
        prior === undefined ? undefined : plainObjectOfValue(prior),
      );
      return {
        recompute: rules?.recompute ?? [],
        replace: rules?.replace ?? [],
        diagnostics: rules?.diagnostics ?? [],
      };
    },
    mergeDefaults(planned, providerConfiguration) {
      if (provider.mergeDefaults === undefined) return planned;
      const { plain, unknownNames } = withPlaceholders(planned);
      const merged = provider.mergeDefaults(typeName, plain, providerConfiguration);
      return withMerged(planned, plain, merged, unknownNames, schema.type);
    },
  };
}

export function dataTypeOf(dataSource: DataSource<unknown>, schema: CompiledBlock): DataType {
  return {
    schema,
    decode: (body, scope) => decodeBody(body, schema.decoding, scope),
    async read(config, operation) {
      const read = await dataSource.read(plainObjectOfValue(config), environmentOf(operation));
      return objectOfPlain(read, schema);
    },
  };
}

function environmentOf(operation: Operation): OperationEnvironment<unknown> {
  return {
    client: operation.client,
    address: operation.address,
    signal: operation.signal,
    progress: (text) => operation.progress(text),
  };
}

/** Stands for an unknown string while a provider merges its defaults; cannot be written in a configuration. */
const placeholder = '\u0000unknown\u0000';

function withPlaceholders(planned: Value): { plain: PlainObject; unknownNames: ReadonlySet<string> } {
  const unknownNames = new Set<string>();
  const plain: Record<string, Plain> = {};
  if (planned.kind !== 'mapping') return { plain, unknownNames };
  for (const [name, value] of planned.entries) {
    if (value.kind === 'unknown') unknownNames.add(name);
    plain[name] = plainOfValue(containsUnknown(value) ? fillUnknown(value) : value);
  }
  return { plain, unknownNames };
}

function fillUnknown(value: Value): Value {
  return transformValue(value, (inner, path) =>
    path.length > 0 && inner.kind === 'unknown' ? stringValue(placeholder) : inner,
  );
}

/**
 * Takes over what the provider changed. An attribute it derives from one that is unknown as a whole is unknown too; which
 * one that is the provider does not say, so every attribute it changes is, as long as `tags` are unknown.
 */
function withMerged(
  planned: Value,
  before: PlainObject,
  merged: PlainObject,
  unknownNames: ReadonlySet<string>,
  type: ObjectType,
): Value {
  if (planned.kind !== 'mapping') return planned;
  const changed = new Map<string, Value>();
  for (const [name, plain] of Object.entries(merged)) {
    const attributeType = type.attributes.get(name);
    if (
      attributeType === undefined ||
      !planned.entries.has(name) ||
      before[name] === plain ||
      JSON.stringify(before[name]) === JSON.stringify(plain)
    ) {
      continue;
    }
    const value = unknownNames.has('tags')
      ? unknownValue(attributeType)
      : transformValue(valueOfPlain(plain, attributeType), (inner) =>
          inner.kind === 'string' && inner.string === placeholder ? unknownValue(inner.type) : inner,
        );
    changed.set(name, value);
  }
  if (changed.size === 0) return planned;
  const entries = new Map(planned.entries);
  for (const [name, value] of changed) entries.set(name, value);
  return objectOfType(type, (name, attribute) => entries.get(name) ?? nullValue(attribute));
}
