import type { OperationEnvironment, Plain, PlainObject, ResourceType } from '../../terraform/provider.ts';
import type { AwsClient, IgnoredTags } from './client.ts';

/**
 * Lets a type deal with all its tags alike: it sets `tags_all` and reads back what AWS has, as `tags_all` (or `tags`). Which of
 * them are the resource's own and which the provider's default tags is decided here, as the provider's tagging interceptor does.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging
 */
export function taggedType(type: ResourceType<AwsClient>): ResourceType<AwsClient> {
  if (!Object.hasOwn(type.schema.attributes, 'tags_all')) return type;
  const update = type.update?.bind(type);
  return {
    ...type,
    create: async (config, environment) => asConfigured(await type.create(config, environment), config),
    async read(state, environment) {
      const read = await type.read(state, environment);
      return read === undefined ? undefined : asRead(read, state, environment.client.ignoredTags);
    },
    ...(update === undefined
      ? {}
      : {
          update: async (
            config: PlainObject,
            prior: PlainObject,
            environment: OperationEnvironment<AwsClient>,
          ) => asConfigured(await update(config, prior, environment), config),
        }),
  };
}

function asConfigured(result: PlainObject, config: PlainObject): PlainObject {
  return { ...result, tags: config['tags'] ?? null, tags_all: config['tags_all'] ?? {} };
}

/** What is in AWS beside the tags last known counts as the resource's own: somebody added it, and the plan removes it. */
function asRead(read: PlainObject, state: PlainObject, ignored: IgnoredTags): PlainObject {
  const remote = mapOf(read['tags_all'] ?? read['tags']);
  const own = mapOf(state['tags']);
  const known = mapOf(state['tags_all']);
  const kept = Object.entries(remote).filter(
    ([key]) => Object.hasOwn(known, key) || !isIgnored(key, ignored),
  );
  const tags = kept.filter(([key]) => Object.hasOwn(own, key) || !Object.hasOwn(known, key));
  return {
    ...read,
    tags: tags.length === 0 ? (isMap(state['tags']) ? {} : null) : Object.fromEntries(tags),
    tags_all: Object.fromEntries(kept),
  };
}

function isIgnored(key: string, { keys, prefixes }: IgnoredTags): boolean {
  return keys.includes(key) || prefixes.some((prefix) => key.startsWith(prefix));
}

function mapOf(plain: Plain | undefined): PlainObject {
  return isMap(plain) ? plain : {};
}

function isMap(plain: Plain | undefined): plain is PlainObject {
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain);
}
