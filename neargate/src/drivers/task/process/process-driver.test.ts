import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, describe, expect, it, vi } from 'vitest';

import { systemClock } from '../../../core/clock.ts';
import { HOST_BASE_LABEL } from '../../image/image-config.ts';
import { PathMapRootfs } from '../../rootfs/path-map.ts';
import type { Rootfs } from '../../rootfs/rootfs.ts';
import { selectRootfs } from '../../rootfs/select.ts';
import { describeTaskDriver, type DriverUnderTest } from '../conformance.ts';
import type { ContainerSpec, TaskAddress } from '../driver.ts';
import { detectControlGroups } from './control-group.ts';
import { ProcessTaskDriver, type ProcessHandle } from './process-driver.ts';

function underTest(rootfs: Rootfs): DriverUnderTest<ProcessHandle> {
  const groups = detectControlGroups();
  const options = {
    rootfs,
    clock: systemClock,
    network: 'own-address' as const,
    ...(groups === undefined ? {} : { controlGroups: groups }),
  };
  const addresses: [TaskAddress, TaskAddress] =
    process.platform === 'linux'
      ? [
          { kind: 'own-address', address: '127.55.0.11', loopbackAddress: '127.183.0.11' },
          { kind: 'own-address', address: '127.55.0.12', loopbackAddress: '127.183.0.12' },
        ]
      : [
          { kind: 'port-map', hostPorts: { 31001: 41_001, 31002: 41_002, 31003: 41_003 } },
          { kind: 'port-map', hostPorts: { 31001: 42_001 } },
        ];
  return {
    driver: new ProcessTaskDriver(options),
    addresses,
    urlOf: (address, port) =>
      address.kind === 'own-address'
        ? `http://${address.address}:${port}/`
        : `http://127.0.0.1:${String(address.hostPorts[port])}/`,
    restarted: () => new ProcessTaskDriver(options),
  };
}

describeTaskDriver('process driver with the root file system this machine allows', async (directory) => {
  mkdirSync(directory, { recursive: true });
  return underTest(await selectRootfs(directory));
});

describeTaskDriver('process driver with translated paths', async () => underTest(new PathMapRootfs('test')));

describe('process driver in a mount namespace', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate driver '));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const spec = (command: string, changes: Partial<ContainerSpec> = {}) => {
    const lines: string[] = [];
    const container: ContainerSpec = {
      taskArn: `arn:aws:ecs:us-east-1:123456789012:task/test/${process.pid}${Date.now()}`,
      containerName: 'app',
      image: {
        layers: [],
        config: {
          architecture: 'amd64',
          os: 'linux',
          config: { Labels: { [HOST_BASE_LABEL]: 'node:24-alpine' } },
          rootfs: { type: 'layers', diff_ids: [] },
        },
      },
      command: ['sh', '-c', command],
      environment: {},
      address: { kind: 'own-address', address: '127.55.0.13' },
      containerPorts: [],
      limits: {},
      tmpDir: path.join(directory, String(Math.random())),
      onOutput: (_stream, line) => lines.push(line),
      ...changes,
    };
    return { container, lines };
  };

  it('keeps the image read-only when asked to, but not volumes and /dev/shm', async (context) => {
    const rootfs = await selectRootfs(path.join(directory, 'state'));
    context.skip(rootfs.name !== 'namespace', 'this machine has no mount namespaces');
    const { driver } = underTest(rootfs);
    const volume = path.join(directory, 'volume');
    mkdirSync(volume);
    const tries = ['/x', '/usr/x', '/tmp/x', '/data/x', '/dev/shm/x'];
    const { container, lines } = spec(
      tries.map((file) => `if (echo > ${file}) 2>/dev/null; then echo ${file} written; fi`).join('\n'),
      { readOnlyRoot: true, volumes: [{ directory: volume, containerPath: '/data', readOnly: false }] },
    );
    const handle = await driver.start(container);
    await driver.wait(handle, new AbortController().signal);
    expect(lines).toEqual(['/data/x written', '/dev/shm/x written']);
    await driver.destroy(handle);
  });

  it('gives a command in the container a terminal that can be resized', async (context) => {
    const rootfs = await selectRootfs(path.join(directory, 'state'));
    context.skip(rootfs.name !== 'namespace', 'this machine has no mount namespaces');
    const { driver } = underTest(rootfs);
    const { container } = spec('while :; do sleep 0.1; done');
    const handle = await driver.start(container);
    let output = '';
    const heard = (text: string) =>
      vi.waitFor(() => expect(output).toContain(text), { timeout: 20_000, interval: 10 });
    const session = await driver.exec(handle, {
      command: ['sh'],
      terminal: { columns: 91, rows: 17 },
      hasInput: true,
      onOutput: (_stream, chunk) => (output += Buffer.from(chunk).toString()),
    });
    context.skip(!session.hasTerminal, 'script is not installed');
    session.write(Buffer.from('stty size\n'));
    await heard('17 91');
    session.resize({ columns: 120, rows: 40 });
    await vi.waitFor(
      () => {
        session.write(Buffer.from('stty size\n'));
        expect(output).toContain('40 120');
      },
      { timeout: 20_000, interval: 100 },
    );
    session.write(Buffer.from('exit 5\n'));
    expect(await session.ended).toEqual({ exitCode: 5 });
    await driver.destroy(handle);
  });
});
