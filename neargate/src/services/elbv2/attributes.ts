import { validationError } from './errors.ts';
import type { LoadBalancerRow, TargetGroupRow } from './store.ts';

/** What an attribute's value may be; free text where neither is said. */
interface AttributeRule {
  readonly defaultValue: string;
  readonly values?: readonly string[];
  /** Inclusive. */
  readonly range?: readonly [number, number];
}

const flag = (defaultValue: 'true' | 'false'): AttributeRule => ({ defaultValue, values: ['true', 'false'] });
const text = (defaultValue = ''): AttributeRule => ({ defaultValue });

type AttributeRules = Readonly<Record<string, AttributeRule>>;

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
  'health_check_logs.s3.enabled': flag('false'),
  'health_check_logs.s3.bucket': text(),
  'health_check_logs.s3.prefix': text(),
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
  'waf.fail_open.enabled': flag('false'),
  'zonal_shift.config.enabled': flag('false'),
};

const networkLoadBalancer: AttributeRules = {
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
};

const healthThresholds: AttributeRules = {
  'target_group_health.dns_failover.minimum_healthy_targets.count': text('1'),
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': text('off'),
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': text('1'),
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': text('off'),
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

const transportTargetGroup: AttributeRules = {
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
};

const lambdaTargetGroup: AttributeRules = {
  'lambda.multi_value_headers.enabled': flag('false'),
  ...healthThresholds,
};

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

function listenerRules(protocol: string): AttributeRules {
  if (protocol === 'TCP') return { 'tcp.idle_timeout.seconds': { defaultValue: '350', range: [60, 6000] } };
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

function rulesOfLoadBalancer(type: LoadBalancerRow['type']): AttributeRules {
  return type === 'application' ? applicationLoadBalancer : networkLoadBalancer;
}

function rulesOfTargetGroup(group: Pick<TargetGroupRow, 'targetType' | 'protocol'>): AttributeRules {
  if (group.targetType === 'lambda') return lambdaTargetGroup;
  return group.protocol === 'HTTP' || group.protocol === 'HTTPS' ? httpTargetGroup : transportTargetGroup;
}

export function defaultLoadBalancerAttributes(type: LoadBalancerRow['type']): Record<string, string> {
  return defaultsOf(rulesOfLoadBalancer(type));
}

export function defaultTargetGroupAttributes(
  group: Pick<TargetGroupRow, 'targetType' | 'protocol'>,
): Record<string, string> {
  return defaultsOf(rulesOfTargetGroup(group));
}

export function defaultListenerAttributes(protocol: string): Record<string, string> {
  return defaultsOf(listenerRules(protocol));
}

export function changeLoadBalancerAttributes(
  row: LoadBalancerRow,
  changes: AttributeList,
): Record<string, string> {
  return change('Load balancer', row.attributes, rulesOfLoadBalancer(row.type), changes);
}

export function changeTargetGroupAttributes(
  row: TargetGroupRow,
  changes: AttributeList,
): Record<string, string> {
  const attributes = change('Target group', row.attributes, rulesOfTargetGroup(row), changes);
  const slowStart = Number(attributes['slow_start.duration_seconds'] ?? '0');
  if (slowStart !== 0 && slowStart < 30) {
    throw validationError("'slow_start.duration_seconds' must be 0, or between 30 and 900 inclusive");
  }
  if (slowStart !== 0 && attributes['load_balancing.algorithm.type'] !== 'round_robin') {
    throw validationError('Slow start can only be enabled with the round robin load balancing algorithm');
  }
  return attributes;
}

export function changeListenerAttributes(
  row: { readonly attributes: Readonly<Record<string, string>>; readonly protocol: string },
  changes: AttributeList,
): Record<string, string> {
  return change('Listener', row.attributes, listenerRules(row.protocol), changes);
}

export type AttributeList = readonly { Key?: string | undefined; Value?: string | undefined }[];

export function describeAttributes(attributes: Readonly<Record<string, string>>) {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

function defaultsOf(rules: AttributeRules): Record<string, string> {
  return Object.fromEntries(Object.entries(rules).map(([key, rule]) => [key, rule.defaultValue]));
}

function change(
  subject: string,
  current: Readonly<Record<string, string>>,
  rules: AttributeRules,
  changes: AttributeList,
): Record<string, string> {
  const changed = { ...current };
  for (const { Key: key = '', Value: value = '' } of changes) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined) throw validationError(`${subject} attribute key '${key}' is not recognized`);
    if (rule.values !== undefined && !rule.values.includes(value)) {
      throw validationError(`'${key}' must be one of [${rule.values.join(', ')}]`);
    }
    if (rule.range !== undefined) {
      const [low, high] = rule.range;
      if (!/^\d+$/.test(value) || Number(value) < low || Number(value) > high) {
        throw validationError(`'${key}' value must be between '${low}' and '${high}' inclusive`);
      }
    }
    changed[key] = value;
  }
  return changed;
}
