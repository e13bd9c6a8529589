import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { dependents, fillIn, type Templates } from './templates.ts';

/** One type that is only kept: everything there is to say about it. */
export interface StoredType {
  readonly schema: Schema;
  /** How `id` and the attributes that AWS computes are made. */
  readonly computed: Templates & { readonly id: NonNullable<Templates[string]> };
  /** Whether it belongs to the account in every region. */
  readonly isGlobal?: boolean;
  /** How `name` is made up when neither it nor `name_prefix` is written. */
  readonly generatesName?: {
    readonly defaultPrefix?: string;
    readonly suffix?: (config: PlainObject) => string;
  };
  /** What the plan already knows of attributes that AWS computes. */
  planned?(config: PlainObject, accountId: string): PlainObject;
}

/**
 * A resource type that has no behaviour: it keeps its arguments and makes up what AWS would. Nothing enforces or runs it, and
 * it is shown as "stored, not enforced".
 */
export function storedType(name: string, type: StoredType): ResourceType<AwsClient> {
  const { schema, computed, isGlobal = false } = type;
  const reference = (id: string) => ({ type: name, id, isGlobal });
  return {
    schema,
    behaviour: 'stored',
    async create(config, { client }) {
      const attributes = fillIn(named(config, type, client), computed, client);
      const id = requiredText(attributes, 'id');
      const row = await client.call('stored-resources', 'CreateStoredResource', {
        ...reference(id),
        attributes,
      });
      return row.attributes;
    },
    async read(state, { client }) {
      const { resource } = await client.call(
        'stored-resources',
        'GetStoredResource',
        reference(requiredText(state, 'id')),
      );
      return resource?.attributes;
    },
    async update(config, prior, { client }) {
      const id = requiredText(prior, 'id');
      const row = await client.call('stored-resources', 'UpdateStoredResource', {
        ...reference(id),
        attributes: { ...fillIn({ ...config, id }, computed, client), id },
      });
      return row.attributes;
    },
    async delete(state, { client }) {
      await client.call('stored-resources', 'DeleteStoredResource', reference(requiredText(state, 'id')));
    },
    plan(config, prior) {
      if (prior === undefined) return {};
      const changed = Object.keys(config).filter(
        (argument) => !Object.hasOwn(computed, argument) && hasChanged(config, prior, argument),
      );
      return { recompute: dependents(computed, changed).filter((attribute) => attribute !== 'id') };
    },
  };
}

function named(config: PlainObject, { generatesName }: StoredType, client: AwsClient): PlainObject {
  if (generatesName === undefined) return config;
  const given = textOf(config, 'name');
  const { defaultPrefix = 'terraform-', suffix } = generatesName;
  const name =
    given ?? `${generatedName(config, { ids: client.ids, defaultPrefix })}${suffix?.(config) ?? ''}`;
  return { ...config, name, name_prefix: textOf(config, 'name_prefix') ?? prefixOfName(name) };
}
