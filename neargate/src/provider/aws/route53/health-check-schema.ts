import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_health_check */
export const healthCheckSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    child_health_threshold: { type: 'number', optional: true, range: [0, 256] },
    child_healthchecks: { type: 'set(string)', optional: true },
    cloudwatch_alarm_name: { type: 'string', optional: true },
    cloudwatch_alarm_region: { type: 'string', optional: true },
    disabled: { type: 'bool', optional: true, default: false },
    enable_sni: { type: 'bool', optional: true, computed: true },
    failure_threshold: { type: 'number', optional: true, computed: true, range: [1, 10] },
    fqdn: { type: 'string', optional: true, range: [0, 255] },
    insufficient_data_health_status: {
      type: 'string',
      optional: true,
      enum: ['Healthy', 'Unhealthy', 'LastKnownStatus'],
    },
    invert_healthcheck: { type: 'bool', optional: true, default: false },
    ip_address: { type: 'string', optional: true },
    measure_latency: { type: 'bool', optional: true, forceNew: true, default: false },
    port: { type: 'number', optional: true, range: [1, 65_535] },
    reference_name: { type: 'string', optional: true, forceNew: true, range: [0, 37] },
    regions: { type: 'set(string)', optional: true },
    request_interval: { type: 'number', optional: true, computed: true, forceNew: true },
    resource_path: { type: 'string', optional: true, range: [0, 255] },
    routing_control_arn: { type: 'string', optional: true, forceNew: true },
    search_string: { type: 'string', optional: true, range: [0, 255] },
    type: {
      type: 'string',
      required: true,
      forceNew: true,
      enum: [
        'HTTP',
        'HTTPS',
        'HTTP_STR_MATCH',
        'HTTPS_STR_MATCH',
        'TCP',
        'CALCULATED',
        'CLOUDWATCH_METRIC',
        'RECOVERY_CONTROL',
      ],
    },
  },
};
