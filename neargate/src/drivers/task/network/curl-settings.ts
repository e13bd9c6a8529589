import type { TaskAddress } from '../driver.ts';

/**
 * A .curlrc for containers without a network namespace: curl takes `localhost` for 127.0.0.1 whatever /etc/hosts says, and the
 * task's programs listen on the task's own address. Health checks are what curl in images is for.
 * https://curl.se/docs/manpage.html#--connect-to
 * @param names as in `OwnNames.table`
 */
export function curlSettings(address: TaskAddress, names: Readonly<Record<string, string>>): string {
  const loopback =
    address.kind === 'own-address'
      ? [`localhost::${address.address}:`, `127.0.0.1::${address.address}:`]
      : Object.entries(address.hostPorts).flatMap(([containerPort, hostPort]) => [
          `localhost:${containerPort}:127.0.0.1:${hostPort}`,
          `127.0.0.1:${containerPort}:127.0.0.1:${hostPort}`,
        ]);
  const own = Object.entries(names).map(([name, place]) => `${name}:80:${place}`);
  return [...loopback, ...own].map((entry) => `connect-to = "${entry}"\n`).join('');
}
