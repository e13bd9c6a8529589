import type { SocketAddress } from './places.ts';
import type { DataPlaneReport } from './reports.ts';
import type { RoutingSnapshot } from './snapshot.ts';

/** What became of a snapshot: every listener is either bound or says why not. */
export interface ApplyResult {
  readonly version: number;
  readonly listeners: readonly ListenerState[];
}

export type ListenerState =
  | { readonly listenerArn: string; readonly state: 'listening'; readonly bind: SocketAddress }
  | {
      readonly listenerArn: string;
      readonly state: 'failed';
      readonly bind: SocketAddress;
      /** Such as `EADDRINUSE`; `ERR_NEARGATE_…` where the refusal is ours. */
      readonly code: string;
      readonly message: string;
    };

/** Control plane → data plane. */
export type DataPlaneCommand =
  | { readonly kind: 'apply'; readonly requestId: number; readonly snapshot: RoutingSnapshot }
  | { readonly kind: 'stop' };

/** Data plane → control plane. */
export type DataPlaneMessage =
  | { readonly kind: 'ready'; readonly pid: number }
  | { readonly kind: 'applied'; readonly requestId: number; readonly result: ApplyResult }
  | { readonly kind: 'apply-failed'; readonly requestId: number; readonly message: string }
  | { readonly kind: 'report'; readonly report: DataPlaneReport };
