/** Where a socket is bound or connected to on this machine. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** What the network model says of load balancer → target. A denied connection attempt times out, as packets dropped on AWS do. */
export type Reachability =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** The sentence that names the missing rule; passed on in health reports. */
      readonly reason: string;
    };
