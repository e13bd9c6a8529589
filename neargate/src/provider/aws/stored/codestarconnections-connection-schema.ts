import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_codestarconnections_connection`, as the provider's 6.x documentation lists them. */
export const codestarconnectionsConnectionSchema: Schema = {
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
