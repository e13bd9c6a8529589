import type { AttributeRules } from './attribute-rules.ts';
import { listenerRules, rulesOfLoadBalancer, rulesOfTargetGroup } from './attribute-rules.ts';
import { validationError } from './errors.ts';
import type { LoadBalancerRow, TargetGroupRow } from './store.ts';

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
  checkAlgorithm(attributes);
  checkStickiness(attributes);
  checkThresholds(attributes);
  return attributes;
}

function checkAlgorithm(attributes: Readonly<Record<string, string>>): void {
  const isMitigating = attributes['load_balancing.algorithm.anomaly_mitigation'] === 'on';
  if (isMitigating && attributes['load_balancing.algorithm.type'] !== 'weighted_random') {
    throw validationError(
      'Anomaly mitigation can only be enabled with the weighted random load balancing algorithm',
    );
  }
}

/** Names of cookies that the load balancer itself uses. */
const reservedCookies = /^AWSALB(?:APP|TG)?(?:CORS|-\d)?$/;

function checkStickiness(attributes: Readonly<Record<string, string>>): void {
  if (attributes['stickiness.type'] !== 'app_cookie') return;
  const name = attributes['stickiness.app_cookie.cookie_name'] ?? '';
  if (name === '' && attributes['stickiness.enabled'] === 'true') {
    throw validationError("'stickiness.app_cookie.cookie_name' must be specified for app_cookie stickiness");
  }
  if (reservedCookies.test(name)) throw validationError(`The cookie name '${name}' is reserved`);
  if (name !== '' && !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/.test(name)) {
    throw validationError(`The cookie name '${name}' is not valid`);
  }
}

/** DNS failover must not come later than routing failover. */
function checkThresholds(attributes: Readonly<Record<string, string>>): void {
  for (const member of ['count', 'percentage']) {
    const dns = Number(attributes[`target_group_health.dns_failover.minimum_healthy_targets.${member}`]);
    const routing = Number(
      attributes[`target_group_health.unhealthy_state_routing.minimum_healthy_targets.${member}`],
    );
    if (dns < routing) {
      throw validationError(
        `The minimum healthy target ${member} of DNS failover must be at least that of routing failover`,
      );
    }
  }
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
    if (rule.pattern?.test(value) === false)
      throw validationError(`'${value}' is not a valid value of '${key}'`);
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
