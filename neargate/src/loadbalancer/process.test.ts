import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadBalancerExit, LoadBalancerProcess } from './process.ts';
import { startLoadBalancerProcess } from './process.ts';
import type { DataPlaneReport } from './reports.ts';
import {
  FakeTarget,
  healthCheck,
  listenerConfig,
  RawClient,
  targetConfig,
  targetGroupConfig,
} from './testing/scene.ts';

let folder: string;
let modulePath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neargate-lb-'));
  modulePath = join(folder, 'main.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./main.ts', import.meta.url))],
    outfile: modulePath,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

function exitOf(balancer: LoadBalancerProcess): Promise<LoadBalancerExit> {
  return new Promise((resolve) => {
    balancer.onExit(resolve);
  });
}

describe("the load balancer's process", () => {
  it('serves a snapshot, reports health and traffic, and stops when told', async () => {
    const target = await FakeTarget.answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    const balancer = await startLoadBalancerProcess({ modulePath, log: () => {} });
    const reports: DataPlaneReport[] = [];
    let onHealthy: (() => void) | undefined;
    const healthy = new Promise<void>((resolve) => {
      onHealthy = resolve;
    });
    balancer.onReport((report) => {
      reports.push(report);
      if (report.kind === 'target-health' && report.state === 'healthy') onHealthy?.();
    });
    const result = await balancer.apply({
      version: 1,
      listeners: [listenerConfig()],
      targetGroups: [targetGroupConfig({ healthCheck: healthCheck(), targets: [targetConfig(target.port)] })],
    });
    const [listener] = result.listeners;
    expect(listener?.state).toBe('listening');
    await healthy;
    const client = new RawClient(listener?.bind.port ?? 0);
    await client.send(get).until((text) => text.endsWith('ok'));
    const exited = exitOf(balancer);
    await balancer.stop();
    expect(await exited).toEqual({ expected: true, exitCode: 0, signal: null });
    await client.untilClosed();
    expect(reports.some((report) => report.kind === 'metrics')).toBe(true);
    await target.close();
  });

  it('is told apart from a stop when it dies, and answers what still waits', async () => {
    const balancer = await startLoadBalancerProcess({ modulePath, log: () => {} });
    const exited = exitOf(balancer);
    process.kill(balancer.pid, 'SIGKILL');
    expect(await exited).toEqual({ expected: false, exitCode: null, signal: 'SIGKILL' });
    await expect(balancer.apply({ version: 1, listeners: [], targetGroups: [] })).rejects.toThrow(
      'not running',
    );
    await balancer.stop();
  });

  it('says why it could not be started', async () => {
    const lines: string[] = [];
    const started = startLoadBalancerProcess({
      modulePath: join(folder, 'absent.mjs'),
      log: (line) => lines.push(line),
    });
    await expect(started).rejects.toThrow(
      "The load balancer's process did not start: it exited with code 1.",
    );
  });
});
