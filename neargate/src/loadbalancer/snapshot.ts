import type { TlsConfig } from './tls/tls-config.ts';
import type { HealthThreshold } from './targets/health-thresholds.ts';

/**
 * The contract between the control plane and the load balancer's process: what it shall do (`RoutingSnapshot`) and what it
 * saw (`DataPlaneReport`). Everything here is plain JSON, so that it crosses the IPC channel unchanged.
 *
 * A snapshot is complete and replaces the one before it. Live state (health, connections, requests in flight) is kept for
 * every listener (by `arn`) and target (by target group `arn`, `id` and `port`) that both snapshots name.
 */

/** Everything the data plane serves. `version` grows with every snapshot; an older one than the last is ignored. */
export interface RoutingSnapshot {
  readonly version: number;
  readonly listeners: readonly ListenerConfig[];
  readonly targetGroups: readonly TargetGroupConfig[];
  /** 32 bytes in hexadecimal that stickiness cookies are sealed with; absent = cookies of this process only. */
  readonly cookieKey?: string;
}

/** Where a socket is bound or connected to on this machine. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

export interface ListenerConfig {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly loadBalancerName: string;
  /** HTTPS needs `tls`. */
  readonly protocol: 'HTTP' | 'HTTPS';
  /** Where the listener is served on this machine. Two listeners cannot share one. */
  readonly bind: SocketAddress;
  /** The port as AWS knows it: X-Forwarded-Port, `#{port}`, and the port rule of the Host header. */
  readonly port: number;
  readonly tls?: TlsConfig;
  readonly attributes: LoadBalancerAttributes;
  /** The load balancer's nodes: one per enabled zone, with the address it has there. Absent = one node of no zone. */
  readonly nodes?: readonly NodeConfig[];
  /** Whether clients get through to it; absent = they do. One that does not is never answered. */
  readonly clients?: Reachability;
  /** In evaluation order: by priority, the default rule last. */
  readonly rules: readonly RuleConfig[];
}

/** A load balancer's node. Clients are shared out among nodes connection by connection, as DNS does it on AWS. */
export interface NodeConfig {
  readonly availabilityZone: string;
  readonly address: string;
}

/** The load balancer attributes the data plane obeys (AWS names in the comments). Times are already scaled by the timing profile. */
export interface LoadBalancerAttributes {
  /** `idle_timeout.timeout_seconds`: no byte in either direction for so long closes, or answers 408 or 504. */
  readonly idleTimeoutMs: number;
  /** `client_keep_alive.seconds`: a client connection older than this is closed after its next response. */
  readonly clientKeepAliveMs: number;
  /** How long a target may take to accept a connection; 10 s on AWS. */
  readonly connectTimeoutMs: number;
  /** `routing.http.xff_header_processing.mode`. */
  readonly xffMode: 'append' | 'preserve' | 'remove';
  /** `routing.http.xff_client_port.enabled`. */
  readonly xffClientPort: boolean;
  /** `routing.http.preserve_host_header.enabled`. */
  readonly preserveHost: boolean;
  /** `routing.http.drop_invalid_header_fields.enabled`: names outside `[-A-Za-z0-9]+` are removed. */
  readonly dropInvalidHeaders: boolean;
  /** `routing.http.desync_mitigation_mode`. */
  readonly desyncMode: 'monitor' | 'defensive' | 'strictest';
  /** `routing.http.response.server.enabled`: whether the load balancer's own responses carry `Server: awselb/2.0`. */
  readonly serverHeader: boolean;
  /** `routing.http.response.*.header_value`: fields of every response, in the place of the target's own of that name. */
  readonly responseFields?: readonly ResponseField[];
  /** Whether access log records are reported. */
  readonly accessLogs: boolean;
  /** Whether connection log records are reported: `connection_logs.s3.enabled`. */
  readonly connectionLogs: boolean;
  /** `routing.http2.enabled`: whether HTTPS listeners offer HTTP/2. */
  readonly http2: boolean;
  /** `routing.http.x_amzn_tls_version_and_cipher_suite.enabled`. */
  readonly tlsFields: boolean;
}

/** A field of responses and its value. */
export interface ResponseField {
  readonly name: string;
  readonly value: string;
}

/** AWS's defaults (ELBv2 load balancer attributes), for callers that set only some. */
export const defaultLoadBalancerAttributes: LoadBalancerAttributes = {
  idleTimeoutMs: 60_000,
  clientKeepAliveMs: 3_600_000,
  connectTimeoutMs: 10_000,
  xffMode: 'append',
  xffClientPort: false,
  preserveHost: false,
  dropInvalidHeaders: false,
  desyncMode: 'defensive',
  serverHeader: true,
  accessLogs: false,
  connectionLogs: false,
  http2: true,
  tlsFields: false,
};

export interface RuleConfig {
  readonly arn: string;
  /** 1 to 50000, or `default` for the rule without conditions that comes last. */
  readonly priority: number | 'default';
  /** All must hold. */
  readonly conditions: readonly RuleCondition[];
  readonly action: RuleAction;
  /** At most one of each type; none on the default rule. */
  readonly transforms?: readonly RuleTransform[];
}

/** Rewrites what matches before the request goes to a target; the rules have seen what the client sent. */
export interface RuleTransform {
  readonly type: 'host-header-rewrite' | 'url-rewrite';
  readonly regex: string;
  /** `$1` to `$9` are the groups of the expression. */
  readonly replace: string;
}

/**
 * Values of one condition are alternatives: of `values`, where `*` is zero or more characters and `?` exactly one, or of
 * `regexValues`.
 */
export type RuleCondition =
  | {
      readonly field: 'path-pattern' | 'host-header';
      readonly values: readonly string[];
      readonly regexValues?: readonly string[];
    }
  | {
      readonly field: 'http-header';
      readonly headerName: string;
      readonly values: readonly string[];
      readonly regexValues?: readonly string[];
    }
  | { readonly field: 'http-request-method'; readonly values: readonly string[] }
  | {
      readonly field: 'query-string';
      readonly values: readonly { readonly key?: string; readonly value: string }[];
    }
  | { readonly field: 'source-ip'; readonly values: readonly string[] };

export type RuleAction = ForwardAction | FixedResponseAction | RedirectAction;

export interface ForwardAction {
  readonly type: 'forward';
  /** Chosen by weight at random per request; a weight of 0 gets nothing. */
  readonly targetGroups: readonly { readonly targetGroupArn: string; readonly weight: number }[];
  /** TargetGroupStickinessConfig: a client stays with the group chosen first for so long. Absent = off. */
  readonly stickinessMs?: number;
}

export interface FixedResponseAction {
  readonly type: 'fixed-response';
  /** 200 to 599. */
  readonly statusCode: number;
  readonly contentType: string;
  readonly messageBody: string;
}

/** AWS's placeholders `#{protocol} #{host} #{port} #{path} #{query}` are filled from the request. */
export interface RedirectAction {
  readonly type: 'redirect';
  readonly statusCode: 301 | 302;
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

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

/** What the network model says of load balancer → target. A denied connection attempt times out, as packets dropped on AWS do. */
export type Reachability =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** The sentence that names the missing rule; passed on in health reports. */
      readonly reason: string;
    };

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

/** What became of a snapshot: every listener is either bound or says why not. */
export interface ApplyResult {
  readonly version: number;
  readonly listeners: readonly ListenerState[];
}

export type ListenerState =
  | { readonly listenerArn: string; readonly state: 'listening'; readonly bind: SocketAddress }
  | {
      readonly listenerArn: string;
      readonly state: 'failed';
      readonly bind: SocketAddress;
      /** Such as `EADDRINUSE`; `ERR_NEARGATE_…` where the refusal is ours. */
      readonly code: string;
      readonly message: string;
    };

/** DescribeTargetHealth's states and reasons (ELBv2 API reference, TargetHealth). */
export type TargetHealthState = 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable';

export type TargetHealthReason =
  | 'Elb.RegistrationInProgress'
  | 'Elb.InitialHealthChecking'
  | 'Target.ResponseCodeMismatch'
  | 'Target.Timeout'
  | 'Target.FailedHealthChecks'
  | 'Target.NotInUse'
  | 'Target.InvalidState'
  | 'Target.IpUnusable'
  | 'Target.DeregistrationInProgress'
  | 'Target.HealthCheckDisabled'
  | 'Elb.InternalError';

export interface TargetHealthReport {
  readonly kind: 'target-health';
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly state: TargetHealthState;
  /** Absent for `healthy`. */
  readonly reason?: TargetHealthReason;
  /** AWS's words. */
  readonly description?: string;
  /** What AWS does not tell: the error behind the last failure, or the missing rule of a denied connection. */
  readonly detail?: string;
}

/** A draining target has nothing in flight any more, or its delay has passed and what was left has been cut. */
export interface TargetDrainedReport {
  readonly kind: 'target-drained';
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  readonly at: number;
  readonly cause: 'in-flight-finished' | 'delay-elapsed';
  /** Requests whose connection was cut by the delay. */
  readonly cutRequests: number;
}

/** Anomaly detection thinks something else of a target than before. */
export interface TargetAnomalyReport {
  readonly kind: 'target-anomaly';
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  readonly result: 'normal' | 'anomalous';
  readonly isMitigated: boolean;
}

export interface ListenerReport {
  readonly kind: 'listener';
  readonly at: number;
  readonly listener: ListenerState;
}

/** CloudWatch's StatisticSet. */
export interface Statistics {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** How the samples are distributed, each value to within a percent and how often it came; absent where nobody asks. */
  readonly values?: readonly (readonly [value: number, count: number])[];
}

/**
 * Counts since the report before, by CloudWatch's metric names (namespace AWS/ApplicationELB). Only metrics that moved are
 * present. `targetGroupArn` absent = the whole load balancer.
 */
export interface MetricsReport {
  readonly kind: 'metrics';
  /** Epoch milliseconds of the end of the period. */
  readonly at: number;
  readonly series: readonly MetricSeries[];
}

export interface MetricSeries {
  readonly loadBalancerArn: string;
  readonly targetGroupArn?: string;
  /** Present = the figures of this zone only. */
  readonly availabilityZone?: string;
  readonly counts: Readonly<Record<string, number>>;
  /** `TargetResponseTime` in seconds; `HealthyHostCount` and `UnHealthyHostCount` as gauges sampled once a period. */
  readonly statistics: Readonly<Record<string, Statistics>>;
}

/** One request as the access log tells it (ALB access log entries). Times in epoch milliseconds, durations in milliseconds, -1 when not reached. */
export interface AccessLogRecord {
  readonly loadBalancerArn: string;
  readonly type: 'http' | 'https' | 'h2' | 'grpcs' | 'ws' | 'wss';
  readonly requestCreationAt: number;
  readonly responseAt: number;
  readonly client: SocketAddress;
  readonly target?: SocketAddress;
  readonly requestProcessingMs: number;
  readonly targetProcessingMs: number;
  readonly responseProcessingMs: number;
  /** Absent when the client left before a status was sent. */
  readonly elbStatusCode?: number;
  readonly targetStatusCode?: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** `METHOD scheme://host:port/path?query HTTP/x`, or `-` when none could be read. */
  readonly request: string;
  readonly userAgent?: string;
  readonly targetGroupArn?: string;
  readonly traceId?: string;
  /** 1 to 50000, 0 for the default rule, -1 on an error before rules were evaluated. */
  readonly matchedRulePriority: number;
  readonly actionsExecuted?: 'forward' | 'redirect' | 'fixed-response';
  readonly redirectUrl?: string;
  /** The address of the load balancer's node. */
  readonly nodeAddress?: string;
  readonly tlsProtocol?: string;
  readonly tlsCipher?: string;
  /** What the client asked for by SNI. */
  readonly domainName?: string;
  readonly certificateArn?: string;
  /** Absent for Compliant requests. */
  readonly classification?: 'Acceptable' | 'Ambiguous' | 'Severe';
  readonly classificationReason?: string;
  /** `TID_…`, as in the connection log. */
  readonly connectionTraceId?: string;
  readonly transformedHost?: string;
  readonly transformedUri?: string;
  readonly transformStatus?: string;
}

export interface AccessLogReport {
  readonly kind: 'access-log';
  readonly records: readonly AccessLogRecord[];
  /** Records thrown away because they came faster than they could be reported. */
  readonly dropped: number;
}

/** One connection as the connection log tells it (ALB User Guide, "Connection log entries"). Absent = `-`. */
export interface ConnectionLogRecord {
  readonly loadBalancerArn: string;
  /** The address of the load balancer's node. */
  readonly nodeAddress?: string;
  /** Epoch milliseconds at which the connection was established, or was not. */
  readonly at: number;
  readonly client: SocketAddress;
  readonly listenerPort: number;
  readonly tlsProtocol?: string;
  readonly tlsCipher?: string;
  readonly tlsHandshakeMs?: number;
  readonly clientCertificate?: {
    /** RFC 2253. */
    readonly subject: string;
    /** `NotBefore=…;NotAfter=…`. */
    readonly validity: string;
    readonly serialNumber: string;
  };
  /** `Success` or `Failed:<code>`; absent on listeners without TLS. */
  readonly tlsVerifyStatus?: string;
  /** `TID_` and 32 hexadecimal digits. */
  readonly traceId: string;
}

export interface ConnectionLogReport {
  readonly kind: 'connection-log';
  readonly records: readonly ConnectionLogRecord[];
  /** Records thrown away because they came faster than they could be reported. */
  readonly dropped: number;
}

export type DataPlaneReport =
  | ListenerReport
  | TargetHealthReport
  | TargetDrainedReport
  | TargetAnomalyReport
  | MetricsReport
  | AccessLogReport
  | ConnectionLogReport;

/** Control plane → data plane. */
export type DataPlaneCommand =
  | { readonly kind: 'apply'; readonly requestId: number; readonly snapshot: RoutingSnapshot }
  | { readonly kind: 'stop' };

/** Data plane → control plane. */
export type DataPlaneMessage =
  | { readonly kind: 'ready'; readonly pid: number }
  | { readonly kind: 'applied'; readonly requestId: number; readonly result: ApplyResult }
  | { readonly kind: 'apply-failed'; readonly requestId: number; readonly message: string }
  | { readonly kind: 'report'; readonly report: DataPlaneReport };
