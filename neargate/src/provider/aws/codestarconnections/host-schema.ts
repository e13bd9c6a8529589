import type { Schema } from '../../../terraform/provider.ts';
import { timeouts } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codestarconnections_host */
export const hostSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    name: { type: 'string', required: true, forceNew: true },
    provider_endpoint: { type: 'string', required: true },
    provider_type: {
      type: 'string',
      required: true,
      forceNew: true,
      enum: ['Bitbucket', 'GitHub', 'GitHubEnterpriseServer', 'GitLab', 'GitLabSelfManaged'],
    },
    status: { type: 'string', computed: true },
  },
  blocks: {
    vpc_configuration: {
      nesting: 'list',
      max: 1,
      attributes: {
        security_group_ids: { type: 'set(string)', required: true },
        subnet_ids: { type: 'set(string)', required: true },
        tls_certificate: { type: 'string', optional: true },
        vpc_id: { type: 'string', required: true },
      },
    },
    timeouts: timeouts('create', 'update', 'delete'),
  },
};
