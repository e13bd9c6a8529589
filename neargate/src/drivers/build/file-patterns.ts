import { patternRegExp } from '../image/dockerignore.ts';

/**
 * Whether a path (relative, with slashes) is one that an artifact's `files` or `exclude-paths` names: a file, a pattern with
 * `*`, `?`, `[…]` and `{a,b}`, or `**` for folders at any depth. A folder's name alone names no files, as on AWS.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts.files
 */
export function filePattern(text: string): (relativePath: string) => boolean {
  const patterns = expandBraces(cleanPath(text)).map(patternRegExp);
  return (relativePath) => patterns.some((pattern) => pattern.test(relativePath));
}

export function hasWildcard(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** Without `./` and a slash at the end. */
export function cleanPath(text: string): string {
  return text.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
}

/** `a{b,c}d` as `abd` and `acd`. */
function expandBraces(text: string): string[] {
  const found = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(text);
  if (found === null) return [text];
  const [, before = '', choices = '', after = ''] = found;
  return choices.split(',').flatMap((choice) => expandBraces(before + choice + after));
}
