import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ecr_repository */
export const repositoryDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    encryption_configuration: {
      type: 'list(object({encryption_type = string, kms_key = string}))',
      computed: true,
    },
    image_scanning_configuration: { type: 'list(object({scan_on_push = bool}))', computed: true },
    image_tag_mutability: { type: 'string', computed: true },
    image_tag_mutability_exclusion_filter: {
      type: 'list(object({filter = string, filter_type = string}))',
      computed: true,
    },
    most_recent_image_tags: { type: 'list(string)', computed: true },
    name: { type: 'string', required: true },
    registry_id: { type: 'string', optional: true, computed: true },
    repository_url: { type: 'string', computed: true },
    tags: { type: 'map(string)', computed: true },
  },
};
