import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { timing } from '../../core/timing.ts';
import { Scene, FakeTarget, listenerConfig, targetConfig } from '../../loadbalancer/testing/scene.ts';
import { bucketTables } from '../../services/s3/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import { deliverLogs } from './deliver-logs.ts';

it("puts what the load balancer served into the bucket, as the bucket's policy allows at that moment", async () => {
  const { call, context, clock } = await createTestContext();
  const subnets = call('ec2', 'DescribeSubnets', {}).Subnets ?? [];
  const loadBalancerArn =
    call('elbv2', 'CreateLoadBalancer', {
      Name: 'web',
      Subnets: subnets.slice(0, 2).map(({ SubnetId }) => SubnetId ?? ''),
    }).LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  const Bucket = 'logs-of-web';
  call('s3', 'CreateBucket', { Bucket });
  const allow = () =>
    call('s3', 'PutBucketPolicy', {
      Bucket,
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::127311923021:root' },
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${Bucket}/*`,
        },
      }),
    });
  allow();
  call('elbv2', 'ModifyLoadBalancerAttributes', {
    LoadBalancerArn: loadBalancerArn,
    Attributes: [
      { Key: 'access_logs.s3.enabled', Value: 'true' },
      { Key: 'access_logs.s3.bucket', Value: Bucket },
    ],
  });

  const target = await FakeTarget.answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  const nodes = [{ availabilityZone: 'us-east-1a', address: '10.0.0.4' }];
  const scene = await Scene.start(
    {
      attributes: { accessLogs: true },
      listener: { loadBalancerArn, nodes: listenerConfig({ nodes }).nodes ?? [] },
      targets: [targetConfig(target.port)],
    },
    target,
  );
  await scene
    .client()
    .send('GET /users?x=1 HTTP/1.1\r\nHost: example.com\r\nContent-Length: 0\r\n\r\n')
    .until((text) => text.endsWith('ok'));
  await scene.close();
  const report = scene.reports.find((each) => each.kind === 'access-log');
  if (report?.kind !== 'access-log') throw new Error('no access log was reported');

  const plane = {
    clock,
    timing: timing('aws'),
    store: context.store,
    contextOf: () => context,
    invokeNow: (_scope: string, service: 's3', operationName: string, input: unknown) =>
      call(service, operationName as 'PutObject', input as { Bucket: string; Key: string }),
  };
  const logs = deliverLogs(plane as unknown as Parameters<typeof deliverLogs>[0], silentLogger);
  const delivered = () =>
    [...bucketTables(context.store, Bucket).current.keys()].filter((key) => key.endsWith('.log.gz'));
  logs.take(report);
  logs.stop();
  const [key = ''] = delivered();
  expect(key).toMatch(
    /^AWSLogs\/123456789012\/elasticloadbalancing\/us-east-1\/\d{4}\/\d\d\/\d\d\/123456789012_elasticloadbalancing_us-east-1_app\.web\.[0-9a-f]{16}_\d{8}T\d{4}Z_10\.0\.0\.4_[0-9a-f]{8}\.log\.gz$/,
  );
  const content = bucketTables(context.store, Bucket).current.get(key)?.content;
  const blobDigest = content !== undefined && 'blobDigest' in content ? content.blobDigest : '';
  const line = gunzipSync(context.blobs.get(blobDigest) ?? Buffer.alloc(0)).toString();
  expect(line).toMatch(
    /^http \S+ app\/web\/\S+ 127\.0\.0\.1:\d+ 10\.0\.0\.5:3001 .* 200 200 \d+ \d+ "GET http:\/\/example\.com:80\/users\?x=1 HTTP\/1\.1"/,
  );
  expect(line).toContain(' "Acceptable" "GetHeadZeroContentLength" TID_');

  call('s3', 'DeleteBucketPolicy', { Bucket });
  logs.take(report);
  logs.stop();
  expect(delivered()).toEqual([key]);
});
