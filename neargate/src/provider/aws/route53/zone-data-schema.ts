import type { Schema } from '../../../terraform/provider.ts';

const computed = { type: 'string', computed: true } as const;
const given = { type: 'string', optional: true, computed: true } as const;

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/route53_zone */
export const zoneDataSchema: Schema = {
  attributes: {
    arn: computed,
    caller_reference: computed,
    comment: computed,
    enable_accelerated_recovery: { type: 'bool', optional: true },
    linked_service_description: computed,
    linked_service_principal: computed,
    name: given,
    name_servers: { type: 'list(string)', computed: true },
    primary_name_server: computed,
    private_zone: { type: 'bool', optional: true, default: false },
    resource_record_set_count: { type: 'number', computed: true },
    tags: { type: 'map(string)', optional: true, computed: true },
    vpc_id: { type: 'string', optional: true },
    zone_id: given,
  },
};
