import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codestarconnections_connection */
export const connectionSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    connection_status: { type: 'string', computed: true },
    host_arn: {
      type: 'string',
      optional: true,
      forceNew: true,
      pattern: arnPattern,
      conflictsWith: ['provider_type'],
    },
    name: { type: 'string', required: true, forceNew: true },
    provider_type: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['Bitbucket', 'GitHub', 'GitHubEnterpriseServer', 'GitLab', 'GitLabSelfManaged'],
      conflictsWith: ['host_arn'],
    },
  },
};
