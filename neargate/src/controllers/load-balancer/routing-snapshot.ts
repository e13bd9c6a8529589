import type {
  Action,
  RuleCondition as AwsCondition,
  RuleTransform as AwsTransform,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Timing } from '../../core/timing.ts';
import {
  defaultLoadBalancerAttributes,
  type HealthCheckConfig,
  type ListenerConfig,
  type LoadBalancerAttributes,
  type Reachability,
  type RoutingSnapshot,
  type RuleAction,
  type RuleCondition,
  type RuleTransform,
  type SocketAddress,
  type TargetConfig,
  type TargetGroupConfig,
} from '../../loadbalancer/snapshot.ts';
import type {
  Elbv2Tables,
  ListenerRow,
  LoadBalancerRow,
  RuleRow,
  TargetGroupRow,
  TargetRow,
} from '../../services/elbv2/store.ts';
import { loadBalancerUsing } from '../../services/elbv2/target-groups-in-use.ts';

/** AWS gives a target 10 seconds to accept a connection. */
const connectTimeoutMs = 10_000;

/** What the tables do not say: where things are on this machine, and who reaches whom. */
export interface SnapshotSources {
  readonly timing: Timing;
  bindOf(listener: ListenerRow): SocketAddress;
  /** Where a registered address answers; undefined when nothing on this machine has it. */
  addressOf(vpcId: string | undefined, id: string, port: number): SocketAddress | undefined;
  reachability(
    loadBalancer: LoadBalancerRow,
    vpcId: string | undefined,
    id: string,
    port: number,
  ): Reachability;
}

export type SnapshotContent = Omit<RoutingSnapshot, 'version'>;

/** What the load balancer's process shall do, from the tables of one account and region. */
export function routingSnapshot(tables: Elbv2Tables, sources: SnapshotSources): SnapshotContent {
  const listeners = [...tables.listeners.values()].flatMap((listener): ListenerConfig[] => {
    const loadBalancer = tables.loadBalancers.get(listener.loadBalancerArn);
    // Certificates and TLS come with the issue on HTTPS listeners; until then such a listener says that it does not listen.
    if (loadBalancer?.type !== 'application' || listener.protocol !== 'HTTP') return [];
    return [listenerConfig(tables, sources, loadBalancer, listener)];
  });
  const targetGroups = [...tables.targetGroups.values()].flatMap((group): TargetGroupConfig[] => {
    const loadBalancer = loadBalancerUsing(tables, group.targetGroupArn);
    if (loadBalancer?.type !== 'application' || (group.protocol !== 'HTTP' && group.protocol !== 'HTTPS'))
      return [];
    return [targetGroupConfig(tables, sources, loadBalancer, group, group.protocol)];
  });
  return { listeners, targetGroups };
}

function listenerConfig(
  tables: Elbv2Tables,
  sources: SnapshotSources,
  loadBalancer: LoadBalancerRow,
  listener: ListenerRow,
): ListenerConfig {
  const rules = [...tables.rules.values()]
    .filter(({ listenerArn }) => listenerArn === listener.listenerArn)
    .toSorted((left, right) => priorityNumber(left) - priorityNumber(right));
  return {
    arn: listener.listenerArn,
    loadBalancerArn: loadBalancer.loadBalancerArn,
    loadBalancerName: loadBalancer.name,
    protocol: 'HTTP',
    bind: sources.bindOf(listener),
    port: listener.port,
    attributes: loadBalancerAttributes(loadBalancer, listener, sources.timing),
    rules: rules.map((rule) => ({
      arn: rule.ruleArn,
      priority: rule.priority,
      conditions: rule.conditions.map(ruleCondition),
      action: ruleAction(rule),
      ...(rule.transforms === undefined ? {} : { transforms: rule.transforms.map(ruleTransform) }),
    })),
  };
}

function priorityNumber({ priority }: RuleRow): number {
  return priority === 'default' ? Number.POSITIVE_INFINITY : priority;
}

function loadBalancerAttributes(
  { attributes }: LoadBalancerRow,
  listener: ListenerRow,
  timing: Timing,
): LoadBalancerAttributes {
  const isOn = (name: string) => attributes[name] === 'true';
  const seconds = (name: string, fallbackMs: number) =>
    attributes[name] === undefined ? fallbackMs : Number(attributes[name]) * 1000;
  const defaults = defaultLoadBalancerAttributes;
  return {
    idleTimeoutMs: seconds('idle_timeout.timeout_seconds', defaults.idleTimeoutMs),
    clientKeepAliveMs: seconds('client_keep_alive.seconds', defaults.clientKeepAliveMs),
    connectTimeoutMs: timing.scaled('elb-connect-timeout', connectTimeoutMs),
    xffMode: oneOf(
      attributes['routing.http.xff_header_processing.mode'],
      ['append', 'preserve', 'remove'],
      'append',
    ),
    xffClientPort: isOn('routing.http.xff_client_port.enabled'),
    preserveHost: isOn('routing.http.preserve_host_header.enabled'),
    dropInvalidHeaders: isOn('routing.http.drop_invalid_header_fields.enabled'),
    desyncMode: oneOf(
      attributes['routing.http.desync_mitigation_mode'],
      ['monitor', 'defensive', 'strictest'],
      'defensive',
    ),
    serverHeader: listener.attributes['routing.http.response.server.enabled'] !== 'false',
    accessLogs: isOn('access_logs.s3.enabled'),
  };
}

function oneOf<const Value extends string>(
  text: string | undefined,
  values: readonly Value[],
  fallback: Value,
): Value {
  return values.find((value) => value === text) ?? fallback;
}

function ruleCondition(condition: AwsCondition): RuleCondition {
  const alternatives = (
    own: { Values?: string[] | undefined; RegexValues?: string[] | undefined } | undefined,
  ) => ({
    values: own?.Values ?? condition.Values ?? [],
    ...(own?.RegexValues === undefined ? {} : { regexValues: own.RegexValues }),
  });
  switch (condition.Field) {
    case 'host-header':
      return { field: 'host-header', ...alternatives(condition.HostHeaderConfig) };
    case 'http-header':
      return {
        field: 'http-header',
        headerName: condition.HttpHeaderConfig?.HttpHeaderName ?? '',
        ...alternatives(condition.HttpHeaderConfig),
      };
    case 'http-request-method':
      return { field: 'http-request-method', values: condition.HttpRequestMethodConfig?.Values ?? [] };
    case 'query-string':
      return {
        field: 'query-string',
        values: (condition.QueryStringConfig?.Values ?? []).map(({ Key, Value = '' }) =>
          Key === undefined ? { value: Value } : { key: Key, value: Value },
        ),
      };
    case 'source-ip':
      return { field: 'source-ip', values: condition.SourceIpConfig?.Values ?? [] };
    default:
      return { field: 'path-pattern', ...alternatives(condition.PathPatternConfig) };
  }
}

function ruleTransform(transform: AwsTransform): RuleTransform {
  const [rewrite] = (transform.UrlRewriteConfig ?? transform.HostHeaderRewriteConfig)?.Rewrites ?? [];
  return {
    type: transform.Type === 'host-header-rewrite' ? 'host-header-rewrite' : 'url-rewrite',
    regex: rewrite?.Regex ?? '',
    replace: rewrite?.Replace ?? '',
  };
}

/** The last action decides: a rule ends with forward, redirect or fixed-response. */
function ruleAction({ actions }: RuleRow): RuleAction {
  const action: Partial<Action> = actions.at(-1) ?? {};
  const { FixedResponseConfig: fixed, RedirectConfig: redirect } = action;
  const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig;
  switch (action.Type) {
    case 'fixed-response':
      return {
        type: 'fixed-response',
        statusCode: Number(fixed?.StatusCode ?? 200),
        contentType: fixed?.ContentType ?? 'text/plain',
        messageBody: fixed?.MessageBody ?? '',
      };
    case 'redirect':
      return {
        type: 'redirect',
        statusCode: redirect?.StatusCode === 'HTTP_301' ? 301 : 302,
        protocol: redirect?.Protocol ?? '#{protocol}',
        host: redirect?.Host ?? '#{host}',
        port: redirect?.Port ?? '#{port}',
        path: redirect?.Path ?? '/#{path}',
        query: redirect?.Query ?? '#{query}',
      };
    default:
      return {
        type: 'forward',
        targetGroups: (
          action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }]
        ).map(({ TargetGroupArn = '', Weight = 1 }) => ({ targetGroupArn: TargetGroupArn, weight: Weight })),
        ...(stickiness?.Enabled === true
          ? { stickinessMs: (stickiness.DurationSeconds ?? 3600) * 1000 }
          : {}),
      };
  }
}

function targetGroupConfig(
  tables: Elbv2Tables,
  sources: SnapshotSources,
  loadBalancer: LoadBalancerRow,
  group: TargetGroupRow,
  protocol: 'HTTP' | 'HTTPS',
): TargetGroupConfig {
  const { attributes } = group;
  const { timing } = sources;
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
    healthCheck: healthCheckConfig(group, timing),
    targets: [...tables.targets.values()]
      .filter(({ targetGroupArn }) => targetGroupArn === group.targetGroupArn)
      .map((target) => targetConfig(sources, loadBalancer, group, target)),
  };
}

function healthCheckConfig({ healthCheck }: TargetGroupRow, timing: Timing): HealthCheckConfig {
  return {
    enabled: healthCheck.enabled,
    protocol: healthCheck.protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    path: healthCheck.path ?? '/',
    port: healthCheck.port === 'traffic-port' ? 'traffic-port' : Number(healthCheck.port),
    intervalMs: timing.scaled('elb-health-check-interval', healthCheck.intervalSeconds * 1000),
    timeoutMs: healthCheck.timeoutSeconds * 1000,
    healthyThreshold: healthCheck.healthyThresholdCount,
    unhealthyThreshold: healthCheck.unhealthyThresholdCount,
    matcher: healthCheck.httpCode ?? '200',
  };
}

function targetConfig(
  sources: SnapshotSources,
  loadBalancer: LoadBalancerRow,
  group: TargetGroupRow,
  target: TargetRow,
): TargetConfig {
  const { id, port, availabilityZone = 'all', deregisteredAtMs } = target;
  const checkPort = group.healthCheck.port === 'traffic-port' ? port : Number(group.healthCheck.port);
  const reach = (toPort: number) => sources.reachability(loadBalancer, group.vpcId, id, toPort);
  const address = sources.addressOf(group.vpcId, id, port);
  const checkAddress = sources.addressOf(group.vpcId, id, checkPort);
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
