import { mkdirSync } from 'node:fs';

import { systemClock } from '../../../core/clock.ts';
import { PathMapRootfs } from '../../rootfs/path-map.ts';
import type { Rootfs } from '../../rootfs/rootfs.ts';
import { selectRootfs } from '../../rootfs/select.ts';
import { describeTaskDriver, type DriverUnderTest } from '../conformance.ts';
import type { TaskAddress } from '../driver.ts';
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
