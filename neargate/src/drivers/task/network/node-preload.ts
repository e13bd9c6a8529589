import { fileURLToPath } from 'node:url';

import type { TaskAddress } from '../driver.ts';

/** The preload as a file. The bundle ships it beside itself. */
export const nodePreloadFile = fileURLToPath(new URL('./preload.cjs', import.meta.url));

/** What the preload loads from beside it. */
export const nodePreloadPartFiles: readonly string[] = ['./preload-judge.cjs', './preload-names.cjs'].map(
  (name) => fileURLToPath(new URL(name, import.meta.url)),
);

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
