import type { AccessLogRecord } from '../../../loadbalancer/log-records.ts';
import type { SocketAddress } from '../../../loadbalancer/places.ts';
import { isoMicroseconds, quoted, seconds, shortName } from './log-fields.ts';

/**
 * One line of the access log without its end, field by field in AWS's order.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-format
 */
export function accessLogLine(record: AccessLogRecord): string {
  const target = record.target === undefined ? undefined : addressText(record.target);
  return [
    record.type,
    isoMicroseconds(record.responseAt),
    shortName(record.loadBalancerArn),
    addressText(record.client),
    target ?? '-',
    seconds(record.requestProcessingMs),
    seconds(record.targetProcessingMs),
    seconds(record.responseProcessingMs),
    record.elbStatusCode ?? '-',
    record.targetStatusCode ?? '-',
    record.receivedBytes,
    record.sentBytes,
    quoted(record.request),
    quoted(record.userAgent),
    record.tlsCipher ?? '-',
    record.tlsProtocol ?? '-',
    record.targetGroupArn ?? '-',
    quoted(record.traceId),
    quoted(record.domainName),
    quoted(record.certificateArn),
    record.matchedRulePriority,
    isoMicroseconds(record.requestCreationAt),
    quoted(record.actionsExecuted),
    quoted(record.redirectUrl),
    // error_reason is of authentication, WAF and Lambda targets, none of which there are here.
    quoted(undefined),
    quoted(target),
    quoted(record.targetStatusCode === undefined ? undefined : String(record.targetStatusCode)),
    quoted(record.classification),
    quoted(record.classificationReason),
    record.connectionTraceId ?? '-',
    quoted(record.transformedHost),
    quoted(record.transformedUri),
    quoted(record.transformStatus),
  ].join(' ');
}

function addressText({ host, port }: SocketAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
