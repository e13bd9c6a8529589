import type { Pattern } from '../value-patterns.ts';

export const aliasNamePattern: Pattern = {
  regex: /^(?!alias\/aws\/)alias\/[a-zA-Z0-9/_-]+$/,
  message: 'must begin with "alias/" and not "alias/aws/", and may only contain [a-zA-Z0-9/_-]',
};
