import type { Pattern } from '../value-patterns.ts';

export const secretNamePattern: Pattern = {
  regex: /^[\w/+=.@-]{0,512}$/,
  message: 'must be at most 512 letters, digits and /_+=.@-',
};
