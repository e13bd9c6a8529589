import { invalidEventPattern } from '../errors.ts';

/**
 * The expression that a wildcard means: `*` stands for any run of characters, `\*` and `\\` for themselves. Throws on two
 * stars in a row and on other escapes. Positions in texts count the opening quote, as AWS's do.
 */
export function parseWildcard(text: string): RegExp {
  let source = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === '\\') {
      if (next !== '*' && next !== '\\')
        throw invalidEventPattern(`Invalid escape character at pos ${index + 1}`);
      source += escape(next);
      index++;
    } else if (character === '*') {
      if (next === '*') throw invalidEventPattern(`Consecutive wildcard characters at pos ${index + 1}`);
      source += '.*';
    } else {
      source += escape(character);
    }
  }
  return new RegExp(`^${source}$`, 's');
}

function escape(character: string): string {
  return character.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
