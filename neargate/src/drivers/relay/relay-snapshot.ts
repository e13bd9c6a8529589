/**
 * The contract between the control plane and the relay process: TCP connections that tasks open to private addresses
 * (databases) and what the network model says of each source. Plain JSON. A snapshot is complete and replaces the last.
 */
export interface RelaySnapshot {
  readonly relays: readonly RelayConfig[];
}

export interface RelayConfig {
  /** The network interface it stands for. */
  readonly id: string;
  /** Port 0 stands for any free one; the state says which. */
  readonly listen: SocketPlace;
  readonly connect: SocketPlace;
  /** The verdict by source address. A source that is not listed is treated as `otherSources` says. */
  readonly sources: Readonly<Record<string, RelayVerdict>>;
  readonly otherSources: RelayVerdict;
}

export interface SocketPlace {
  readonly host: string;
  readonly port: number;
}

/** A denied connection is never answered, as packets dropped by a security group are not. */
export type RelayVerdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

export interface RelayState {
  readonly id: string;
  /** Where it listens; absent when it does not. */
  readonly port?: number;
  /** Absent while it listens. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** A connection attempt that was dropped. */
export interface DeniedConnection {
  readonly id: string;
  readonly source: string;
  readonly reason: string;
}

export type RelayCommand =
  | { readonly kind: 'apply'; readonly requestId: number; readonly snapshot: RelaySnapshot }
  | { readonly kind: 'stop' };

export type RelayMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'applied'; readonly requestId: number; readonly states: readonly RelayState[] }
  | { readonly kind: 'denied'; readonly connection: DeniedConnection };
