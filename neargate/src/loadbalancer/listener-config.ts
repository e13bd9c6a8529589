import type { Reachability, SocketAddress } from './places.ts';
import type { RuleConfig } from './rule-config.ts';
import type { TlsConfig } from './tls/tls-config.ts';

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
