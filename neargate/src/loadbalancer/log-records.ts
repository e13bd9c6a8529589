import type { SocketAddress } from './places.ts';

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
