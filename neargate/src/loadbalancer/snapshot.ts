import type { ListenerConfig } from './listener-config.ts';
import type { TargetGroupConfig } from './target-group-config.ts';

/**
 * Everything the data plane serves, one half of the contract between the control plane and the load balancer's process; the
 * other half is what it saw (`DataPlaneReport`). All of it is plain JSON, so that it crosses the IPC channel unchanged.
 *
 * A snapshot is complete and replaces the one before it. Live state (health, connections, requests in flight) is kept for
 * every listener (by `arn`) and target (by target group `arn`, `id` and `port`) that both snapshots name. `version` grows
 * with every snapshot; an older one than the last is ignored.
 */
export interface RoutingSnapshot {
  readonly version: number;
  readonly listeners: readonly ListenerConfig[];
  readonly targetGroups: readonly TargetGroupConfig[];
  /** 32 bytes in hexadecimal that stickiness cookies are sealed with; absent = cookies of this process only. */
  readonly cookieKey?: string;
}
