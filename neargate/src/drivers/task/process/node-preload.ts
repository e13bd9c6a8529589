import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { TaskAddress } from '../driver.ts';

/** The preload as a file. The bundle ships it beside itself. */
export const nodePreloadFile = fileURLToPath(new URL('./preload.cjs', import.meta.url));

/** The variables that load the preload into every Node program of a container and tell it the task's network. */
export function nodePreloadEnvironment(
  preloadPath: string,
  address: TaskAddress,
  hostsFilePath: string | undefined,
  nodeOptions: string | undefined,
): Record<string, string> {
  const network = {
    ...(address.kind === 'own-address'
      ? { address: address.address, loopbackAddress: address.loopbackAddress }
      : { hostPorts: address.hostPorts }),
    hostsFile: hostsFilePath,
  };
  return {
    // NODE_OPTIONS splits at spaces unless quoted; inside quotes a backslash protects (Node's CLI documentation).
    NODE_OPTIONS: `--require "${preloadPath.replaceAll(/["\\]/g, '\\$&')}" ${nodeOptions ?? ''}`.trim(),
    NEARGATE_TASK_NETWORK: JSON.stringify(network),
  };
}

/** The hosts table as lines of /etc/hosts, for programs other than Node. Entries with a port cannot be said there. */
export function etcHostsOf(hostsFile: string, ownAddress: string | undefined): string {
  const table = JSON.parse(readFileSync(hostsFile, 'utf8')) as Record<string, string>;
  const lines = ['127.0.0.1 localhost', ...(ownAddress === undefined ? [] : [`${ownAddress} task`])];
  for (const [name, address] of Object.entries(table)) {
    if (/^[A-Za-z]/.test(name) && !address.includes(':')) lines.push(`${address} ${name}`);
  }
  return `${lines.join('\n')}\n`;
}
