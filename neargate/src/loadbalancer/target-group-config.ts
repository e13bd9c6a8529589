import type { Reachability, SocketAddress } from './places.ts';
import type { HealthThreshold } from './targets/health-thresholds.ts';

export interface TargetGroupConfig {
  readonly arn: string;
  readonly name: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly protocolVersion: 'HTTP1' | 'HTTP2' | 'GRPC';
  readonly algorithm: 'round_robin' | 'least_outstanding_requests' | 'weighted_random';
  readonly deregistrationDelayMs: number;
  /** 0 turns it off. */
  readonly slowStartMs: number;
  /** `load_balancing.algorithm.anomaly_mitigation`; acts on weighted_random only. */
  readonly anomalyMitigation?: boolean;
  /** False: a node of the load balancer sends to the targets of its own zone only. */
  readonly crossZone?: boolean;
  /** `target_group_health.*`; one healthy target is enough where absent. */
  readonly dnsFailover?: HealthThreshold;
  readonly unhealthyStateRouting?: HealthThreshold;
  /** Absent = off. */
  readonly stickiness?: TargetStickinessConfig;
  readonly healthCheck: HealthCheckConfig;
  readonly targets: readonly TargetConfig[];
}

/** `stickiness.*` of a target group: clients stay with a target, by the load balancer's cookie or beside the program's own. */
export type TargetStickinessConfig =
  | { readonly type: 'lb_cookie'; readonly durationMs: number }
  | { readonly type: 'app_cookie'; readonly durationMs: number; readonly cookieName: string };

export interface HealthCheckConfig {
  /** False only for lambda targets on AWS: targets are then `unavailable` and receive traffic. */
  readonly enabled: boolean;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly path: string;
  readonly port: 'traffic-port' | number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** What the check speaks: GET over HTTP/1.1 or HTTP/2, or a unary gRPC call. */
  readonly protocolVersion: TargetGroupConfig['protocolVersion'];
  /** AWS's HttpCode: `200`, `200,202`, `200-399`; for gRPC its GrpcCode: `12`, `0-99`. */
  readonly matcher: string;
}

export interface TargetConfig {
  /** The target's IP address as registered. */
  readonly id: string;
  /** The port as registered. */
  readonly port: number;
  readonly availabilityZone: string;
  /** Where the data plane really connects for traffic. */
  readonly address: SocketAddress;
  /** Where it really connects for health checks, when the check's port is not the traffic port. */
  readonly healthCheckAddress?: SocketAddress;
  readonly reachable: Reachability;
  /** A fault on request: each check is sent so much later, within its timeout. */
  readonly healthCheckDelayMs?: number;
  /** The verdict for the health check's port; absent = `reachable`. */
  readonly healthCheckReachable?: Reachability;
  /** `draining` from the moment of deregistration. A target no longer listed gets nothing new; what is in flight ends by itself. */
  readonly desired: 'active' | 'draining';
  /** Epoch milliseconds of the deregistration; the deregistration delay counts from here. */
  readonly drainingSince?: number;
  /** Set when the control plane knows the target cannot be used, such as one in a zone that is not enabled. */
  readonly unusable?: {
    readonly reason: 'Target.NotInUse' | 'Target.InvalidState' | 'Target.IpUnusable';
    readonly description: string;
  };
}
