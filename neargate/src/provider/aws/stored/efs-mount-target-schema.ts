import type { Schema } from '../../../terraform/provider.ts';
import { ipv4Pattern, ipv6Pattern } from '../patterns.ts';
import { timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_efs_mount_target`, as the provider's 6.x documentation lists them. */
export const efsMountTargetSchema: Schema = {
  attributes: {
    availability_zone_id: { type: 'string', computed: true },
    availability_zone_name: { type: 'string', computed: true },
    dns_name: { type: 'string', computed: true },
    file_system_arn: { type: 'string', computed: true },
    file_system_id: { type: 'string', required: true, forceNew: true },
    ip_address: { type: 'string', optional: true, computed: true, forceNew: true, pattern: ipv4Pattern },
    ip_address_type: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['IPV4_ONLY', 'IPV6_ONLY', 'DUAL_STACK'],
    },
    ipv6_address: { type: 'string', optional: true, computed: true, forceNew: true, pattern: ipv6Pattern },
    mount_target_dns_name: { type: 'string', computed: true },
    network_interface_id: { type: 'string', computed: true },
    owner_id: { type: 'string', computed: true },
    security_groups: { type: 'set(string)', optional: true, computed: true },
    subnet_id: { type: 'string', required: true, forceNew: true },
  },
  blocks: { timeouts: timeouts('create', 'delete') },
};
