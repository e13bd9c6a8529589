import { invalidTags, tooManyTags } from './errors.ts';

const maxTags = 50;

/** Adds tags, or overwrites those with the same key; throws where AWS would. */
export function mergeTags(
  before: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const merged = { ...before, ...added };
  for (const [key, value] of Object.entries(added)) {
    if (key === '' || key.length > 128 || value.length > 256)
      throw invalidTags(`The tag '${key}' is not valid: a key has 1 to 128 characters, a value at most 256.`);
  }
  if (Object.keys(merged).length > maxTags) throw tooManyTags();
  return merged;
}
