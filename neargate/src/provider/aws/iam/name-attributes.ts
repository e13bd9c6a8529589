import type { AttributeSchema } from '../../../terraform/provider.ts';
import { iamNamePattern } from './patterns.ts';

/** The name of what IAM keeps: written, made from a prefix, or made up. */
export const nameAttributes: Readonly<Record<'name' | 'name_prefix', AttributeSchema>> = {
  name: {
    type: 'string',
    optional: true,
    computed: true,
    forceNew: true,
    pattern: iamNamePattern,
    conflictsWith: ['name_prefix'],
  },
  name_prefix: {
    type: 'string',
    optional: true,
    computed: true,
    forceNew: true,
    pattern: iamNamePattern,
    conflictsWith: ['name'],
  },
};
