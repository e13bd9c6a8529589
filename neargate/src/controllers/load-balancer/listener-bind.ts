import type { SocketAddress } from '../../loadbalancer/places.ts';

/** A listener below this port is served at the port plus `offset`, so that no privileges are needed. */
const firstUnprivilegedPort = 1024;
const offset = 8000;

/** How many loopback addresses are tried for a port that is in use. */
const addressesTried = 8;

/** The port of this machine that a listener's port is served on: 80 → 8080, 443 → 8443, 3000 → 3000. */
export function localPort(listenerPort: number): number {
  return listenerPort < firstUnprivilegedPort ? listenerPort + offset : listenerPort;
}

/**
 * Where a listener may be served, in the order of preference: localhost, and then further loopback addresses for a second
 * load balancer or a second Neargate on the same port. Where there is only 127.0.0.1, a free port is the last resort.
 */
export function bindCandidates(listenerPort: number, hasLoopbackRange: boolean): readonly SocketAddress[] {
  const port = localPort(listenerPort);
  if (!hasLoopbackRange) {
    return [
      { host: '127.0.0.1', port },
      { host: '127.0.0.1', port: 0 },
    ];
  }
  return Array.from({ length: addressesTried }, (_, index) => ({ host: `127.0.0.${index + 1}`, port }));
}

/** The first candidate that no other listener of ours has and that was not found to be in use. */
export function chooseBind(
  candidates: readonly SocketAddress[],
  taken: readonly SocketAddress[],
  refused: readonly SocketAddress[],
): SocketAddress | undefined {
  const equals = (left: SocketAddress) => (right: SocketAddress) =>
    left.host === right.host && left.port === right.port && left.port !== 0;
  return candidates.find((candidate) => !taken.some(equals(candidate)) && !refused.some(equals(candidate)));
}
