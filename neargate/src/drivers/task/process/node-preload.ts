import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { TaskAddress } from '../driver.ts';

/** The preload as a file. The bundle ships it beside itself. */
export const nodePreloadFile = fileURLToPath(new URL('./preload.cjs', import.meta.url));

/** What the preload loads from beside it. */
export const nodePreloadJudgeFile = fileURLToPath(new URL('./preload-judge.cjs', import.meta.url));

/** The variables that load the preload into every Node program of a container and tell it the task's network. */
export function nodePreloadEnvironment(
  preloadPath: string,
  task: {
    readonly address: TaskAddress;
    readonly hostsFile: string | undefined;
    /** Names that this container alone has, before those of the hosts file. */
    readonly names?: Readonly<Record<string, string>> | undefined;
    readonly nodeOptions: string | undefined;
  },
): Record<string, string> {
  const { address, hostsFile, names, nodeOptions } = task;
  const network = {
    ...(address.kind === 'own-address'
      ? { address: address.address, loopbackAddress: address.loopbackAddress }
      : { hostPorts: address.hostPorts }),
    hostsFile,
    names,
  };
  return {
    // NODE_OPTIONS splits at spaces unless quoted; inside quotes a backslash protects (Node's CLI documentation).
    NODE_OPTIONS: `--require "${preloadPath.replaceAll(/["\\]/g, '\\$&')}" ${nodeOptions ?? ''}`.trim(),
    NEARGATE_TASK_NETWORK: JSON.stringify(network),
  };
}

/**
 * The hosts table as lines of /etc/hosts, for programs other than Node. Entries with a port cannot be said there. With an
 * address of its own, `localhost` is the task and not this machine.
 */
export function etcHostsOf(hostsFile: string, address: TaskAddress): string {
  const table = JSON.parse(readFileSync(hostsFile, 'utf8')) as Record<string, string>;
  const local =
    address.kind === 'own-address'
      ? [address.address, ...(address.loopbackAddress === undefined ? [] : [address.loopbackAddress])]
      : ['127.0.0.1'];
  const lines = local.map((each) => `${each} localhost`);
  for (const [name, place] of Object.entries(table)) {
    if (/^[A-Za-z]/.test(name) && !place.includes(':')) lines.push(`${place} ${name}`);
  }
  return `${lines.join('\n')}\n`;
}
