import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { sameJson } from '../equivalence.ts';
import { jsonPattern } from '../patterns.ts';
import { accountIdPattern } from '../value-patterns.ts';

const text = { type: 'string', optional: true } as const;
const protocol = { ...text, enum: ['http', 'https'] } as const;

const routingRule: BlockSchema = {
  nesting: 'list',
  computed: true,
  attributes: {},
  blocks: {
    condition: {
      nesting: 'list',
      max: 1,
      attributes: { http_error_code_returned_equals: text, key_prefix_equals: text },
    },
    redirect: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        host_name: text,
        http_redirect_code: text,
        protocol,
        replace_key_prefix_with: text,
        replace_key_with: text,
      },
    },
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_website_configuration */
export const bucketWebsiteConfigurationSchema: Schema = {
  attributes: {
    bucket: { type: 'string', required: true, forceNew: true, range: [1, 63] },
    expected_bucket_owner: {
      type: 'string',
      optional: true,
      forceNew: true,
      deprecated:
        'expected_bucket_owner is deprecated. It will be removed in a future version of the provider.',
      pattern: accountIdPattern,
    },
    routing_rules: {
      type: 'string',
      optional: true,
      computed: true,
      conflictsWith: ['routing_rule'],
      pattern: jsonPattern,
      equivalent: sameJson,
    },
    website_domain: { type: 'string', computed: true },
    website_endpoint: { type: 'string', computed: true },
  },
  blocks: {
    error_document: { nesting: 'list', max: 1, attributes: { key: { type: 'string', required: true } } },
    index_document: { nesting: 'list', max: 1, attributes: { suffix: { type: 'string', required: true } } },
    redirect_all_requests_to: {
      nesting: 'list',
      max: 1,
      attributes: { host_name: { type: 'string', required: true }, protocol },
    },
    routing_rule: routingRule,
  },
};
