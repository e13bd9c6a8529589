import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_service_discovery_service`, as the provider's 6.x documentation lists them. */
export const serviceSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true },
    force_destroy: { type: 'bool', optional: true, default: false },
    name: { type: 'string', required: true, forceNew: true },
    namespace_id: { type: 'string', optional: true, computed: true, forceNew: true },
    type: { type: 'string', optional: true, computed: true, forceNew: true, enum: ['HTTP'] },
  },
  blocks: {
    dns_config: {
      nesting: 'list',
      max: 1,
      attributes: {
        namespace_id: { type: 'string', required: true, forceNew: true },
        routing_policy: {
          type: 'string',
          optional: true,
          forceNew: true,
          default: 'MULTIVALUE',
          enum: ['MULTIVALUE', 'WEIGHTED'],
        },
      },
      blocks: {
        dns_records: {
          nesting: 'list',
          min: 1,
          attributes: {
            ttl: { type: 'number', required: true },
            type: { type: 'string', required: true, forceNew: true, enum: ['SRV', 'A', 'AAAA', 'CNAME'] },
          },
        },
      },
    },
    health_check_config: {
      nesting: 'list',
      max: 1,
      attributes: {
        failure_threshold: { type: 'number', optional: true },
        resource_path: { type: 'string', optional: true },
        type: { type: 'string', optional: true, forceNew: true, enum: ['HTTP', 'HTTPS', 'TCP'] },
      },
    },
    health_check_custom_config: {
      nesting: 'list',
      max: 1,
      forceNew: true,
      attributes: {
        failure_threshold: {
          type: 'number',
          optional: true,
          forceNew: true,
          deprecated: 'AWS always uses a failure threshold of 1.',
        },
      },
    },
  },
};
