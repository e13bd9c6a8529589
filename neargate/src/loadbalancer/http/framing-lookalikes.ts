/** Field names that a lax reader could take for the ones that frame a body. */

const lookedFor = new Set(['transferencoding', 'contentlength']);
const shortest = 'content-length'.length - 1;

/**
 * Whether a name has the letters of Transfer-Encoding or Content-Length without being either: `Transfer_Encoding`, `Content.Length`,
 * `\x01Transfer-Encoding`, or with letters that become theirs in upper case (as AWS's http-desync-guardian sees it).
 *
 * @param name latin1 text of what stands before the colon, neither of the two names.
 */
export function looksLikeFraming(name: string): boolean {
  if (name.length < shortest) return false;
  const letters = name
    // UTF-8 of the long s and the dotless i; before lower case, which knows them as Latin-1 letters.
    .replaceAll('\xc5\xbf', 's')
    .replaceAll('\xc4\xb1', 'i')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
  return lookedFor.has(letters);
}
