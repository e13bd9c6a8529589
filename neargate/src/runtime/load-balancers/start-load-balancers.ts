import { randomBytes } from 'node:crypto';
import {
  type LoadBalancerReconciler,
  loadBalancerReconciler,
} from '../../controllers/load-balancer/load-balancer-reconciler.ts';
import type { Logger } from '../../core/logger.ts';
import { startLoadBalancerProcess } from '../../loadbalancer/process.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { entryPoint } from '../entry-points.ts';
import type { TaskAddresses } from '../tasks/task-addresses.ts';
import { deliverLogs } from './deliver-logs.ts';
import { recordMetrics } from './record-metrics.ts';
import { snapshotSources } from './snapshot-sources.ts';

/** The tables beside ELBv2's that decide who reaches whom and where. */
export const networkTables: ReadonlySet<string> = new Set([
  'ec2.network-interfaces',
  'ec2.subnets',
  'ec2.route-tables',
  'ec2.internet-gateways',
  'ec2.security-groups',
  'ec2.security-group-rules',
  'ec2.network-acls',
  'runtime.interface-addresses',
  'faults.faults',
  'acm.certificates',
]);

export function loadBalancers(
  plane: ControlPlane,
  addresses: TaskAddresses,
  options: { readonly hasLoopbackRange: boolean; readonly log: Logger },
): LoadBalancerReconciler {
  forgetListeners(plane);
  const logs = deliverLogs(plane, options.log);
  const reconciler = loadBalancerReconciler({
    store: plane.store,
    clock: plane.clock,
    log: options.log,
    hasLoopbackRange: options.hasLoopbackRange,
    startProcess: () =>
      startLoadBalancerProcess({
        modulePath: entryPoint('loadbalancer'),
        log: (line) => options.log.warn(`load balancer: ${line}`),
      }),
    sourcesOf: (scope) => snapshotSources(plane, addresses, scope),
    concerns: (table) => networkTables.has(table),
    onMetrics: (report) => recordMetrics(plane.metrics, report),
    onLogs: (report) => logs.take(report),
    cookieKey: cookieKey(plane),
  });
  return {
    ...reconciler,
    async stop() {
      await reconciler.stop();
      logs.stop();
    },
  };
}

/** Made at the first start and kept, so that clients stay where they are when Neargate starts anew. */
function cookieKey({ store }: ControlPlane): string {
  const keys = store.table<string>('runtime.load-balancer-cookie-key', 'local');
  const kept = keys.get('key');
  if (kept !== undefined) return kept;
  const made = randomBytes(32).toString('hex');
  keys.put('key', made);
  return made;
}

/** What an earlier process saw is not so any more: nothing listens, and no target has been checked. */
export function forgetListeners({ store }: Pick<ControlPlane, 'store'>): void {
  for (const scope of store.scopes('elbv2.load-balancers')) {
    const tables = elbv2Tables(store, scope);
    store.transact(() => {
      for (const row of tables.loadBalancers.values()) {
        tables.loadBalancers.put(row.loadBalancerArn, {
          ...row,
          observed: { state: 'provisioning', listening: [] },
        });
      }
      for (const key of tables.targetHealth.keys()) tables.targetHealth.delete(key);
      for (const key of tables.targetAnomalies.keys()) tables.targetAnomalies.delete(key);
    });
  }
}
