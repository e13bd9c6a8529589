import type { Pattern } from '../value-patterns.ts';

export const projectNamePattern: Pattern = {
  regex: /^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/,
  message: 'must be 2 to 150 letters, digits, hyphens and underscores, the first a letter or digit',
};
