import type { ForwardingFacts } from '../http/head-writer.ts';
import type { Listener } from '../listener.ts';
import type { SocketAddress } from '../snapshot.ts';

/** What a client's connection and its listener say about every request that is written to a target. */
export function forwardingFacts({ config, scheme }: Listener, client: SocketAddress): ForwardingFacts {
  const { xffMode, xffClientPort, preserveHost, dropInvalidHeaders } = config.attributes;
  return {
    clientAddress: client.host,
    clientPort: client.port,
    scheme,
    listenerPort: config.port,
    xffMode,
    xffClientPort,
    preserveHost,
    dropInvalidHeaders,
  };
}
