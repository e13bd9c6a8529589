import type { Schema } from '../../../terraform/provider.ts';

/** The arguments and attributes of the data source `aws_lb_target_group`, as the provider's 6.x documentation lists them. */
export const lbTargetGroupDataSchema: Schema = {
  attributes: {
    tags: { type: 'map(string)', optional: true, computed: true },
    arn: { type: 'string', optional: true, computed: true },
    arn_suffix: { type: 'string', computed: true },
    connection_termination: { type: 'bool', computed: true },
    deregistration_delay: { type: 'string', computed: true },
    health_check: {
      type: 'list(object({enabled: bool, healthy_threshold: number, interval: number, matcher: string, path: string, port: string, protocol: string, timeout: number, unhealthy_threshold: number}))',
      computed: true,
    },
    lambda_multi_value_headers_enabled: { type: 'bool', computed: true },
    load_balancer_arns: { type: 'set(string)', computed: true },
    load_balancing_algorithm_type: { type: 'string', computed: true },
    load_balancing_anomaly_mitigation: { type: 'string', optional: true, computed: true },
    load_balancing_cross_zone_enabled: { type: 'string', computed: true },
    name: { type: 'string', optional: true, computed: true },
    port: { type: 'number', computed: true },
    preserve_client_ip: { type: 'string', computed: true },
    protocol: { type: 'string', computed: true },
    protocol_version: { type: 'string', computed: true },
    proxy_protocol_v2: { type: 'bool', computed: true },
    slow_start: { type: 'number', computed: true },
    stickiness: {
      type: 'list(object({cookie_duration: number, cookie_name: string, enabled: bool, type: string}))',
      computed: true,
    },
    target_type: { type: 'string', computed: true },
    target_control_port: { type: 'number', computed: true },
    vpc_id: { type: 'string', computed: true },
  },
};
