import type { PlainObject } from '../../terraform/provider.ts';
import { boolOf, numberOf, textOf } from '../arguments.ts';
import { type RandomSource, shuffled } from './random-source.ts';

const defaultSpecial = '!@#$%&*()-_=+[]{}<>:?';

/** The text of `random_string` and `random_password`: as many of each kind as are asked for, the rest of all kinds. */
export function randomText(config: PlainObject, source: RandomSource): string {
  const length = numberOf(config, 'length') ?? 0;
  const kinds = [
    { name: 'upper', characters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' },
    { name: 'lower', characters: 'abcdefghijklmnopqrstuvwxyz' },
    { name: 'numeric', characters: '0123456789' },
    { name: 'special', characters: textOf(config, 'override_special') ?? defaultSpecial },
  ].map(({ name, characters }) => ({
    // By code point, so that no character is cut in half.
    characters: Array.from(characters),
    isUsed: boolOf(config, name) ?? true,
    least: numberOf(config, `min_${name}`) ?? 0,
  }));
  const pick = (characters: readonly string[]) => characters[source.below(characters.length)] ?? '';
  const chosen = kinds.flatMap(({ characters, least }) =>
    Array.from({ length: least }, () => pick(characters)),
  );
  const all = kinds.flatMap(({ characters, isUsed }) => (isUsed ? characters : []));
  while (chosen.length < length) chosen.push(pick(all));
  return shuffled(chosen, source).join('');
}
