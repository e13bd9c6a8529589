import type { SocketAddress } from '../places.ts';
import { withoutPort } from './conditions.ts';

/** Where the listeners of a load balancer are served on this machine. */
export interface LocalPlaces {
  /** Where the request's own listener is served. */
  readonly own: SocketAddress;
  /** Where the same load balancer's listener of this port, as AWS knows it, is served. */
  of(listenerPort: string): SocketAddress | undefined;
}

/** The authority of a URL in its two parts. */
export interface Authority {
  readonly host: string;
  readonly port: string;
}

/**
 * Where a redirect to `target` leads on this machine. A listener on port 443 is served at 8443, which a client that has come
 * by such a place does not know: its Host names the port that its listener is served on, and it is sent to where the listener
 * it is redirected to is served. Every other redirect keeps AWS's meaning: a Host without that port has come by a name that
 * something leads here, and another host is not this load balancer.
 */
export function localPlace(
  target: Authority,
  requestHost: string | undefined,
  places: LocalPlaces,
): Authority {
  if (requestHost?.endsWith(`:${places.own.port}`) !== true) return target;
  if (withoutPort(requestHost).toLowerCase() !== target.host.toLowerCase()) return target;
  const place = places.of(target.port);
  if (place === undefined) return target;
  return { host: place.host === places.own.host ? target.host : place.host, port: String(place.port) };
}
