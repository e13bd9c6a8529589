import type { ConnectionFacts } from './clients/connection-facts.ts';
import { classOf } from './http/desync.ts';
import { fieldIds } from './http/field-names.ts';
import type { RequestHead } from './http/message-head.ts';
import type { RequestProtocol } from './http2/compatibility.ts';
import { withoutPort } from './rules/conditions.ts';
import type { ListenerConfig } from './listener-config.ts';
import type { AccessLogRecord } from './log-records.ts';
import type { Transformed } from './rules/transforms.ts';
import type { Target } from './targets/target.ts';

/** What is remembered of a request while it is served. */
export interface RequestRecord {
  readonly createdAt: number;
  protocol: RequestProtocol;
  receivedBytes: number;
  sentBytes: number;
  traceId: string | undefined;
  /** -1 until a rule has matched. */
  priority: number;
  action: 'forward' | 'redirect' | 'fixed-response' | undefined;
  redirectUrl: string | undefined;
  targetGroupArn: string | undefined;
  /** What the rule's transforms have made of it. */
  transformed: Transformed | undefined;
}

export function newRecord(createdAt: number, protocol: RequestProtocol = 'HTTP1'): RequestRecord {
  return {
    createdAt,
    protocol,
    receivedBytes: 0,
    sentBytes: 0,
    traceId: undefined,
    priority: -1,
    action: undefined,
    redirectUrl: undefined,
    targetGroupArn: undefined,
    transformed: undefined,
  };
}

export interface LogSubject {
  readonly listener: ListenerConfig;
  readonly connection: ConnectionFacts;
  readonly head: RequestHead;
  readonly record: RequestRecord;
  /** The forwarded part, when a target was asked. Times are 0 until reached. */
  readonly exchange:
    | {
        readonly target: Target | undefined;
        readonly targetStatus: number | undefined;
        readonly sentAt: number;
        readonly respondedAt: number;
      }
    | undefined;
  readonly status: number | undefined;
  readonly nowMs: number;
}

/** One line of the access log, as data (ALB User Guide, "Access log entries"). */
export function accessLogRecord(subject: LogSubject): AccessLogRecord {
  const { listener, connection, head, record, exchange, status, nowMs } = subject;
  const target = exchange?.target?.config;
  const sentAt = exchange?.sentAt ?? 0;
  const respondedAt = exchange?.respondedAt ?? 0;
  const userAgent = head.valueOf(fieldIds.userAgent);
  return {
    loadBalancerArn: listener.loadBalancerArn,
    type: typeOf(listener, record, exchange?.targetStatus === 101),
    requestCreationAt: record.createdAt,
    responseAt: nowMs,
    client: connection.client,
    ...(target === undefined ? {} : { target: { host: target.id, port: target.port } }),
    requestProcessingMs: sentAt === 0 ? -1 : sentAt - record.createdAt,
    targetProcessingMs: respondedAt === 0 ? -1 : respondedAt - sentAt,
    responseProcessingMs: respondedAt === 0 ? -1 : nowMs - respondedAt,
    ...(status === undefined ? {} : { elbStatusCode: status }),
    ...(exchange?.targetStatus === undefined ? {} : { targetStatusCode: exchange.targetStatus }),
    receivedBytes: record.receivedBytes,
    sentBytes: record.sentBytes,
    request: requestText(listener, head, record),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(record.targetGroupArn === undefined ? {} : { targetGroupArn: record.targetGroupArn }),
    ...(record.traceId === undefined ? {} : { traceId: record.traceId }),
    matchedRulePriority: record.priority,
    ...(record.action === undefined ? {} : { actionsExecuted: record.action }),
    ...(record.redirectUrl === undefined ? {} : { redirectUrl: record.redirectUrl }),
    ...connectionPart(connection),
    ...classificationPart(head),
    ...transformPart(record),
  };
}

function typeOf(
  { protocol }: ListenerConfig,
  record: RequestRecord,
  isUpgraded: boolean,
): AccessLogRecord['type'] {
  if (record.protocol === 'GRPC') return 'grpcs';
  if (record.protocol === 'HTTP2') return 'h2';
  if (protocol === 'HTTPS') return isUpgraded ? 'wss' : 'https';
  return isUpgraded ? 'ws' : 'http';
}

function connectionPart({ node, tls, traceId }: ConnectionFacts): Partial<AccessLogRecord> {
  return {
    ...(node.config === undefined ? {} : { nodeAddress: node.config.address }),
    ...(traceId === undefined ? {} : { connectionTraceId: traceId }),
    ...(tls === undefined ? {} : { tlsProtocol: tls.protocol, tlsCipher: tls.cipher }),
    ...(tls?.serverName === undefined ? {} : { domainName: tls.serverName }),
    ...(tls?.certificateArn === undefined ? {} : { certificateArn: tls.certificateArn }),
  };
}

function classificationPart({ desyncReason }: RequestHead): Partial<AccessLogRecord> {
  const desyncClass = classOf(desyncReason);
  if (desyncReason === undefined || desyncClass === 'Compliant') return {};
  return { classification: desyncClass, classificationReason: desyncReason };
}

function transformPart({ transformed }: RequestRecord): Partial<AccessLogRecord> {
  if (transformed?.status === undefined) return {};
  const { host, pathAndQuery, status } = transformed;
  return {
    transformStatus: status,
    ...(host === undefined ? {} : { transformedHost: host }),
    ...(pathAndQuery === undefined ? {} : { transformedUri: pathAndQuery }),
  };
}

function requestText(listener: ListenerConfig, head: RequestHead, { protocol }: RequestRecord): string {
  const version = protocol === 'HTTP1' ? `1.${head.minorVersion}` : '2.0';
  if (head.method === '') return '-';
  const scheme = listener.protocol === 'HTTPS' ? 'https' : 'http';
  const host = withoutPort(head.valueOf(fieldIds.host) ?? listener.bind.host);
  return `${head.method} ${scheme}://${host}:${listener.port}${head.pathAndQuery} HTTP/${version}`;
}
