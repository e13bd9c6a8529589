import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listenerRules, rulesOfLoadBalancer, rulesOfTargetGroup } from './attribute-rules.ts';
import { changeTargetGroupAttributes, defaultTargetGroupAttributes } from './attributes.ts';
import type { TargetGroupRow } from './store.ts';

const group = { targetType: 'ip', protocol: 'HTTP' } as const;
const row = { ...group, attributes: defaultTargetGroupAttributes(group) } as unknown as TargetGroupRow;
const change = (changes: Record<string, string>) =>
  changeTargetGroupAttributes(
    row,
    Object.entries(changes).map(([Key, Value]) => ({ Key, Value })),
  );

describe('target group attributes', () => {
  it.each([
    [{ 'load_balancing.algorithm.anomaly_mitigation': 'on' }, /weighted random/],
    [{ 'slow_start.duration_seconds': '20' }, /between 30 and 900/],
    [
      { 'slow_start.duration_seconds': '30', 'load_balancing.algorithm.type': 'least_outstanding_requests' },
      /round robin/,
    ],
    [{ 'stickiness.enabled': 'true', 'stickiness.type': 'app_cookie' }, /cookie_name' must be specified/],
    [{ 'stickiness.type': 'app_cookie', 'stickiness.app_cookie.cookie_name': 'AWSALB' }, /is reserved/],
    [{ 'stickiness.type': 'app_cookie', 'stickiness.app_cookie.cookie_name': 'a b' }, /is not valid/],
    [{ 'stickiness.lb_cookie.duration_seconds': '0' }, /between '1' and '604800'/],
    [
      { 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': 'off' },
      /not a valid value/,
    ],
    [{ 'target_group_health.dns_failover.minimum_healthy_targets.percentage': '101' }, /not a valid value/],
    [
      { 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '2' },
      /at least that of/,
    ],
  ])('refuse %j', (changes, message) => {
    expect(() => change(changes as unknown as Record<string, string>)).toThrow(message);
  });

  it('take what goes together', () => {
    expect(
      change({
        'load_balancing.algorithm.type': 'weighted_random',
        'load_balancing.algorithm.anomaly_mitigation': 'on',
        'stickiness.enabled': 'true',
        'stickiness.type': 'app_cookie',
        'stickiness.app_cookie.cookie_name': 'session',
        'target_group_health.dns_failover.minimum_healthy_targets.count': '2',
        'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '2',
      }),
    ).toMatchObject({ 'stickiness.type': 'app_cookie' });
  });
});

describe('attributes that are only stored', () => {
  it('are named in the guide, so that nobody relies on them', () => {
    const guide = readFileSync(new URL('../../../../docs/load-balancer.md', import.meta.url), 'utf8');
    const rules = [
      rulesOfLoadBalancer('application'),
      rulesOfTargetGroup(group),
      listenerRules('HTTP'),
      listenerRules('HTTPS'),
    ];
    for (const [key, { storedBecause }] of rules.flatMap((each) => Object.entries(each))) {
      if (storedBecause !== undefined) expect(guide, key).toContain(`\`${key}\``);
    }
  });
});
