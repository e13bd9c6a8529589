import { tooManyTags } from './errors.ts';

const maxTags = 50;

/** Adds tags, or overwrites those with the same key; throws where AWS would. */
export function mergeTags(
  before: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const merged = { ...before, ...added };
  if (Object.keys(merged).length > maxTags) throw tooManyTags();
  return merged;
}
