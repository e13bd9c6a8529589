import type { InterfaceReference, LocalNetwork, SocketPlace } from '../../network/local-network.ts';
import type { Denial } from '../../network/verdict.ts';

/**
 * The contract between the control plane and the relay process, which judges the connections of tasks and carries those to
 * databases. Plain data that structured cloning takes. A snapshot is complete and replaces the last.
 */
export interface RelaySnapshot {
  readonly network: LocalNetwork;
  readonly relays: readonly RelayConfig[];
}

/** A place where connections to an interface are taken, judged and passed on. */
export interface RelayConfig {
  readonly destination: InterfaceReference;
  /** The port that clients of the interface connect to. */
  readonly port: number;
  /** Port 0 stands for any free one; the state says which. */
  readonly listen: SocketPlace;
  readonly connect: SocketPlace;
}

export interface RelayState {
  readonly interfaceId: string;
  /** Where it listens; absent when it does not. */
  readonly port?: number;
  /** Absent while it listens. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** What a snapshot came to. */
export interface RelayResult {
  readonly relays: readonly RelayState[];
  /** The port of 127.0.0.1 where tasks ask for verdicts: one line of JSON each way, see `judge-protocol.ts`. */
  readonly judgePort: number;
}

/** A connection attempt that was dropped: it is never answered, as packets dropped by a security group are not. */
export interface DeniedConnection {
  /** Absent when it cannot be told. */
  readonly source: InterfaceReference | undefined;
  /** An interface's id or an address outside. */
  readonly destination: string;
  readonly port: number;
  readonly denial: Denial;
}

export type RelayCommand =
  | { readonly kind: 'apply'; readonly requestId: number; readonly snapshot: RelaySnapshot }
  | { readonly kind: 'stop' };

export type RelayMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'applied'; readonly requestId: number; readonly result: RelayResult }
  | { readonly kind: 'denied'; readonly connection: DeniedConnection };
