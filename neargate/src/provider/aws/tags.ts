import type { PlainObject } from '../../terraform/provider.ts';

/** `tags_all` of a resource (own tags over the provider's default tags) as a map without nulls. */
export function allTags(config: PlainObject): Readonly<Record<string, string>> {
  const tags = config['tags_all'] ?? config['tags'];
  if (tags === null || tags === undefined || typeof tags !== 'object' || Array.isArray(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
}

/** Tags in the form most of AWS's APIs take: `[{ Key, Value }]`. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The same in lower case: `[{ key, value }]` (ECS, CodeBuild, CodePipeline). */
export function lowerTagList(tags: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** A map of tags from either form; tags that AWS itself sets (`aws:`) are left out, as the provider does. */
export function tagMap(
  tags:
    | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
    | readonly { readonly key?: string | undefined; readonly value?: string | undefined }[]
    | undefined,
): Record<string, string> {
  const map: Record<string, string> = {};
  for (const tag of tags ?? []) {
    const name = 'Key' in tag ? tag.Key : 'key' in tag ? tag.key : undefined;
    const value = 'Value' in tag ? tag.Value : 'value' in tag ? tag.value : undefined;
    if (name !== undefined && !name.startsWith('aws:')) map[name] = value ?? '';
  }
  return map;
}

/** What must be set and what removed to get from one set of tags to another. */
export function tagChanges(
  prior: Readonly<Record<string, string>>,
  next: Readonly<Record<string, string>>,
): { readonly set: Record<string, string>; readonly removed: string[] } {
  return {
    set: Object.fromEntries(Object.entries(next).filter(([name, value]) => prior[name] !== value)),
    removed: Object.keys(prior).filter((name) => !Object.hasOwn(next, name)),
  };
}
