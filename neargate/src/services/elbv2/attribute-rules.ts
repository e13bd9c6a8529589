import type { LoadBalancerRow, TargetGroupRow } from './store.ts';

/** What an attribute's value may be; free text where neither is said. */
export interface AttributeRule {
  readonly defaultValue: string;
  /** Why nothing acts on the attribute here: it is kept and shown, and that is all. Absent = it is acted on. */
  readonly storedBecause?: string;
  readonly values?: readonly string[];
  readonly pattern?: RegExp;
  /** Inclusive. */
  readonly range?: readonly [number, number];
}

const stored = (rule: AttributeRule, storedBecause: string): AttributeRule => ({ ...rule, storedBecause });
const flag = (defaultValue: 'true' | 'false'): AttributeRule => ({ defaultValue, values: ['true', 'false'] });
const text = (defaultValue = ''): AttributeRule => ({ defaultValue });

export type AttributeRules = Readonly<Record<string, AttributeRule>>;

const notServed = 'load balancers of this type are stored, not served';
const allStored = (rules: AttributeRules, because: string): AttributeRules =>
  Object.fromEntries(Object.entries(rules).map(([key, rule]) => [key, stored(rule, because)]));

const noHealthCheckLogs = 'health checks are not logged to S3';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
const applicationLoadBalancer: AttributeRules = {
  'access_logs.s3.enabled': flag('false'),
  'access_logs.s3.bucket': text(),
  'access_logs.s3.prefix': text(),
  'client_keep_alive.seconds': { defaultValue: '3600', range: [60, 604_800] },
  'connection_logs.s3.enabled': flag('false'),
  'connection_logs.s3.bucket': text(),
  'connection_logs.s3.prefix': text(),
  'deletion_protection.enabled': flag('false'),
  'health_check_logs.s3.enabled': stored(flag('false'), noHealthCheckLogs),
  'health_check_logs.s3.bucket': stored(text(), noHealthCheckLogs),
  'health_check_logs.s3.prefix': stored(text(), noHealthCheckLogs),
  'idle_timeout.timeout_seconds': { defaultValue: '60', range: [1, 4000] },
  'load_balancing.cross_zone.enabled': { defaultValue: 'true', values: ['true'] },
  'routing.http.desync_mitigation_mode': {
    defaultValue: 'defensive',
    values: ['monitor', 'defensive', 'strictest'],
  },
  'routing.http.drop_invalid_header_fields.enabled': flag('false'),
  'routing.http.preserve_host_header.enabled': flag('false'),
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': flag('false'),
  'routing.http.xff_client_port.enabled': flag('false'),
  'routing.http.xff_header_processing.mode': {
    defaultValue: 'append',
    values: ['append', 'preserve', 'remove'],
  },
  'routing.http2.enabled': flag('true'),
  'waf.fail_open.enabled': stored(flag('false'), 'there is no WAF'),
  'zonal_shift.config.enabled': stored(flag('false'), 'there are no zonal shifts'),
};

const networkLoadBalancer: AttributeRules = allStored(
  {
    'access_logs.s3.enabled': flag('false'),
    'access_logs.s3.bucket': text(),
    'access_logs.s3.prefix': text(),
    'deletion_protection.enabled': flag('false'),
    'dns_record.client_routing_policy': {
      defaultValue: 'any_availability_zone',
      values: ['any_availability_zone', 'availability_zone_affinity', 'partial_availability_zone_affinity'],
    },
    'load_balancing.cross_zone.enabled': flag('false'),
    'secondary_ips.auto_assigned.per_subnet': { defaultValue: '0', range: [0, 7] },
    'zonal_shift.config.enabled': flag('false'),
  },
  notServed,
);

const countThreshold = { defaultValue: '1', pattern: /^[1-9]\d*$/ };
const countOrOff = { defaultValue: '1', pattern: /^(?:off|[1-9]\d*)$/ };
const percentageOrOff = { defaultValue: 'off', pattern: /^(?:off|[1-9]\d?|100)$/ };

const healthThresholds: AttributeRules = {
  'target_group_health.dns_failover.minimum_healthy_targets.count': countOrOff,
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': percentageOrOff,
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': countThreshold,
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': percentageOrOff,
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
const httpTargetGroup: AttributeRules = {
  'deregistration_delay.timeout_seconds': { defaultValue: '300', range: [0, 3600] },
  'load_balancing.algorithm.anomaly_mitigation': { defaultValue: 'off', values: ['on', 'off'] },
  'load_balancing.algorithm.type': {
    defaultValue: 'round_robin',
    values: ['round_robin', 'least_outstanding_requests', 'weighted_random'],
  },
  'load_balancing.cross_zone.enabled': {
    defaultValue: 'use_load_balancer_configuration',
    values: ['true', 'false', 'use_load_balancer_configuration'],
  },
  'slow_start.duration_seconds': { defaultValue: '0', range: [0, 900] },
  'stickiness.app_cookie.cookie_name': text(),
  'stickiness.app_cookie.duration_seconds': { defaultValue: '86400', range: [1, 604_800] },
  'stickiness.enabled': flag('false'),
  'stickiness.lb_cookie.duration_seconds': { defaultValue: '86400', range: [1, 604_800] },
  'stickiness.type': { defaultValue: 'lb_cookie', values: ['lb_cookie', 'app_cookie'] },
  ...healthThresholds,
};

const transportTargetGroup: AttributeRules = allStored(
  {
    'deregistration_delay.connection_termination.enabled': flag('false'),
    'deregistration_delay.timeout_seconds': { defaultValue: '300', range: [0, 3600] },
    'load_balancing.cross_zone.enabled': {
      defaultValue: 'use_load_balancer_configuration',
      values: ['true', 'false', 'use_load_balancer_configuration'],
    },
    'preserve_client_ip.enabled': flag('false'),
    'proxy_protocol_v2.enabled': flag('false'),
    'stickiness.enabled': flag('false'),
    'stickiness.type': { defaultValue: 'source_ip', values: ['source_ip'] },
    'target_health_state.unhealthy.connection_termination.enabled': flag('true'),
    'target_health_state.unhealthy.draining_interval_seconds': { defaultValue: '0', range: [0, 360_000] },
    ...healthThresholds,
  },
  notServed,
);

const lambdaTargetGroup: AttributeRules = allStored(
  {
    'lambda.multi_value_headers.enabled': flag('false'),
    ...healthThresholds,
  },
  'Lambda targets are not invoked',
);

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html */
const listenerHeaderValues = [
  'access_control_allow_credentials',
  'access_control_allow_headers',
  'access_control_allow_methods',
  'access_control_allow_origin',
  'access_control_expose_headers',
  'access_control_max_age',
  'content_security_policy',
  'strict_transport_security',
  'x_content_type_options',
  'x_frame_options',
];
const listenerHeaderNames = [
  'x_amzn_mtls_clientcert',
  'x_amzn_mtls_clientcert_issuer',
  'x_amzn_mtls_clientcert_leaf',
  'x_amzn_mtls_clientcert_serial_number',
  'x_amzn_mtls_clientcert_subject',
  'x_amzn_mtls_clientcert_validity',
  'x_amzn_tls_cipher_suite',
  'x_amzn_tls_version',
];

export function listenerRules(protocol: string): AttributeRules {
  if (protocol === 'TCP')
    return allStored({ 'tcp.idle_timeout.seconds': { defaultValue: '350', range: [60, 6000] } }, notServed);
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') return {};
  const names = [
    ...listenerHeaderValues.map((name) => `routing.http.response.${name}.header_value`),
    ...(protocol === 'HTTPS'
      ? listenerHeaderNames.map((name) => `routing.http.request.${name}.header_name`)
      : []),
  ];
  return {
    'routing.http.response.server.enabled': flag('true'),
    ...Object.fromEntries(names.map((name) => [name, text()])),
  };
}

export function rulesOfLoadBalancer(type: LoadBalancerRow['type']): AttributeRules {
  return type === 'application' ? applicationLoadBalancer : networkLoadBalancer;
}

export function rulesOfTargetGroup(group: Pick<TargetGroupRow, 'targetType' | 'protocol'>): AttributeRules {
  if (group.targetType === 'lambda') return lambdaTargetGroup;
  return group.protocol === 'HTTP' || group.protocol === 'HTTPS' ? httpTargetGroup : transportTargetGroup;
}
