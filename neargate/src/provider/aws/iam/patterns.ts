import type { Pattern } from '../value-patterns.ts';

export const iamNamePattern: Pattern = {
  regex: /^[\w+=,.@-]*$/,
  message: 'must match [\\w+=,.@-]',
};

/** Of users and groups. */
export const principalNamePattern: Pattern = {
  regex: /^[0-9A-Za-z=,.@\-_+]+$/,
  message:
    'only alphanumeric characters, hyphens, underscores, commas, periods, @ symbols, plus and equals signs allowed',
};
