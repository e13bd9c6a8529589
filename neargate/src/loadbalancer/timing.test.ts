import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../core/virtual-clock.ts';
import type {
  AccessLogReport,
  DataPlaneReport,
  MetricsReport,
  TargetDrainedReport,
  TargetHealthReport,
} from './reports.ts';
import { FakeTarget, groupArn, healthCheck, Scene, targetConfig } from './testing/scene.ts';

const scenes: { scene: Scene; clock: VirtualClock }[] = [];
afterEach(async () => {
  for (const { scene, clock } of scenes.splice(0)) {
    const closed = scene.close();
    await clock.advance(10_000);
    await closed;
  }
});

async function start(
  options: Omit<Parameters<typeof Scene.start>[0], 'clock'>,
  ...targets: FakeTarget[]
): Promise<{ scene: Scene; clock: VirtualClock }> {
  const clock = new VirtualClock();
  const scene = await Scene.start({ ...options, clock }, ...targets);
  scenes.push({ scene, clock });
  return { scene, clock };
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

const isHealth = (report: DataPlaneReport): report is TargetHealthReport => report.kind === 'target-health';
const isDrained = (report: DataPlaneReport): report is TargetDrainedReport =>
  report.kind === 'target-drained';
const isMetrics = (report: DataPlaneReport): report is MetricsReport => report.kind === 'metrics';
const isLog = (report: DataPlaneReport): report is AccessLogReport => report.kind === 'access-log';
const health =
  (state: string) =>
  (report: DataPlaneReport): report is TargetHealthReport =>
    isHealth(report) && report.state === state;

/** Turns of the event loop until the condition holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('timeouts', () => {
  it('answer 504 when a target has not begun its response within the idle timeout', async () => {
    const target = await FakeTarget.start(() => {});
    const { scene, clock } = await start({}, target);
    const client = scene.client().send(get);
    await until(() => target.sockets.length === 1);
    await clock.advance(59_000);
    expect(client.received).toBe('');
    await clock.advance(1_200);
    expect(await client.until((text) => text.endsWith('</html>\r\n'))).toMatch(
      /^HTTP\/1\.1 504 Gateway Time-out\r\n[^]*Content-Length: 132\r\n/,
    );
  });

  it('answer 504 after 10 s when a security group drops the connection, and nothing is connected', async () => {
    const target = await FakeTarget.answering(ok);
    const denied = targetConfig(target.port, {
      reachable: { allowed: false, reason: 'no rule allows 3001' },
    });
    const { scene, clock } = await start({ targets: [denied] }, target);
    const client = scene.client().send(get);
    await until(() => client.socket.bytesWritten > 0 && !client.socket.connecting);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await clock.advance(9_800);
    expect(client.received).toBe('');
    await clock.advance(400);
    await client.until((text) => text.startsWith('HTTP/1.1 504 Gateway Time-out\r\n'));
    expect(target.sockets.length).toBe(0);
  });

  it('answer 408 to a head or a body that does not come, and close', async () => {
    const target = await FakeTarget.start(() => {});
    const { scene, clock } = await start({}, target);
    const half = scene.client().send('GET / HT');
    const bodiless = scene.client().send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab');
    await until(() => target.sockets.length === 1);
    await clock.advance(60_300);
    expect(await half.until((text) => text.includes('</html>'))).toMatch(
      /^HTTP\/1\.1 408 Request Time-out\r\n/,
    );
    expect(await bodiless.until((text) => text.includes('</html>'))).toMatch(
      /^HTTP\/1\.1 408 Request Time-out\r\n/,
    );
  });

  it('close an idle connection without a word', async () => {
    const { scene, clock } = await start({}, await FakeTarget.answering(ok));
    const client = scene.client().send(get);
    await client.until((text) => text.endsWith('ok'));
    await clock.advance(60_300);
    expect(await client.untilClosed()).toMatch(/ok$/);
  });

  it('close a connection older than the client keep-alive after its next response', async () => {
    const { scene, clock } = await start(
      { attributes: { clientKeepAliveMs: 5_000 } },
      await FakeTarget.answering(ok),
    );
    const client = scene.client().send(get);
    await client.until((text) => text.endsWith('ok'));
    await clock.advance(6_000);
    expect(await client.send(get).untilClosed()).toMatch(/Connection: close\r\n\r\nok$/);
  });

  it('do not end a response that keeps moving', async () => {
    const target = await FakeTarget.start((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n'));
    });
    const { scene, clock } = await start({}, target);
    const client = scene.client().send(get);
    await client.until((text) => text.endsWith('\r\n\r\n'));
    for (const part of ['a', 'b', 'c', 'd']) {
      await clock.advance(50_000);
      target.sockets[0]?.write(part);
      await client.until((text) => text.endsWith(part));
    }
  });
});

describe('health checks', () => {
  const checked = { group: { healthCheck: healthCheck() } };

  it('tell each step of a new target that answers, and ask as ALB does', async () => {
    let asked = '';
    const target = await FakeTarget.answering((request) => {
      asked = request;
      return ok;
    });
    const { scene, clock } = await start(checked, target);
    await clock.advance(1);
    await scene.report(health('healthy'));
    expect(scene.reports.filter(isHealth).map(({ state, reason }) => [state, reason])).toEqual([
      ['initial', 'Elb.RegistrationInProgress'],
      ['initial', 'Elb.InitialHealthChecking'],
      ['healthy', undefined],
    ]);
    expect(asked).toMatch(/^GET \/health HTTP\/1\.1\r\nHost: 10\.0\.0\.5:3001\r\n/);
    expect(asked).toContain('User-Agent: ELB-HealthChecker/2.0\r\n');
  });

  it('make a target unhealthy after two failures, fail open meanwhile, and healthy again after five successes', async () => {
    let status = '404 Not Found';
    let checks = 0;
    const target = await FakeTarget.answering((request) => {
      if (!request.startsWith('GET /health')) return ok;
      checks++;
      return `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`;
    });
    const { scene, clock } = await start(checked, target);
    await clock.advance(1);
    await until(() => checks === 1);
    await scene
      .client()
      .send(get)
      .until((text) => text.endsWith('ok'));
    await clock.advance(30_000);
    const unhealthy = await scene.report(health('unhealthy'));
    expect(unhealthy).toMatchObject({
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [404]',
    });
    await scene
      .client()
      .send(get)
      .until((text) => text.endsWith('ok'));
    status = '200 OK';
    for (let expected = 3; expected <= 7; expected++) {
      expect(scene.reports.some(health('healthy'))).toBe(false);
      await clock.advance(30_000);
      await until(() => checks === expected);
    }
    await scene.report(health('healthy'));
  });

  it('time out when the network drops them, and name the missing rule', async () => {
    const reason = 'sg-1 has no inbound rule for TCP 3001 from sg-2';
    const target = await FakeTarget.answering(ok);
    const { scene, clock } = await start(
      { ...checked, targets: [targetConfig(target.port, { reachable: { allowed: false, reason } })] },
      target,
    );
    await clock.advance(36_000);
    expect(await scene.report(health('unhealthy'))).toMatchObject({
      reason: 'Target.Timeout',
      description: 'Request timed out',
      detail: reason,
    });
    expect(target.sockets.length).toBe(0);
  });

  it('say that the connection was refused', async () => {
    const target = await FakeTarget.answering(ok);
    await target.close();
    const { scene, clock } = await start({ ...checked, targets: [targetConfig(target.port)] });
    await clock.advance(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(30_000);
    expect(await scene.report(health('unhealthy'))).toMatchObject({
      reason: 'Target.FailedHealthChecks',
      description: 'Health checks failed',
      detail: 'ECONNREFUSED',
    });
  });

  it('do not run for a group no rule names', async () => {
    const target = await FakeTarget.answering(ok);
    const { scene, clock } = await start({ ...checked, listener: { rules: [] } }, target);
    await clock.advance(60_000);
    expect(scene.reports.filter(isHealth)).toEqual([
      expect.objectContaining({ state: 'unused', reason: 'Target.NotInUse' }),
    ]);
    expect(target.sockets.length).toBe(0);
  });

  it('keep unhealthy targets out while another is healthy', async () => {
    const sick = await FakeTarget.answering('HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n');
    const well = await FakeTarget.answering(ok);
    const { scene, clock } = await start(checked, sick, well);
    await clock.advance(1);
    await scene.report(health('healthy'));
    const client = scene.client();
    for (let count = 1; count <= 4; count++) {
      await client.send(get).until((text) => text.split('200 OK').length - 1 === count);
    }
  });
});

describe('draining', () => {
  /** A target that answers only when told. */
  async function held(): Promise<{ target: FakeTarget; requests: () => number; answer: () => void }> {
    let requests = 0;
    const answers: (() => void)[] = [];
    const target = await FakeTarget.start((socket) => {
      socket.on('data', () => {
        requests++;
        answers.push(() => socket.write(ok));
      });
    });
    return {
      target,
      requests: () => requests,
      answer: () => answers.splice(0).forEach((answer) => answer()),
    };
  }
  const draining = (port: number, since: number) =>
    targetConfig(port, { desired: 'draining', drainingSince: since });

  it('gives a target nothing new, lets what is in flight finish, and says when it has', async () => {
    const { target, requests, answer } = await held();
    const { scene, clock } = await start({}, target);
    const client = scene.client().send(get);
    await until(() => requests() === 1);
    await scene.apply({ targets: [draining(target.port, clock.now())] });
    await scene
      .client()
      .send(get)
      .until((text) => text.startsWith('HTTP/1.1 503 '));
    await clock.advance(50_000);
    expect(scene.reports.some(isDrained)).toBe(false);
    answer();
    await client.until((text) => text.endsWith('ok'));
    expect(await scene.report(isDrained)).toMatchObject({ cause: 'in-flight-finished', cutRequests: 0 });
    expect(requests()).toBe(1);
    expect(scene.reports.filter(isHealth).at(-1)).toMatchObject({
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
    });
  });

  it('cuts what is left when the delay has passed: 502 if no response had begun', async () => {
    const { target, requests } = await held();
    const { scene, clock } = await start({ attributes: { idleTimeoutMs: 1_000_000 } }, target);
    const client = scene.client().send(get);
    await until(() => requests() === 1);
    await scene.apply({ targets: [draining(target.port, clock.now())] });
    await clock.advance(299_000);
    expect(client.received).toBe('');
    await clock.advance(2_000);
    await client.until((text) => text.startsWith('HTTP/1.1 502 Bad Gateway\r\n'));
    expect(await scene.report(isDrained)).toMatchObject({ cause: 'delay-elapsed', cutRequests: 1 });
  });

  it('is over at once for a target with nothing in flight', async () => {
    const target = await FakeTarget.answering(ok);
    const { scene, clock } = await start({}, target);
    await scene.apply({ targets: [draining(target.port, clock.now())] });
    expect(await scene.report(isDrained)).toMatchObject({ cause: 'in-flight-finished' });
  });

  it('is called off when the target is registered again', async () => {
    const target = await FakeTarget.answering(ok);
    const { scene, clock } = await start({}, target);
    await scene.apply({ targets: [draining(target.port, clock.now())] });
    await scene.apply({ targets: [targetConfig(target.port)] });
    await scene
      .client()
      .send(get)
      .until((text) => text.endsWith('ok'));
  });
});

describe('reports', () => {
  it('fold the metrics once a second and say nothing that did not move', async () => {
    const { scene, clock } = await start({}, await FakeTarget.answering(ok));
    const client = scene.client();
    await client.send(get).until((text) => text.endsWith('ok'));
    await client.send('GET / HTTP/3.0\r\n\r\n').untilClosed();
    await clock.advance(1_000);
    const { series } = await scene.report(isMetrics);
    const seriesOf = (targetGroupArn: string | undefined, availabilityZone?: string) =>
      series.find(
        (each) => each.targetGroupArn === targetGroupArn && each.availabilityZone === availabilityZone,
      );
    const loadBalancer = seriesOf(undefined);
    const group = seriesOf(groupArn);
    expect(loadBalancer?.counts).toMatchObject({
      RequestCount: 1,
      NewConnectionCount: 1,
      HTTPCode_ELB_5XX_Count: 1,
      HTTPCode_Target_2XX_Count: 1,
    });
    expect(seriesOf(groupArn, 'us-east-1a')?.counts).toEqual({
      RequestCount: 1,
      HTTPCode_Target_2XX_Count: 1,
    });
    expect(seriesOf(undefined, 'us-east-1a')?.counts).toEqual({ HTTPCode_Target_2XX_Count: 1 });
    expect(group?.counts).toEqual({
      RequestCount: 1,
      HTTPCode_Target_2XX_Count: 1,
      RequestCountPerTarget: 1,
    });
    expect(group?.statistics['TargetResponseTime']).toMatchObject({ sampleCount: 1 });
    // Requests per target are told also when there are none, for scaling to go by; the rest only when it moves.
    const moved = () =>
      scene.reports.filter(
        (each) =>
          each.kind !== 'metrics' ||
          each.series.some(({ counts, statistics }) =>
            [...Object.keys(counts), ...Object.keys(statistics)].some(
              (name) => name !== 'RequestCountPerTarget',
            ),
          ),
      ).length;
    // The client may see its connection closed before the load balancer does, which counts it as active until then.
    let before = -1;
    while (before < moved()) {
      before = moved();
      await clock.advance(1_000);
    }
    await clock.advance(3_000);
    expect(moved()).toBe(before);
  });

  it('hold an access log record per request when asked', async () => {
    const { scene, clock } = await start(
      { attributes: { accessLogs: true } },
      await FakeTarget.answering(ok),
    );
    const client = scene.client();
    const request = 'POST /a?b HTTP/1.1\r\nHost: shop:8080\r\nUser-Agent: curl\r\nContent-Length: 0\r\n\r\n';
    await client.send(request).until((text) => text.endsWith('ok'));
    await clock.advance(1_000);
    const { records } = await scene.report(isLog);
    expect(records).toEqual([
      expect.objectContaining({
        type: 'http',
        elbStatusCode: 200,
        targetStatusCode: 200,
        target: { host: '10.0.0.5', port: 3001 },
        request: 'POST http://shop:80/a?b HTTP/1.1',
        userAgent: 'curl',
        matchedRulePriority: 0,
        actionsExecuted: 'forward',
        receivedBytes: request.length,
        sentBytes: client.received.length,
      }),
    ]);
  });

  it('count a client that left before its answer as 460', async () => {
    const target = await FakeTarget.start(() => {});
    const { scene, clock } = await start({ attributes: { accessLogs: true } }, target);
    const client = scene.client().send(get);
    await until(() => target.sockets.length === 1);
    const upstreamClosed = new Promise((resolve) => target.sockets[0]?.once('close', resolve));
    target.sockets[0]?.resume();
    client.socket.destroy();
    await upstreamClosed;
    await clock.advance(1_000);
    expect((await scene.report(isLog)).records).toEqual([expect.objectContaining({ elbStatusCode: 460 })]);
  });
});
