import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FunctionError } from '../../hcl/functions.ts';

/**
 * The files below a directory whose path a pattern matches: `*`, `?`, `[a-z]`, `{a,b}` within a name, `**` across.
 *
 * @param givenDirectory The directory as it was written, for the error.
 */
export function matchFiles(directory: string, pattern: string, givenDirectory: string): string[] {
  const source = globSource(pattern.replace(/^\.\//, ''));
  if (source === undefined) {
    throw new FunctionError(
      `failed to glob pattern "${join(givenDirectory, pattern)}": syntax error in pattern`,
    );
  }
  const matcher = new RegExp(`^${source}$`, 'u');
  return listFiles(directory, '').filter((path) => matcher.test(path));
}

function listFiles(directory: string, prefix: string): string[] {
  let names: string[];
  try {
    names = readdirSync(join(directory, prefix));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return names.flatMap((name) => {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const stats = statSync(join(directory, path), { throwIfNoEntry: false });
    if (stats === undefined) return [];
    if (stats.isDirectory()) return listFiles(directory, path);
    return stats.isFile() ? [path] : [];
  });
}

/** The pattern as a regular expression; undefined when it is malformed. */
function globSource(pattern: string): string | undefined {
  let source = '';
  let braces = 0;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index);
    switch (character) {
      case '*':
        if (pattern.startsWith('**/', index)) {
          source += '(?:[^/]+/)*';
          index += 2;
        } else if (pattern.startsWith('**', index)) {
          source += '.*';
          index++;
        } else {
          source += '[^/]*';
        }
        break;
      case '?':
        source += '[^/]';
        break;
      case '[': {
        const end = pattern.indexOf(']', index + 2);
        if (end === -1) return undefined;
        const members = pattern
          .slice(index + 1, end)
          .replace(/^[!^]/, '^')
          .replace(/[\\[]/g, '\\$&');
        source += `[${members}]`;
        index = end;
        break;
      }
      case '{':
        source += '(?:';
        braces++;
        break;
      case '}':
        source += braces > 0 ? ')' : '\\}';
        braces = Math.max(0, braces - 1);
        break;
      case ',':
        source += braces > 0 ? '|' : ',';
        break;
      case '\\':
        source += pattern.charAt(++index).replace(/[\^$\\.*+?()[\]{}|/]/, '\\$&');
        break;
      default:
        source += character.replace(/[\^$.+()|\]]/, '\\$&');
    }
  }
  return braces > 0 ? undefined : source;
}
