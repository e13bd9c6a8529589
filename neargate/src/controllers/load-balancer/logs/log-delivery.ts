import { gzipSync } from 'node:zlib';
import type { CancelTimer, Clock } from '../../../core/clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { AccessLogReport, ConnectionLogReport } from '../../../loadbalancer/reports.ts';
import { accessLogLine } from './access-log-line.ts';
import { connectionLogLine } from './connection-log-line.ts';
import type { LogKind } from './log-object-key.ts';
import { logObjectKey } from './log-object-key.ts';

/** Lines kept for one file; it is delivered before its time when it has grown so long, as AWS does with much traffic. */
const maxLinesPerFile = 50_000;

export interface LogDeliveryOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** How long a file's interval is: 5 minutes on AWS. */
  readonly intervalMs: number;
  /** Tells apart files of one interval. */
  random(): string;
  /** Where the load balancer's logs of the kind go now; undefined when they are off. */
  destinationOf(
    loadBalancerArn: string,
    kind: LogKind,
  ): { readonly bucket: string; readonly prefix: string } | undefined;
  /** Puts an object into a bucket as the log delivery service. Throws what S3 refuses. */
  put(loadBalancerArn: string, bucket: string, key: string, body: Uint8Array): void;
}

export interface LogDelivery {
  take(report: AccessLogReport | ConnectionLogReport): void;
  /** Delivers what has been taken and stops. */
  stop(): void;
}

interface OpenFile {
  readonly kind: LogKind;
  readonly loadBalancerArn: string;
  readonly nodeAddress: string;
  readonly lines: string[];
}

/** Collects the load balancers' log records and delivers them to S3 every interval: one file per kind and node that has any. */
export function logDelivery(options: LogDeliveryOptions): LogDelivery {
  const { clock, log, intervalMs } = options;
  const files = new Map<string, OpenFile>();
  let cancelTimer: CancelTimer | undefined;

  const deliver = (key: string, file: OpenFile) => {
    files.delete(key);
    const { kind, loadBalancerArn, nodeAddress, lines } = file;
    const destination = options.destinationOf(loadBalancerArn, kind);
    if (destination === undefined) return;
    const objectKey = logObjectKey({
      kind,
      prefix: destination.prefix,
      loadBalancerArn,
      nodeAddress,
      endMs: clock.now(),
      random: options.random(),
    });
    try {
      options.put(loadBalancerArn, destination.bucket, objectKey, gzipSync(`${lines.join('\n')}\n`));
    } catch (error) {
      // AWS drops what cannot be delivered too.
      log.warn('a log of a load balancer could not be delivered', {
        loadBalancer: loadBalancerArn,
        bucket: destination.bucket,
        lines: lines.length,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  };

  const deliverAll = () => {
    cancelTimer = undefined;
    for (const [key, file] of files) deliver(key, file);
  };

  const add = (kind: LogKind, loadBalancerArn: string, nodeAddress: string, line: string) => {
    const key = `${kind} ${nodeAddress} ${loadBalancerArn}`;
    const file = files.get(key) ?? { kind, loadBalancerArn, nodeAddress, lines: [] };
    files.set(key, file);
    file.lines.push(line);
    if (file.lines.length >= maxLinesPerFile) deliver(key, file);
    // Intervals end at their multiples, as files of 5 minutes on AWS do.
    cancelTimer ??= clock.setTimer(intervalMs - (clock.now() % intervalMs), deliverAll);
  };

  return {
    take(report) {
      if (report.kind === 'access-log') {
        for (const record of report.records) {
          add('access', record.loadBalancerArn, record.nodeAddress ?? '-', accessLogLine(record));
        }
      } else {
        for (const record of report.records) {
          add('connection', record.loadBalancerArn, record.nodeAddress ?? '-', connectionLogLine(record));
        }
      }
      if (report.dropped > 0) {
        log.warn('log records of load balancers were dropped: they came faster than they could be kept', {
          kind: report.kind,
          records: report.dropped,
        });
      }
    },
    stop() {
      cancelTimer?.();
      deliverAll();
    },
  };
}
