import type { Schema } from '../../../terraform/provider.ts';
import { sameIgnoringCase } from '../equivalence.ts';
import { nullableBoolPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_lb_target_group`, as the provider's 6.x documentation lists them. */
export const lbTargetGroupSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    arn_suffix: { type: 'string', computed: true },
    connection_termination: { type: 'bool', optional: true, computed: true },
    deregistration_delay: {
      type: 'string',
      optional: true,
      default: '300',
      pattern: {
        regex: /^(?:[0-9]{1,3}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)$/,
        message: 'must be a number of seconds from 0 to 3600',
      },
    },
    ip_address_type: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['ipv4', 'ipv6'],
    },
    lambda_multi_value_headers_enabled: { type: 'bool', optional: true, default: false },
    load_balancer_arns: { type: 'set(string)', computed: true },
    load_balancing_algorithm_type: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['round_robin', 'least_outstanding_requests', 'weighted_random'],
    },
    load_balancing_anomaly_mitigation: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['on', 'off'],
    },
    load_balancing_cross_zone_enabled: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['true', 'false', 'use_load_balancer_configuration'],
    },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['name_prefix'],
      pattern: {
        regex: /^(?:|(?!-)[0-9A-Za-z-]{1,32}(?<!-))$/,
        message:
          'can have at most 32 alphanumeric characters and hyphens, and cannot begin or end with a hyphen',
      },
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['name'],
      pattern: {
        regex: /^(?:|(?!-)[0-9A-Za-z-]{1,6})$/,
        message: 'can have at most 6 alphanumeric characters and hyphens, and cannot begin with a hyphen',
      },
    },
    port: { type: 'number', optional: true, forceNew: true, range: [1, 65535] },
    preserve_client_ip: { type: 'string', optional: true, computed: true, pattern: nullableBoolPattern },
    protocol: {
      type: 'string',
      optional: true,
      forceNew: true,
      enum: ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC'],
    },
    protocol_version: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: { regex: /^(?:GRPC|HTTP1|HTTP2)$/i, message: 'must be one of GRPC, HTTP1, HTTP2' },
      equivalent: sameIgnoringCase,
    },
    proxy_protocol_v2: { type: 'bool', optional: true, default: false },
    slow_start: { type: 'number', optional: true, default: 0, range: [0, 900] },
    target_control_port: { type: 'number', optional: true, forceNew: true, range: [1, 65535] },
    target_type: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'instance',
      enum: ['instance', 'ip', 'lambda', 'alb'],
    },
    vpc_id: { type: 'string', optional: true, forceNew: true },
  },
  blocks: {
    health_check: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        enabled: { type: 'bool', optional: true, default: true },
        healthy_threshold: { type: 'number', optional: true, default: 3, range: [2, 10] },
        interval: { type: 'number', optional: true, default: 30, range: [5, 300] },
        matcher: { type: 'string', optional: true, computed: true },
        path: {
          type: 'string',
          optional: true,
          computed: true,
          pattern: {
            regex: /^(?:|\/.{0,1023})$/s,
            message: 'must begin with a slash and have at most 1024 characters',
          },
        },
        port: {
          type: 'string',
          optional: true,
          default: 'traffic-port',
          pattern: {
            regex: /^(?:traffic-port|[0-9]{1,5})$/,
            message: 'must be a valid port number or "traffic-port"',
          },
        },
        protocol: {
          type: 'string',
          optional: true,
          default: 'HTTP',
          pattern: { regex: /^(?:HTTP|HTTPS|TCP)$/i, message: 'must be one of HTTP, HTTPS, TCP' },
          equivalent: sameIgnoringCase,
        },
        timeout: { type: 'number', optional: true, computed: true, range: [2, 120] },
        unhealthy_threshold: { type: 'number', optional: true, default: 3, range: [2, 10] },
      },
    },
    stickiness: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        cookie_duration: { type: 'number', optional: true, default: 86400, range: [0, 604800] },
        cookie_name: { type: 'string', optional: true },
        enabled: { type: 'bool', optional: true, default: true },
        type: {
          type: 'string',
          required: true,
          enum: ['lb_cookie', 'app_cookie', 'source_ip', 'source_ip_dest_ip', 'source_ip_dest_ip_proto'],
        },
      },
    },
    target_failover: {
      nesting: 'list',
      computed: true,
      attributes: {
        on_deregistration: { type: 'string', required: true, enum: ['rebalance', 'no_rebalance'] },
        on_unhealthy: { type: 'string', required: true, enum: ['rebalance', 'no_rebalance'] },
      },
    },
    target_group_health: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {},
      blocks: {
        dns_failover: {
          nesting: 'list',
          max: 1,
          attributes: {
            minimum_healthy_targets_count: { type: 'string', optional: true, default: 'off' },
            minimum_healthy_targets_percentage: { type: 'string', optional: true, default: 'off' },
          },
        },
        unhealthy_state_routing: {
          nesting: 'list',
          max: 1,
          attributes: {
            minimum_healthy_targets_count: { type: 'number', optional: true, default: 1 },
            minimum_healthy_targets_percentage: { type: 'string', optional: true, default: 'off' },
          },
        },
      },
    },
    target_health_state: {
      nesting: 'list',
      computed: true,
      attributes: {
        enable_unhealthy_connection_termination: { type: 'bool', required: true },
        unhealthy_draining_interval: { type: 'number', optional: true, default: 0, range: [0, 360000] },
      },
    },
  },
};
