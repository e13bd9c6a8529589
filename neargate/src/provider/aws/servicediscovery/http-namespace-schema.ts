import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_service_discovery_http_namespace`, as the provider's 6.x documentation lists them. */
export const httpNamespaceSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true, forceNew: true },
    http_name: { type: 'string', computed: true },
    name: {
      type: 'string',
      required: true,
      forceNew: true,
      range: [1, 1024],
      pattern: { regex: /^[0-9A-Za-z._-]+$/, message: 'must match ^[0-9A-Za-z._-]+$' },
    },
  },
};
