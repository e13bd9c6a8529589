import type { GetRandomPasswordRequest } from '@aws-sdk/client-secrets-manager';
import type { IdSource } from '../../core/ids.ts';
import { invalidParameter, invalidRequest } from './errors.ts';

const lowercase = 'abcdefghijklmnopqrstuvwxyz';
const uppercase = lowercase.toUpperCase();
const numbers = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
export function randomPassword(ids: IdSource, request: GetRandomPasswordRequest): string {
  const excluded = new Set(request.ExcludeCharacters);
  const alphabets = [
    request.ExcludeLowercase === true ? '' : lowercase,
    request.ExcludeUppercase === true ? '' : uppercase,
    request.ExcludeNumbers === true ? '' : numbers,
    request.ExcludePunctuation === true ? '' : punctuation,
    request.IncludeSpace === true ? ' ' : '',
  ]
    .map((alphabet) => alphabet.split('').filter((character) => !excluded.has(character)))
    .filter((alphabet) => alphabet.length > 0);
  const all = alphabets.flat();
  if (all.length === 0) {
    throw invalidRequest('The password has no characters left after the exclusions in the request.');
  }
  const length = request.PasswordLength ?? 32;
  const required = request.RequireEachIncludedType === false ? [] : alphabets;
  if (length < required.length) {
    throw invalidParameter('The password length is too short based on the required types.');
  }
  const characters = required.map((alphabet) => pick(ids, alphabet));
  while (characters.length < length) characters.push(pick(ids, all));
  return shuffled(ids, characters).join('');
}

function pick(ids: IdSource, alphabet: readonly string[]): string {
  return alphabet[randomBelow(ids, alphabet.length)] ?? '';
}

/** Fisher and Yates, so that the required characters are not the first ones. */
function shuffled(ids: IdSource, characters: readonly string[]): string[] {
  const result = [...characters];
  for (let index = result.length - 1; index > 0; index--) {
    const other = randomBelow(ids, index + 1);
    const held = result[index] ?? '';
    result[index] = result[other] ?? '';
    result[other] = held;
  }
  return result;
}

/** Uniform in 0 … bound − 1: draws that would favour small results are thrown away. */
function randomBelow(ids: IdSource, bound: number): number {
  const range = 0x1_00_00;
  const limit = range - (range % bound);
  for (;;) {
    const drawn = Number.parseInt(ids.hex(4), 16);
    if (drawn < limit) return drawn % bound;
  }
}
