import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codecommit_repository */
export const repositorySchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    clone_url_http: { type: 'string', computed: true },
    clone_url_ssh: { type: 'string', computed: true },
    default_branch: { type: 'string', optional: true },
    description: { type: 'string', optional: true, range: [0, 1000] },
    kms_key_id: { type: 'string', optional: true, computed: true, pattern: arnPattern },
    repository_id: { type: 'string', computed: true },
    repository_name: { type: 'string', required: true, range: [0, 100] },
    ...tagAttributes,
  },
};
