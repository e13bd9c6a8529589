import { Problem } from './problem.ts';

const entityTagPattern = /^(?:W\/)?"[\u0021\u0023-\u007e\u0080-\u00ff]*"$/;

/** The strong entity tag of a resource's version: each change makes a new one. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/**
 * Holds a change to the version the client has seen (RFC 9110 section 13.1.1; RFC 6585 section 3). Strong comparison: a weak tag never matches.
 * `*` stands for any version of an existing resource.
 * @throws Problem precondition-required without If-Match, precondition-failed when no tag matches, invalid-parameters when it cannot be read.
 */
export function requireMatch(ifMatch: string | undefined, current: string): void {
  if (ifMatch === undefined) {
    throw new Problem(
      'precondition-required',
      'Send the ETag of the version you want to change in If-Match, or "*" for any.',
    );
  }
  const tags = parseEntityTags(ifMatch, 'if-match');
  if (tags !== '*' && !tags.includes(current)) {
    throw new Problem(
      'precondition-failed',
      `The current version is ${current}; If-Match asked for ${ifMatch}.`,
      {
        headers: { etag: current },
      },
    );
  }
}

/** Whether the client already has the current version, by If-None-Match (weak comparison, RFC 9110 section 13.1.2). */
export function isNotModified(ifNoneMatch: string | undefined, current: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = parseEntityTags(ifNoneMatch, 'if-none-match');
  return tags === '*' || tags.some((tag) => tag.replace(/^W\//, '') === current);
}

function parseEntityTags(value: string, header: string): '*' | string[] {
  if (value.trim() === '*') return '*';
  // Our tags hold no comma, and a foreign tag with one cannot match anyway: splitting is safe once quotes are kept together.
  const tags = value.match(/(?:W\/)?"[^"]*"|[^\s,]+/g) ?? [];
  if (tags.length === 0 || !tags.every((tag) => entityTagPattern.test(tag))) {
    throw new Problem('invalid-parameters', `${header} must be "*" or a list of entity tags such as "3".`, {
      errors: [{ header, detail: 'must be "*" or a comma-separated list of entity tags in double quotes' }],
    });
  }
  return tags;
}
