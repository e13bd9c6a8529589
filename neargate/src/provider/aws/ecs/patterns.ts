import type { Pattern } from '../value-patterns.ts';

export const clusterNamePattern: Pattern = {
  regex: /^[0-9A-Za-z_-]{1,255}$/,
  message:
    'must be 1 to 255 characters long and contain only alphanumeric characters, hyphens, and underscores',
};
