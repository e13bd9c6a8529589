import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_lb_trust_store`, as the provider's 6.x documentation lists them. */
export const lbTrustStoreSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    arn_suffix: { type: 'string', computed: true },
    ca_certificates_bundle_s3_bucket: { type: 'string', required: true },
    ca_certificates_bundle_s3_key: { type: 'string', required: true },
    ca_certificates_bundle_s3_object_version: { type: 'string', optional: true },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['name_prefix'],
      pattern: {
        regex: /^(?:[a-zA-Z0-9]+-)*[a-zA-Z0-9]+$/,
        message: 'can have alphanumeric characters and single hyphens between them only',
      },
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['name'],
    },
  },
  blocks: { timeouts: timeouts('create', 'delete') },
};
