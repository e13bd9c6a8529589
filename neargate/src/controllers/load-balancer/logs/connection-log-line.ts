import type { ConnectionLogRecord } from '../../../loadbalancer/log-records.ts';
import { isoMicroseconds, quoted, seconds } from './log-fields.ts';

/**
 * One line of the connection log without its end, field by field in AWS's order.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html#connection-log-entry-format
 */
export function connectionLogLine(record: ConnectionLogRecord): string {
  const { clientCertificate: certificate } = record;
  return [
    isoMicroseconds(record.at),
    record.client.host,
    record.client.port,
    record.listenerPort,
    record.tlsProtocol ?? '-',
    record.tlsCipher ?? '-',
    record.tlsHandshakeMs === undefined ? '-' : seconds(record.tlsHandshakeMs),
    quoted(certificate?.subject),
    certificate?.validity ?? '-',
    certificate?.serialNumber ?? '-',
    record.tlsVerifyStatus ?? '-',
    record.traceId === '' ? '-' : record.traceId,
  ].join(' ');
}
