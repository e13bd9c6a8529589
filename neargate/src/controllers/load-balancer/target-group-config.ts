import type { Timing } from '../../core/timing.ts';
import type {
  HealthCheckConfig,
  TargetConfig,
  TargetGroupConfig,
  TargetStickinessConfig,
} from '../../loadbalancer/target-group-config.ts';
import type { HealthThreshold } from '../../loadbalancer/targets/health-thresholds.ts';
import type { Elbv2Tables, LoadBalancerRow, TargetGroupRow, TargetRow } from '../../services/elbv2/store.ts';
import { oneOf } from './one-of.ts';
import type { SnapshotSources } from './routing-snapshot.ts';

/** A target group as the data plane takes it. */
export function targetGroupConfig(
  tables: Elbv2Tables,
  sources: SnapshotSources,
  loadBalancer: LoadBalancerRow,
  group: TargetGroupRow,
  protocol: 'HTTP' | 'HTTPS',
): TargetGroupConfig {
  const { attributes } = group;
  const { timing } = sources;
  const stickiness = stickinessConfig(attributes);
  const scaledSeconds = (wait: Parameters<Timing['scaled']>[0], name: string, fallback: number) =>
    timing.scaled(wait, Number(attributes[name] ?? fallback) * 1000);
  return {
    arn: group.targetGroupArn,
    name: group.name,
    protocol,
    protocolVersion: oneOf(group.protocolVersion, ['HTTP1', 'HTTP2', 'GRPC'], 'HTTP1'),
    algorithm: oneOf(
      attributes['load_balancing.algorithm.type'],
      ['round_robin', 'least_outstanding_requests', 'weighted_random'],
      'round_robin',
    ),
    deregistrationDelayMs: scaledSeconds(
      'elb-deregistration-delay',
      'deregistration_delay.timeout_seconds',
      300,
    ),
    slowStartMs: scaledSeconds('elb-slow-start', 'slow_start.duration_seconds', 0),
    anomalyMitigation: attributes['load_balancing.algorithm.anomaly_mitigation'] === 'on',
    // `use_load_balancer_configuration` is on: an application load balancer cannot turn it off.
    crossZone: attributes['load_balancing.cross_zone.enabled'] !== 'false',
    dnsFailover: threshold(attributes, 'target_group_health.dns_failover'),
    unhealthyStateRouting: threshold(attributes, 'target_group_health.unhealthy_state_routing'),
    ...(stickiness === undefined ? {} : { stickiness }),
    healthCheck: healthCheckConfig(group, timing),
    targets: [...tables.targets.values()]
      .filter(({ targetGroupArn }) => targetGroupArn === group.targetGroupArn)
      .map((target) => targetConfig(sources, loadBalancer, group, target)),
  };
}

/** A threshold is `off`, or a number; the percentage is off unless it is given. */
function threshold(attributes: TargetGroupRow['attributes'], name: string): HealthThreshold {
  const count = Number(attributes[`${name}.minimum_healthy_targets.count`] ?? 1);
  const percentage = Number(attributes[`${name}.minimum_healthy_targets.percentage`] ?? 'off');
  return {
    count: Number.isNaN(count) ? 0 : count,
    ...(Number.isNaN(percentage) ? {} : { percentage }),
  };
}

function stickinessConfig(attributes: TargetGroupRow['attributes']): TargetStickinessConfig | undefined {
  if (attributes['stickiness.enabled'] !== 'true') return undefined;
  const milliseconds = (name: string) => Number(attributes[name] ?? 86_400) * 1000;
  return attributes['stickiness.type'] === 'app_cookie'
    ? {
        type: 'app_cookie',
        durationMs: milliseconds('stickiness.app_cookie.duration_seconds'),
        cookieName: attributes['stickiness.app_cookie.cookie_name'] ?? '',
      }
    : { type: 'lb_cookie', durationMs: milliseconds('stickiness.lb_cookie.duration_seconds') };
}

function healthCheckConfig(
  { healthCheck, protocolVersion }: TargetGroupRow,
  timing: Timing,
): HealthCheckConfig {
  return {
    enabled: healthCheck.enabled,
    protocol: healthCheck.protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    path: healthCheck.path ?? '/',
    port: healthCheck.port === 'traffic-port' ? 'traffic-port' : Number(healthCheck.port),
    intervalMs: timing.scaled('elb-health-check-interval', healthCheck.intervalSeconds * 1000),
    timeoutMs: healthCheck.timeoutSeconds * 1000,
    healthyThreshold: healthCheck.healthyThresholdCount,
    unhealthyThreshold: healthCheck.unhealthyThresholdCount,
    protocolVersion: oneOf(protocolVersion, ['HTTP1', 'HTTP2', 'GRPC'], 'HTTP1'),
    matcher: (protocolVersion === 'GRPC' ? healthCheck.grpcCode : healthCheck.httpCode) ?? '200',
  };
}

function targetConfig(
  sources: SnapshotSources,
  loadBalancer: LoadBalancerRow,
  group: TargetGroupRow,
  target: TargetRow,
): TargetConfig {
  const { id, port, deregisteredAtMs } = target;
  const availabilityZone = target.availabilityZone ?? sources.zoneOf(group.vpcId, id) ?? 'all';
  const checkPort = group.healthCheck.port === 'traffic-port' ? port : Number(group.healthCheck.port);
  const reach = (toPort: number) => sources.reachability(loadBalancer, group.vpcId, id, toPort);
  const address = sources.addressOf(group.vpcId, id, port);
  const checkAddress = sources.addressOf(group.vpcId, id, checkPort);
  const fault = sources.checkFault(group.targetGroupArn, id, port);
  const zoneIsEnabled =
    availabilityZone === 'all' || loadBalancer.zones.some(({ zoneName }) => zoneName === availabilityZone);
  return {
    id,
    port,
    availabilityZone,
    address: address ?? { host: '127.0.0.1', port },
    ...(checkPort === port || checkAddress === undefined ? {} : { healthCheckAddress: checkAddress }),
    reachable:
      address === undefined
        ? { allowed: false, reason: `No network interface has the address ${id}.` }
        : reach(port),
    ...(checkPort === port ? {} : { healthCheckReachable: reach(checkPort) }),
    ...(fault?.kind === 'unanswered'
      ? { healthCheckReachable: { allowed: false, reason: fault.reason } as const }
      : {}),
    ...(fault?.kind === 'late' ? { healthCheckDelayMs: fault.delayMs } : {}),
    desired: deregisteredAtMs === undefined ? 'active' : 'draining',
    ...(deregisteredAtMs === undefined ? {} : { drainingSince: deregisteredAtMs }),
    ...(zoneIsEnabled
      ? {}
      : {
          unusable: {
            reason: 'Target.NotInUse' as const,
            description: 'Target is in an Availability Zone that is not enabled for the load balancer',
          },
        }),
  };
}
