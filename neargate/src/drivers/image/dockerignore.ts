/**
 * Decides what of a folder belongs to the build context.
 * Source: https://docs.docker.com/build/concepts/context/#dockerignore-files (Go's filepath.Match plus `**`).
 */
export class IgnoreRules {
  readonly #rules: readonly { readonly pattern: RegExp; readonly negated: boolean }[];

  constructor(text: string) {
    this.#rules = text.split('\n').flatMap((line) => {
      if (line.startsWith('#')) return [];
      const trimmed = line.trim();
      const negated = trimmed.startsWith('!');
      const cleaned = cleanPattern(negated ? trimmed.slice(1) : trimmed);
      return cleaned === '' ? [] : [{ pattern: patternRegExp(cleaned), negated }];
    });
  }

  /** Whether a path (relative, with slashes) is left out. The last rule that matches it or a folder above it decides. */
  ignores(relativePath: string): boolean {
    let ignored = false;
    for (const { pattern, negated } of this.#rules) {
      if (ignored !== negated) continue;
      if (selfAndParents(relativePath).some((candidate) => pattern.test(candidate))) ignored = !negated;
    }
    return ignored;
  }

  /** Whether an ignored folder need not be looked into. */
  canSkipFolder(): boolean {
    return !this.#rules.some((rule) => rule.negated);
  }
}

/** Translates a pattern of filepath.Match, with `**` for any number of folders, into a regular expression. */
export function patternRegExp(pattern: string): RegExp {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? '';
    if (pattern.startsWith('**', index)) {
      index += 1;
      if (pattern[index + 1] === '/') {
        index += 1;
        source += '(?:.*/)?';
      } else {
        source += '.*';
      }
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const end = pattern.indexOf(']', index + 2);
      if (end === -1) source += '\\[';
      else {
        source += `[${pattern.slice(index + 1, end).replaceAll('\\', '\\\\')}]`;
        index = end;
      }
    } else if (character === '\\') {
      index += 1;
      source += escapeRegExp(pattern[index] ?? '');
    } else source += escapeRegExp(character);
  }
  return new RegExp(`^${source}$`);
}

function cleanPattern(pattern: string): string {
  const parts = pattern
    .trim()
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  return parts.join('/');
}

function selfAndParents(relativePath: string): string[] {
  const parts = relativePath.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
