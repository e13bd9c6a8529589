import { afterEach, expect, it } from 'vitest';
import { routingSnapshot } from '../../controllers/load-balancer/routing-snapshot.ts';
import { timing } from '../../core/timing.ts';
import { createDataPlane } from '../../loadbalancer/data-plane.ts';
import type { DataPlaneReport, TargetHealthReport } from '../../loadbalancer/reports.ts';
import { FakeTarget } from '../../loadbalancer/testing/scene.ts';
import { elbv2TablesOf } from '../../services/elbv2/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import { snapshotSources } from './snapshot-sources.ts';

const scope = '123456789012/us-east-1';

const intervalMs = 10_000;

/** One turn of the event loop, in which sockets move. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

/** A load balancer, as AWS's API makes it, in front of one target that answers every check; the data plane serves what its tables say. */
async function served() {
  const { call, context, clock } = await createTestContext();
  const subnets = call('ec2', 'DescribeSubnets', {}).Subnets ?? [];
  const [subnet] = subnets;
  const LoadBalancerArn = call('elbv2', 'CreateLoadBalancer', {
    Name: 'web',
    Subnets: subnets.slice(0, 2).map(({ SubnetId }) => SubnetId ?? ''),
  }).LoadBalancers?.[0]?.LoadBalancerArn;
  const targetGroupArn =
    call('elbv2', 'CreateTargetGroup', {
      Name: 'web',
      Protocol: 'HTTP',
      Port: 3000,
      VpcId: subnet?.VpcId,
      TargetType: 'ip',
      HealthCheckIntervalSeconds: intervalMs / 1000,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    }).TargetGroups?.[0]?.TargetGroupArn ?? '';
  call('elbv2', 'CreateListener', {
    LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
  });
  const { NetworkInterface } = call('ec2', 'CreateNetworkInterface', { SubnetId: subnet?.SubnetId });
  const targetId = NetworkInterface?.PrivateIpAddress ?? '';
  call('elbv2', 'RegisterTargets', { TargetGroupArn: targetGroupArn, Targets: [{ Id: targetId }] });

  const target = await FakeTarget.answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  const reports: DataPlaneReport[] = [];
  const plane = createDataPlane({ clock, report: (report) => reports.push(report) });
  endings.push(
    () => target.close(),
    async () => {
      const stopped = plane.stop();
      await clock.advance(10_000);
      await stopped;
    },
  );
  let version = 0;
  const serve = () =>
    plane.apply({
      version: ++version,
      ...routingSnapshot(elbv2TablesOf(context), {
        ...snapshotSources(
          { store: context.store, timing: timing('aws') },
          { placeOf: () => ({ host: '127.0.0.1', port: target.port }) },
          scope,
        ),
        bindOf: () => ({ host: '127.0.0.1', port: 0 }),
      }),
    });
  const seen = (state: TargetHealthReport['state']) =>
    reports.findLast(
      (report): report is TargetHealthReport => report.kind === 'target-health' && report.state === state,
    );
  /** Lets a check begin that the target answers, and waits until it has been answered. */
  const nextAnsweredCheck = async () => {
    const before = target.sockets.length;
    await clock.advance(intervalMs);
    while (target.sockets.length === before || target.sockets.at(-1)?.destroyed !== true) await turn();
  };
  const fault = {
    kind: 'target-health',
    targetGroupArn,
    targetId,
    port: 3000,
    answer: { kind: 'none' },
  } as const;
  return { call, clock, reports, serve, seen, nextAnsweredCheck, target, fault };
}

it('health checks that a fault leaves unanswered make the target unhealthy, and healthy again when it heals', async () => {
  const { call, clock, reports, serve, seen, nextAnsweredCheck, target, fault } = await served();
  await serve();
  await clock.advance(1);
  while (seen('healthy') === undefined) await turn();
  const asked = target.sockets.length;
  const { faultId } = call('faults', 'StartFault', { fault });
  await serve();
  // Two checks that get no answer, each for the timeout of 5 s.
  await clock.advance(3 * intervalMs);
  expect(seen('unhealthy')).toMatchObject({
    reason: 'Target.Timeout',
    description: 'Request timed out',
    detail: `Its health checks get no answer (fault ${faultId}).`,
  });
  // The target was not asked: it is the answer that is missing, whatever the program does.
  expect(target.sockets.length).toBe(asked);
  call('faults', 'HealFault', { faultId });
  await serve();
  reports.splice(0);
  await nextAnsweredCheck();
  expect(seen('healthy')).toBeUndefined();
  await nextAnsweredCheck();
  while (seen('healthy') === undefined) await turn();
});
