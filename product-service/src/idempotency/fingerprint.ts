import { createHash } from 'node:crypto';

/** Identifies a request's JSON body by meaning: neither whitespace nor the order of members counts. */
export function fingerprint(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sortMembers(body)))
    .digest('hex');
}

function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sortMembers(member)]),
  );
}
