import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../core/logger.ts';
import { VirtualClock } from '../../../core/virtual-clock.ts';
import type { AccessLogRecord } from '../../../loadbalancer/log-records.ts';
import { accessLogLine } from './access-log-line.ts';
import { connectionLogLine } from './connection-log-line.ts';
import { logDelivery } from './log-delivery.ts';
import { logObjectKey } from './log-object-key.ts';

const loadBalancerArn =
  'arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer/app/my-loadbalancer/50dc6c495c0c9188';
const targetGroupArn =
  'arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067';

const record: AccessLogRecord = {
  loadBalancerArn,
  type: 'http',
  requestCreationAt: Date.UTC(2018, 6, 2, 22, 22, 48, 364),
  responseAt: Date.UTC(2018, 6, 2, 22, 23, 0, 186),
  client: { host: '192.168.131.39', port: 2817 },
  target: { host: '10.0.0.1', port: 80 },
  requestProcessingMs: 0,
  targetProcessingMs: 1,
  responseProcessingMs: 0,
  elbStatusCode: 200,
  targetStatusCode: 200,
  receivedBytes: 34,
  sentBytes: 366,
  request: 'GET http://www.example.com:80/ HTTP/1.1',
  userAgent: 'curl/7.46.0',
  targetGroupArn,
  traceId: 'Root=1-58337262-36d228ad5d99923122bbe354',
  matchedRulePriority: 0,
  actionsExecuted: 'forward',
  connectionTraceId: 'TID_1234abcd5678ef90',
};

describe('accessLogLine', () => {
  // The example of the ALB User Guide, with the milliseconds that this clock has and the fields added since.
  it('writes a forwarded request as AWS does', () => {
    expect(accessLogLine(record)).toBe(
      'http 2018-07-02T22:23:00.186000Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 ' +
        '0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - ' +
        `${targetGroupArn} "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2018-07-02T22:22:48.364000Z ` +
        '"forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"',
    );
  });

  it('writes -1 and - where nothing was reached, and the classification of a refused request', () => {
    const { target: _, targetStatusCode: __, targetGroupArn: ___, actionsExecuted: ____, ...rest } = record;
    const line = accessLogLine({
      ...rest,
      elbStatusCode: 400,
      requestProcessingMs: -1,
      targetProcessingMs: -1,
      responseProcessingMs: -1,
      matchedRulePriority: -1,
      classification: 'Severe',
      classificationReason: 'BadHeader',
    });
    expect(line).toContain(' - -1 -1 -1 400 - 34 366 ');
    expect(line).toContain(' -1 2018-07-02T22:22:48.364000Z "-" "-" "-" "-" "-" "Severe" "BadHeader" ');
  });

  it('keeps what clients send inside its quotes', () => {
    const userAgent = 'a" "b\\c\nd\xff';
    expect(accessLogLine({ ...record, userAgent })).toContain(String.raw` "a\" \"b\\c\x0ad\xff" `);
  });
});

describe('connectionLogLine', () => {
  it('writes a handshake, and - for what there is not', () => {
    expect(
      connectionLogLine({
        loadBalancerArn,
        at: Date.UTC(2023, 9, 4, 17, 5, 15, 514),
        client: { host: '203.0.113.1', port: 36_280 },
        listenerPort: 443,
        tlsProtocol: 'TLSv1.2',
        tlsCipher: 'ECDHE-RSA-AES128-GCM-SHA256',
        tlsHandshakeMs: 4_036,
        tlsVerifyStatus: 'Success',
        traceId: 'TID_f5252b4c',
      }),
    ).toBe(
      '2023-10-04T17:05:15.514000Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "-" - - Success TID_f5252b4c',
    );
  });
});

describe('logObjectKey', () => {
  const of = {
    prefix: 'logging-prefix',
    loadBalancerArn,
    nodeAddress: '172.160.1.192',
    endMs: Date.UTC(2022, 1, 15, 23, 40),
    random: '20sg8hgm',
  };
  it('is laid out as AWS does', () => {
    expect(logObjectKey({ ...of, kind: 'access' })).toBe(
      'logging-prefix/AWSLogs/123456789012/elasticloadbalancing/us-east-2/2022/02/15/123456789012_elasticloadbalancing_us-east-2_app.my-loadbalancer.50dc6c495c0c9188_20220215T2340Z_172.160.1.192_20sg8hgm.log.gz',
    );
    expect(logObjectKey({ ...of, kind: 'connection', prefix: '' })).toMatch(
      /^AWSLogs\/.*\/conn_log_123456789012_elasticloadbalancing_us-east-2_app/,
    );
  });
});

describe('logDelivery', () => {
  function delivery(destination: { bucket: string; prefix: string } | undefined) {
    const clock = new VirtualClock();
    const delivered: { bucket: string; key: string; lines: string[] }[] = [];
    const logs = logDelivery({
      clock,
      log: silentLogger,
      intervalMs: 300_000,
      random: () => 'random',
      destinationOf: () => destination,
      put: (_, bucket, key, body) =>
        delivered.push({ bucket, key, lines: gunzipSync(body).toString().trimEnd().split('\n') }),
    });
    return { clock, logs, delivered };
  }
  const report = (nodeAddress: string) =>
    ({ kind: 'access-log', dropped: 0, records: [{ ...record, nodeAddress }] }) as const;

  it('puts one gzipped file per node at the end of the interval, and none without requests', async () => {
    const { clock, logs, delivered } = delivery({ bucket: 'logs', prefix: '' });
    logs.take(report('10.0.0.1'));
    logs.take(report('10.0.0.2'));
    logs.take(report('10.0.0.1'));
    expect(delivered).toEqual([]);
    await clock.advance(300_000);
    expect(delivered.map(({ bucket, lines }) => [bucket, lines.length])).toEqual([
      ['logs', 2],
      ['logs', 1],
    ]);
    expect(delivered[0]?.lines[0]).toBe(accessLogLine(record));
    await clock.advance(600_000);
    expect(delivered.length).toBe(2);
  });

  it('delivers at once what is left when it stops', () => {
    const { logs, delivered } = delivery({ bucket: 'logs', prefix: '' });
    logs.take(report('10.0.0.1'));
    logs.stop();
    expect(delivered.length).toBe(1);
  });

  it('throws away what came while logs were being turned off', () => {
    const { logs, delivered } = delivery(undefined);
    logs.take(report('10.0.0.1'));
    logs.stop();
    expect(delivered).toEqual([]);
  });
});
