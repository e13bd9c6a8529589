import type { Pattern } from '../value-patterns.ts';

export const logGroupNamePattern: Pattern = {
  regex: /^[a-zA-Z0-9._\-/#]{0,512}$/,
  message:
    'only letters, digits, hyphens, underscores, periods, slashes and # are allowed, at most 512 of them',
};

export const logStreamNamePattern: Pattern = {
  regex: /^[^:*]{1,512}$/,
  message: 'must be 1 to 512 characters without colons and asterisks',
};
