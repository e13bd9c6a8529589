import type { AttributeSchema } from '../../terraform/provider.ts';

export type Pattern = NonNullable<AttributeSchema['pattern']>;

export const accountIdPattern: Pattern = {
  regex: /^$|^\d{12}$/,
  message: 'must be an AWS account ID, 12 digits',
};

/** A number in an argument that is a text, so that "not set" differs from zero. */
export const numberTextPattern: Pattern = {
  regex: /^$|^-?\d+(?:\.\d+)?$/,
  message: 'must be a number',
};

export const base64Pattern: Pattern = {
  regex: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  message: 'must be base64',
};
