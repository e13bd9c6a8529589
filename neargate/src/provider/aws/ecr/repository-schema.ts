import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository */
export const repositorySchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    force_delete: { type: 'bool', optional: true },
    image_tag_mutability: {
      type: 'string',
      optional: true,
      default: 'MUTABLE',
      enum: ['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'],
    },
    name: { type: 'string', required: true, forceNew: true },
    registry_id: { type: 'string', computed: true },
    repository_url: { type: 'string', computed: true },
    ...tagAttributes,
  },
  blocks: {
    encryption_configuration: {
      nesting: 'list',
      computed: true,
      forceNew: true,
      attributes: {
        encryption_type: {
          type: 'string',
          optional: true,
          forceNew: true,
          default: 'AES256',
          enum: ['AES256', 'KMS', 'KMS_DSSE'],
        },
        kms_key: { type: 'string', optional: true, computed: true, forceNew: true },
      },
    },
    image_scanning_configuration: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: { scan_on_push: { type: 'bool', required: true } },
    },
    image_tag_mutability_exclusion_filter: {
      nesting: 'list',
      max: 5,
      attributes: {
        filter: {
          type: 'string',
          required: true,
          range: [1, 128],
          pattern: { regex: /^[a-zA-Z0-9._*-]+$/, message: 'must match ^[a-zA-Z0-9._*-]+$' },
        },
        filter_type: { type: 'string', required: true, enum: ['WILDCARD'] },
      },
    },
  },
};
