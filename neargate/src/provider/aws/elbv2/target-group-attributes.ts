import type { PlainObject } from '../../../terraform/provider.ts';
import { blockOf, boolOf, numberOf, textOf } from '../../arguments.ts';
import type { AttributeKeys, CurrentAttributes } from './api-attributes.ts';

/** The target group attributes behind the plain arguments of `aws_lb_target_group`. */
export const targetGroupAttributeKeys: AttributeKeys = {
  connection_termination: 'deregistration_delay.connection_termination.enabled',
  deregistration_delay: 'deregistration_delay.timeout_seconds',
  lambda_multi_value_headers_enabled: 'lambda.multi_value_headers.enabled',
  load_balancing_algorithm_type: 'load_balancing.algorithm.type',
  load_balancing_anomaly_mitigation: 'load_balancing.algorithm.anomaly_mitigation',
  load_balancing_cross_zone_enabled: 'load_balancing.cross_zone.enabled',
  preserve_client_ip: 'preserve_client_ip.enabled',
  proxy_protocol_v2: 'proxy_protocol_v2.enabled',
  slow_start: 'slow_start.duration_seconds',
};

const dnsFailover = 'target_group_health.dns_failover.minimum_healthy_targets';
const unhealthyRouting = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';
const unhealthyState = 'target_health_state.unhealthy';

/** What the blocks of a target group say, by the attributes' keys. */
export function blockAttributes(config: PlainObject): Record<string, string | number | boolean | undefined> {
  const health = blockOf(config, 'target_group_health') ?? {};
  const failover = blockOf(health, 'dns_failover') ?? {};
  const routing = blockOf(health, 'unhealthy_state_routing') ?? {};
  const state = blockOf(config, 'target_health_state') ?? {};
  const target = blockOf(config, 'target_failover') ?? {};
  return {
    ...stickinessAttributes(blockOf(config, 'stickiness')),
    [`${dnsFailover}.count`]: textOf(failover, 'minimum_healthy_targets_count'),
    [`${dnsFailover}.percentage`]: textOf(failover, 'minimum_healthy_targets_percentage'),
    [`${unhealthyRouting}.count`]: numberOf(routing, 'minimum_healthy_targets_count'),
    [`${unhealthyRouting}.percentage`]: textOf(routing, 'minimum_healthy_targets_percentage'),
    [`${unhealthyState}.connection_termination.enabled`]: boolOf(
      state,
      'enable_unhealthy_connection_termination',
    ),
    [`${unhealthyState}.draining_interval_seconds`]: numberOf(state, 'unhealthy_draining_interval'),
    'target_failover.on_deregistration': textOf(target, 'on_deregistration'),
    'target_failover.on_unhealthy': textOf(target, 'on_unhealthy'),
  };
}

function stickinessAttributes(block: PlainObject | undefined) {
  if (block === undefined) return {};
  const type = textOf(block, 'type');
  const isOn = boolOf(block, 'enabled') ?? true;
  const duration = numberOf(block, 'cookie_duration');
  return {
    'stickiness.enabled': isOn,
    ...(isOn
      ? {
          'stickiness.type': type,
          ...(type === 'lb_cookie' ? { 'stickiness.lb_cookie.duration_seconds': duration } : {}),
          ...(type === 'app_cookie'
            ? {
                'stickiness.app_cookie.duration_seconds': duration,
                'stickiness.app_cookie.cookie_name': textOf(block, 'cookie_name'),
              }
            : {}),
        }
      : {}),
  };
}

/** The blocks that the attributes stand for. */
export function blocksOfAttributes(current: CurrentAttributes, known: PlainObject): PlainObject {
  return {
    stickiness: stickinessBlock(current, blockOf(known, 'stickiness')),
    target_failover: current.has('target_failover.on_unhealthy')
      ? [
          {
            on_deregistration: current.get('target_failover.on_deregistration') ?? '',
            on_unhealthy: current.get('target_failover.on_unhealthy') ?? '',
          },
        ]
      : [],
    target_group_health: healthBlock(current, blockOf(known, 'target_group_health')),
    target_health_state: current.has(`${unhealthyState}.connection_termination.enabled`)
      ? [
          {
            enable_unhealthy_connection_termination:
              current.get(`${unhealthyState}.connection_termination.enabled`) === 'true',
            unhealthy_draining_interval: Number(
              current.get(`${unhealthyState}.draining_interval_seconds`) ?? 0,
            ),
          },
        ]
      : [],
  };
}

/** While stickiness is off, AWS does not keep what else was said about it. */
function stickinessBlock(current: CurrentAttributes, known: PlainObject | undefined): PlainObject[] {
  const enabled = current.get('stickiness.enabled');
  if (enabled === undefined) return known === undefined ? [] : [known];
  if (enabled === 'false' && known !== undefined) return [{ ...known, enabled: false }];
  const type = current.get('stickiness.type') ?? 'lb_cookie';
  const isApp = type === 'app_cookie';
  const duration = current.get(`stickiness.${isApp ? 'app' : 'lb'}_cookie.duration_seconds`);
  return [
    {
      cookie_duration: duration === undefined ? (known?.['cookie_duration'] ?? 86_400) : Number(duration),
      cookie_name: isApp ? (current.get('stickiness.app_cookie.cookie_name') ?? '') : '',
      enabled: enabled === 'true',
      type,
    },
  ];
}

/** A part that is not written beside one that is does not show, as it cannot be taken back by leaving it out. */
function healthBlock(current: CurrentAttributes, known: PlainObject | undefined): PlainObject[] {
  const routingCount = current.get(`${unhealthyRouting}.count`);
  if (routingCount === undefined) return [];
  const shows = (name: string) => known === undefined || blockOf(known, name) !== undefined;
  return [
    {
      dns_failover: shows('dns_failover')
        ? [
            {
              minimum_healthy_targets_count: current.get(`${dnsFailover}.count`) ?? 'off',
              minimum_healthy_targets_percentage: current.get(`${dnsFailover}.percentage`) ?? 'off',
            },
          ]
        : [],
      unhealthy_state_routing: shows('unhealthy_state_routing')
        ? [
            {
              minimum_healthy_targets_count: Number(routingCount),
              minimum_healthy_targets_percentage: current.get(`${unhealthyRouting}.percentage`) ?? 'off',
            },
          ]
        : [],
    },
  ];
}
