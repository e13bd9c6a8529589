import type { Pattern } from '../value-patterns.ts';

export const iamNamePattern: Pattern = {
  regex: /^[\w+=,.@-]*$/,
  message: 'must match [\\w+=,.@-]',
};
